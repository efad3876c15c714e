"""A clause's page: its text, what people say, and the form to say something oneself."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from consultations.bills import presenting, selectors
from consultations.bills.actions import commenting
from consultations.bills.errors import NewVersion
from consultations.bills.forms import ClauseForm
from consultations.bills.models import Provision, Version
from consultations.bills.naming import clause_label
from consultations.bills.presenting.clause import address_of
from consultations.bills.rules import is_open
from consultations.bills.states import Place, Stance
from consultations.bills.text import is_nearer, joined, words_seen
from consultations.bills.views.pages import bill_context
from consultations.bills.views.writing import WritingDoor
from core.actors import actor_of
from core.comments.selectors import replies_of
from core.errors import DomainError, Invalid
from core.web.doors import add_refusal
from core.web.numbers import digits

PAGE_SIZE = 20
# Longer clauses would fill a phone with their own words: their wording field starts empty.
MAX_PREFILL = 3000


_WRONG_PLACE = gettext_lazy(
    "You changed the words of %(other)s, but the comment is about %(place)s. Choose the other under “About”, or leave "
    "here only the words you want for %(place)s."
)


_GONE = gettext_lazy("A new version of the bill came while you were writing. This clause is not in it any more.")


class ClauseDoor(WritingDoor):
    """Read a clause and comment on it. A piece of a clause or a group leads on to where it stands."""

    form_class = ClauseForm
    limits = "comment"
    template_name = "bills/clause_detail.html"

    @cached_property
    def version(self) -> Version:
        """The newest public version that holds the clause; raises NotFound."""
        return selectors.version_with_clause(self.kwargs["slug"], self.kwargs["code"])

    @cached_property
    def unit(self) -> Provision:
        """The provision behind the address; raises NotFound."""
        return selectors.provision_by_code(self.version, self.kwargs["code"])

    @cached_property
    def rows(self) -> list[Provision]:
        """The clause and everything in it."""
        return selectors.provisions_of_page(self.unit)

    @cached_property
    def name(self) -> str:
        """What the clause is called."""
        return presenting.clause_name(self.unit, self.version)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page or take its form; what has no page of its own leads on to where it stands."""
        if self.lost_its_page():
            return self.gone()
        if self.unit.place != Place.UNIT:
            return HttpResponseRedirect(self.unit.address(self.version.bill.slug))
        return super().dispatch(request, *args, **kwargs)

    def lost_its_page(self) -> bool:
        """Tell whether a form was sent whose clause has no page in the version that came meanwhile."""
        seen = self.request.POST.get("version", "")
        return seen not in {"", str(self.version.public_id)} and self.unit.place != Place.UNIT

    def gone(self) -> HttpResponse:
        """Give the words back that were meant for a clause the bill no longer has."""
        form = ClauseForm(self.request.POST, places=[], words={}, clause="")
        typed = presenting.typed_rows(form, ["text", "wording"])
        form.errors.clear()
        add_refusal(form, NewVersion(_GONE))
        context = {**bill_context(self.version), "crumbs": _crumbs(self.version)[:2], "form": form, "typed": typed}
        return render(self.request, "bills/clause_gone.html", {**context, "has_error": True}, status=NewVersion.status)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the places one can comment on and the words to start from."""
        places = presenting.places_to_comment(self.rows, self.name)
        return {**super().get_form_kwargs(), "places": places, "words": self.words(), "clause": self.name}

    def get_initial(self) -> dict[str, Any]:
        """Start with the piece named in the address and its words."""
        on = self.row_of(self.request.GET.get("on", "")) or self.rows[0]
        words = self.words_of(on)
        return {
            "on": on.clause.code,
            "wording": _short(words),
            "wording_of": on.clause.code,
            "version": str(self.version.public_id),
        }

    def row_of(self, code: str) -> Provision | None:
        """Give a piece of this clause by its code."""
        return next((row for row in self.rows if row.clause.code == code), None)

    def words_of(self, row: Provision) -> str:
        """Give the words of a piece with all that is under it."""
        return joined([other for other in self.rows if other is row or other.path.startswith(f"{row.path}.")])

    def words(self) -> dict[str, str]:
        """Give the words of every piece by its code, for clauses short enough to carry them twice."""
        if len(self.words_of(self.rows[0])) > MAX_PREFILL:
            return {}
        return {row.clause.code: self.words_of(row) for row in self.rows}

    def own_words(self, form: BaseForm) -> list[str]:
        """Name the fields the writer filled; a wording left as it was is none of them."""
        wording, started_from = form["wording"].value() or "", form["wording_of"].value() or ""
        seen = words_seen(self.version.bill, form["version"].value() or str(self.version.public_id), started_from)
        names = ["stance", "on", "text"]
        return names if wording.split() == seen.split() else [*names, "wording"]

    def wording_in(self, form: ClauseForm, row: Provision) -> str:
        """Give the wording proposed for a piece, or nothing where the field holds the words it was filled with.

        Raises Invalid for the words of another piece with some of them changed: nobody means that for this one.
        """
        wording, started_from = str(form.cleaned_data["wording"]), self.row_of(form.cleaned_data["wording_of"])
        if started_from is None:
            return wording
        filled = self.words_of(started_from)
        if wording.split() == filled.split():
            return ""
        if started_from is not row and is_nearer(wording, filled, self.words_of(row)):
            names = dict(presenting.places_to_comment(self.rows, self.name))
            places = {"other": names.get(started_from.clause.code, self.name), "place": names[row.clause.code]}
            raise Invalid(fields={"wording": _WRONG_PLACE % places})
        return wording

    def refused(self, form: BaseForm, status: int) -> HttpResponse:
        """Show the page again; where a new version came meanwhile, say so and bring the form to its words."""
        is_seen = form["version"].value() in {None, "", str(self.version.public_id)}
        if is_open(self.version) and not is_seen and status in {409, 422}:
            if status == 422:
                add_refusal(form, NewVersion())
            self.renew(form)
            status = 409
        return super().refused(form, status)

    def why_closed(self) -> DomainError:
        """Give what refuses new words: a clause that was removed, or a bill that takes no more."""
        return NewVersion(_GONE) if self.version.removed_in else super().why_closed()  # type: ignore[attr-defined]

    def renew(self, form: BaseForm) -> None:
        """Let the form stand for the version now shown: words left as they were become the new ones, the rest stays."""
        typed = dict(form.data.items())
        started_from = typed.get("wording_of", "")
        seen = words_seen(self.version.bill, typed["version"], started_from)
        if seen and typed.get("wording", "").split() == seen.split():
            row = self.row_of(started_from) or self.rows[0]
            typed |= {"wording": _short(self.words_of(row)), "wording_of": row.clause.code}
        form.data = typed | {"version": str(self.version.public_id)}

    def act(self, form: ClauseForm) -> str | HttpResponse:
        """Show a preview if it was asked for; else write the comment and lead on to the code page."""
        data = form.cleaned_data
        commenting.check_open(self.version)
        commenting.check_seen(self.version, data["version"])
        row = self.row_of(data["on"]) or self.rows[0]
        row.version = self.version
        wording = self.wording_in(form, row)
        if "preview" in self.request.POST:
            preview = presenting.preview_row(data, words=self.words_of(row), wording=wording, version=self.version)
            return self.render_to_response(self.get_context_data(form=form, preview=preview))
        challenge = commenting.comment_on_clause(
            row,
            by=actor_of(self.request),
            writer=commenting.Writer(language=get_language() or "en", **form.writer_facts()),
            stance=data["stance"],
            text=data["text"],
            wording=wording,
            seen=data["version"],
        )
        return reverse("bills:comment_confirm", args=[challenge.public_id])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page."""
        version, unit = self.version, self.unit
        takes = is_open(version)
        counters = selectors.counters(version, [row.clause_id for row in self.rows])
        counter = counters.get(unit.clause_id)
        position, before, after = selectors.neighbours(unit)
        context = super().get_context_data(**context)
        if not takes and "typed" not in context:
            context["form"] = None
        return {
            **context,
            **bill_context(version),
            **self.talk(takes=takes),
            "unit": unit,
            "clause_name": self.name,
            "heading": presenting.heading_of(unit, self.version.language) or self.name,
            "crumbs": _crumbs(version),
            "label": clause_label(unit, version),
            "position": digits(str(position)),
            "total": digits(str(version.units_count)),
            "glance": presenting.clause_glance(version),
            "law": presenting.law_tree(self.rows, counters, version),
            "counter": counter,
            "takes": takes,
            "tabs": presenting.stance_tabs(address_of(version, unit), counter, self.stance),
            "way": presenting.way_of_a_comment(version),
            "before": _neighbour(before, version),
            "after": _neighbour(after, version),
            "removed_in": version.removed_in,  # type: ignore[attr-defined]
            "about": self.row_of(self.request.GET.get("on", "")),
        }

    @property
    def stance(self) -> str:
        """The stance chosen by a tab, or nothing."""
        chosen = self.request.GET.get("stance", "")
        return chosen if chosen in Stance.values else ""

    def talk(self, *, takes: bool) -> dict[str, Any]:
        """Give one page of comments with their replies."""
        found = selectors.annotations_on_page(self.unit, self.stance)
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        annotations = list(page)
        replies = replies_of(annotation.comment for annotation in annotations)
        by_code = dict(presenting.places_to_comment(self.rows, self.name))
        labels = {row.clause_id: by_code.get(row.clause.code, "") for row in self.rows}
        query = f"stance={self.stance}&" if self.stance else ""
        return {
            "comments": presenting.comment_rows(annotations, replies, labels, self.version, takes=takes),
            "previous_url": f"?{query}page={page.number - 1}#com" if page.has_previous() else "",
            "next_url": f"?{query}page={page.number + 1}#com" if page.has_next() else "",
        }


def _short(words: str) -> str:
    """Give the words a wording field starts with: none of a clause too long for it."""
    return words if len(words) <= MAX_PREFILL else ""


def _crumbs(version: Version) -> list[dict[str, Any]]:
    """Give the way from home to the bill."""
    return [
        {"label": _("Home"), "url": "/"},
        {"label": _("Bills"), "url": reverse("bills:list")},
        {"label": str(version.bill.title), "url": version.bill.get_absolute_url()},
    ]


def _neighbour(row: Provision | None, version: Version) -> dict[str, str] | None:
    """Give the link to the clause before or after."""
    if row is None:
        return None
    name, heading = presenting.clause_name(row, version), presenting.heading_of(row)
    words = f"{name}: {heading}" if heading and heading != name else name
    return {"words": words, "url": address_of(version, row)}
