"""One record of a queue: its text, its history, and the decisions that are open to the person at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages as button_messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.backoffice.columns import NOTHING, claim_words, said, state_of
from cms.backoffice.forms import DecisionForm, said_of
from cms.backoffice.going_on import is_ready, next_record
from cms.backoffice.history import history_of
from cms.backoffice.listing import QueueDoor
from cms.backoffice.verbs import ENDING
from core.audit import record_access
from core.errors import DomainError, Forbidden
from core.lifecycle import Move
from core.moderation.actions import claim_item, release_item
from core.moderation.selectors import claims_on, is_on

# What a button of the page does beside the decisions: say that one is on it, or no longer.
CLAIMING = {"claim": claim_item, "release": release_item}


class QueueItem(QueueDoor, WagtailAdminTemplateMixin, TemplateView):
    """GET shows the record; POST makes the one move that its button names."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the record; 404 where it is not in this queue."""
        super().setup(request, *args, **kwargs)
        record = self.queue.records_of(self.actor).filter(pk=kwargs["pk"]).first()
        if record is None or not self.queue.may(self.actor, record):
            raise Http404
        self.record: Any = record

    def get_template_names(self) -> list[str]:
        """Use the domain's own template where it names one."""
        return [self.queue.template]

    def get_page_title(self) -> str:
        """Give the record's title."""
        return str(self.queue.title(self.record))

    def get_header_icon(self) -> str:
        """Give the office's icon."""
        return self.queue.office.icon

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        index = {"url": self.list_address(), "label": self.queue.label}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show the record; personal data that it shows leaves a line in the audit trail."""
        personal = {line["shown"].personal for line in context["lines"]} - {""}
        if personal:
            record_access(self.record, by=self.actor, kinds=personal)
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the record, its lines, its history and one form for every open move."""
        tried: DecisionForm | None = kwargs.get("tried")
        record, queue = self.record, self.queue
        return {
            **super().get_context_data(**kwargs),
            **(queue.more(record) if queue.more else {}),
            **state_of(queue, record),
            "queue": queue,
            "record": record,
            "code": queue.code_of(record),
            "here": self.item_address(record),
            "language": queue.language(record) if queue.language else "",
            "lines": [line for line in self._lines() if line["value"] != NOTHING],
            "links": [{"label": link.label, "url": url} for link in queue.links if (url := link.url(record))],
            "history": history_of(record, queue.lifecycle),
            **self._claim(),
            "decisions": [self._decision(move, tried) for move in queue.moves(self.actor, record)],
        }

    def _claim(self) -> dict[str, Any]:
        """Say who is on the record now."""
        claim = claims_on([self.record.public_id]).get(self.record.public_id)
        is_mine = claim is not None and claim.user_id == self.request.user.pk
        return {"claim_words": claim_words(claim) if claim else "", "is_mine": is_mine}

    def _lines(self) -> list[dict[str, Any]]:
        told = [shown for shown in self.queue.details if shown.stands_in((self.record.state,))]
        return [{"shown": shown, "value": said(shown.tell(self.record))} for shown in told]

    def _decision(self, move: Move, tried: DecisionForm | None) -> dict[str, Any]:
        mine = tried is not None and tried.prefix == move.verb
        form = tried if mine else DecisionForm(queue=self.queue, move=move, record=self.record)
        return {
            "move": move, "label": move.label or move.verb.capitalize(), "form": form, "is_open": mine,
            "is_ending": (self.queue.lifecycle.noun, move.verb) in ENDING,
        }  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the move; 422 where a fact is missing, 409 with who was first, 403 for somebody else's decision."""
        verb = request.POST.get("verb", "")
        if verb in CLAIMING:
            return self._mark(verb)
        move = next((move for move in self.queue.moves(self.actor, self.record) if move.verb == verb), None)
        if move is None:
            return self._closed(verb)
        form = self._form(move)
        if not form.is_valid():
            return self._again(form, 422)
        was_waiting, place = self.record.state in self.queue.waiting, getattr(self.record, self.queue.age)
        try:
            self.queue.decide[verb](self.record, by=self.actor, **form.cleaned_data)
        except DomainError as error:
            return self._refused(form, error)
        was_mine = is_on(self.record, self.actor)
        if was_waiting and not self.queue.stays and not is_ready(self.queue, self.actor, self.record):
            return self._go_on(place, was_mine)
        release_item(self.record, by=self.actor)
        messages.success(request, self._done())
        return HttpResponseRedirect(self._here_or_list())

    def _form(self, move: Move) -> DecisionForm:
        return DecisionForm(self.request.POST, self.request.FILES, queue=self.queue, move=move, record=self.record)

    def _mark(self, verb: str) -> HttpResponse:
        """Claim the record, or let it go; 409 with the name where somebody else is on it."""
        try:
            CLAIMING[verb](self.record, by=self.actor)
        except DomainError as error:
            if error.status != 409:
                raise
            return self._answer(409, lost=str(error.message))
        return HttpResponseRedirect(self.item_address(self.record))

    def _closed(self, verb: str) -> HttpResponse:
        """Tell why a decision is not open: it is somebody else's to make, or somebody was first."""
        rows = [row for row in self.queue.lifecycle.moves if row.verb == verb and verb in self.queue.decide]
        if any(self.record.state in row.sources and not row.may(self.actor, self.record) for row in rows):
            raise Forbidden()
        form = self._form(rows[0]) if rows else None
        return self._too_late(_("This decision is no longer open: the record has moved on."), form)

    def _refused(self, form: DecisionForm, error: DomainError) -> HttpResponse:
        if error.status == 409:
            return self._too_late(str(error.message), form)
        form.refuse(error.message, error.fields)
        return self._again(form, error.status)

    def _again(self, form: DecisionForm, status: int) -> HttpResponse:
        return self._answer(status, tried=form)

    def _answer(self, status: int, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _too_late(self, words: str, form: DecisionForm | None) -> HttpResponse:
        """Show the new state, who was first and what was decided; what was typed stays to be copied."""
        self.record = self.queue.records_of(self.actor).filter(pk=self.record.pk).first() or self.record
        typed = [{"label": field.label, "value": said_of(field)} for field in form or () if field.value()]
        return self._answer(409, lost=words, is_late=True, typed=typed)

    def _done(self) -> str:
        return _("Done: %(title)s") % {"title": self.queue.title(self.record)}

    def _go_on(self, place: Any, takes: bool) -> HttpResponse:
        """Lead to the next record that waits and is free, with one's mark if one had one; else to the list."""
        release_item(self.record, by=self.actor)
        rows = self.chosen_records()
        found = next_record(self.queue, self.actor, rows, after=self.record, place=place, takes=takes)
        words, back = self._done(), (self.list_address(), _("Show the whole list"))
        again = (self.item_address(self.record), _("See what you decided"))
        if found is not None:
            button_messages.success(self.request, f"{words} · {_('This is the next one that waits.')}", [again, back])
            return HttpResponseRedirect(self.item_address(found))
        if rows.filter(state__in=self.queue.waiting).exists():
            words = f"{words} · {_('What still waits is with somebody else, or waits for somebody.')}"
        button_messages.success(self.request, words, [again])
        return HttpResponseRedirect(self.list_address())

    def _here_or_list(self) -> str:
        """Lead to the record while something is still open to this person, else back to the list."""
        record = self.queue.records_of(self.actor).filter(pk=self.record.pk).first()
        if record is not None and self.queue.moves(self.actor, record):
            return self.item_address(record)
        return self.list_address()
