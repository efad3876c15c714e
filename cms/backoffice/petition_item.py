"""One petition on the desk: text and what changed in it, what is like it, the rules, the mail before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cms.backoffice.forms import DecisionForm
from cms.backoffice.item import QueueItem
from cms.backoffice.petition_forms import FORMS, SmallForm
from cms.backoffice.petition_preview import preview_of
from cms.backoffice.petition_tabs import tabs_of
from core import events
from core.errors import DomainError
from core.web.digits import whole_number
from petitions.actions import handing_over, noting
from petitions.actions.proposing import standing_proposal
from petitions.lifecycle import PROPOSAL
from petitions.models import Petition, PetitionLook
from petitions.presenting.versions import changes_between, changes_since
from petitions.similar import similar_petitions
from petitions.states import DeskMark, Standard
from petitions.versions import version_before

# What sends the petitioner a mail that a clerk may read before.
PREVIEWED = frozenset({
    "publish", "reject", "hide", "remove", "pause", "resume", "stop", "end", "merge", "ask_changes", "propose_title",
})  # fmt: skip


class PetitionItem(QueueItem):
    """The desk's item screen with what a moderator needs beside the text."""

    template_name = "cms/backoffice/petition_item.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the petition; 404 where it is not on this desk."""
        super().setup(request, *args, queue="petitions", **kwargs)

    def get_template_names(self) -> list[str]:
        """Use the petition's own template."""
        return [self.template_name]

    @cached_property
    def version(self) -> str:
        """Name what this person sees: the last move and the text; it travels with every form."""
        return f"{events.version_of(self.record)}.{self.record.text_version}"

    @cached_property
    def look(self) -> PetitionLook | None:
        """Keep that this person looks now; gives the look before."""
        return noting.look_at(self.record, by=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the desk's file to what every item shows."""
        tried = kwargs.pop("tried_small", None)
        context = super().get_context_data(**kwargs)
        petition: Petition = self.record
        places = {verb: place for place, verb in enumerate(self.queue.decide)}  # what is pressed most stands first
        context["decisions"].sort(key=lambda row: places[row["move"].verb])
        return {
            **context, **self._text(petition), **self._people(petition), **self._file(petition, tried),
            "tabs": tabs_of(self.actor, petition), "version": self.version,
            "previewed": PREVIEWED, "reasons": list(petition.kind.rejection_reasons.all()),
        }  # fmt: skip

    def _text(self, petition: Petition) -> dict[str, Any]:
        look = self.look
        words = f"{petition.action} {petition.background}"
        near = similar_petitions(words, language=petition.language, without=petition)
        said = petition.standards or {}
        return {
            "changes": changes_since(petition, version_before(petition)),
            "look": look,
            "is_changed": look is not None and look.event < noting.newest_event(petition),
            "is_new_text": look is not None and look.text_version < petition.text_version,
            "similar": [one.petition for one in near],
            "is_asked": bool(said),
            "standards": [{"words": label, "answer": said.get(key)} for key, label in Standard.choices],
        }

    def _people(self, petition: Petition) -> dict[str, Any]:
        proposal = standing_proposal(petition)
        moves = PROPOSAL.open_to(self.actor, proposal) if proposal else []
        return {
            "proposal": proposal,
            "proposal_moves": {move.verb: move.label for move in moves},
            "handover": handing_over.standing_handover(petition),
            "may_hand_over": petition.state in handing_over.LIVING,
        }

    def _file(self, petition: Petition, tried: SmallForm | None) -> dict[str, Any]:
        tags = list(petition.tags.values_list("words", flat=True))
        initial = {"tags": {"tags": ", ".join(tags)}}
        forms = {one.verb: tried if isinstance(tried, one) else one(initial=initial.get(one.verb)) for one in FORMS}
        return {
            "notes": list(petition.notes.select_related("author")[:50]),
            "tags": tags, "small": forms, "tried_small": tried,
            "marks": {mark.kind: mark for mark in petition.marks.select_related("by")},
        }  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the file, or show the mail, or decide; 409 where the petition changed since this person read it."""
        verb = request.POST.get("verb", "")
        if verb in self._small_acts():
            return self._keep(verb)
        posted = request.POST.get("version", "")
        if posted and posted != self.version:
            return self._changed(verb, posted)
        if "preview" in request.POST:
            return self._preview(verb)
        return super().post(request, *args, **kwargs)

    def _small_acts(self) -> dict[str, Callable[[dict[str, Any]], object]]:
        row, by = self.record, self.actor
        return {
            "note": lambda facts: noting.add_note(row, by=by, **facts),
            "tags": lambda facts: noting.set_tags(row, by=by, tags=facts["tags"].split(",")),
            "park": lambda facts: noting.set_mark(row, DeskMark.PARKED, by=by, **facts),
            "unpark": lambda _facts: noting.take_mark_off(row, DeskMark.PARKED, by=by),
            "opinion": lambda facts: noting.set_mark(row, DeskMark.OPINION, by=by, **facts),
            "opinion_given": lambda _facts: noting.take_mark_off(row, DeskMark.OPINION, by=by),
            "hand_over": lambda facts: handing_over.hand_over_petition(row, by=by, **facts),
            "handover_back": lambda _facts: self._stop_asking(),
        }

    def _stop_asking(self) -> None:
        handover = handing_over.standing_handover(self.record)
        if handover is not None:
            handing_over.take_back_handover(handover, by=self.actor)

    def _keep(self, verb: str) -> HttpResponse:
        """Do what concerns the file and no decision; 422 with what was typed, 409 where somebody was first."""
        kind = next((one for one in FORMS if one.verb == verb), None)
        form = kind(self.request.POST) if kind else None
        if form is not None and not form.is_valid():
            return self._answer(422, tried_small=form)
        try:
            self._small_acts()[verb](form.cleaned_data if form else {})
        except DomainError as error:
            if form is None or error.status == 409:
                return self._answer(error.status, lost=str(error.message))
            for name, words in error.fields.items():
                form.add_error(name if name in form.fields else None, str(words))
            return self._answer(error.status, tried_small=form)
        messages.success(self.request, _("Kept."))
        return HttpResponseRedirect(self.item_address(self.record))

    def _changed(self, verb: str, posted: str) -> HttpResponse:
        """Tell the second clerk who decided what, and what changed in the text since he or she read it."""
        rows = [row for row in self.queue.lifecycle.moves if row.verb == verb and verb in self.queue.decide]
        form = self._form(rows[0]) if rows else None
        _move, _dot, text = posted.partition(".")
        read = self.record.versions.filter(number=whole_number(text)).first()
        self.rewritten = changes_between(read, self.record) if read else []
        return self._too_late(_("This petition has changed since you read it. Nothing was decided."), form)

    rewritten: list[dict[str, Any]] = []

    def _answer(self, status: int, **context: Any) -> HttpResponse:
        return super()._answer(status, rewritten=self.rewritten, **context)

    def _preview(self, verb: str) -> HttpResponse:
        """Show the very mail that the decision would send; nothing is decided."""
        move = next((move for move in self.queue.moves(self.actor, self.record) if move.verb == verb), None)
        if move is None:
            return self._closed(verb)
        form: DecisionForm = self._form(move)
        if not form.is_valid():
            return self._again(form, 422)
        copy = self.queue.records_of(self.actor).get(pk=self.record.pk)
        try:
            preview = preview_of(
                copy, lambda: self.queue.decide[verb](copy, by=self.actor, **form.cleaned_data), by=self.actor
            )
        except DomainError as error:
            return self._refused(form, error)
        return self._answer(200, tried=form, preview=preview, is_preview=True)


class PetitionPrint(PetitionItem):
    """One petition on paper: text, answers, history, notes of the desk."""

    template_name = "cms/backoffice/petition_print.html"


urlpatterns = [
    path("desk/petitions/<int:pk>/", PetitionItem.as_view(), name="backoffice_item"),
    path("desk/petitions/<int:pk>/print/", PetitionPrint.as_view(), name="backoffice_petition_print"),
]
