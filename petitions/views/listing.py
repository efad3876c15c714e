"""Lists one reads: all petitions, the rejected ones, what a constituency signs, thresholds reached, duties."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.errors import Invalid
from core.limits.doors import Limited
from core.parliament.models import Area
from core.parliament.pages import page_of
from core.parliament.selectors import committees, constituencies, constituency_of
from core.web.doors import FormDoor
from core.web.numbers import number
from petitions import figures, listing, presenting, selectors
from petitions.duties import duties_owed, public_duties
from petitions.forms import FindConstituencyForm
from petitions.states import PetitionState

PAGE_SIZE = 12


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """Give the way here: home, the list, and what is named."""
    here = [(_("Home"), "/"), (_("Petitions"), reverse("petitions:petition_list")), *more]
    return [{"label": label, "url": url} for label, url in here]


def turned(request: HttpRequest, rows: QuerySet[Any], known: dict[str, str]) -> dict[str, Any]:
    """Give one page of rows, and the addresses of the pages beside it, with all that the list was asked."""
    page: Page[Any] = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))

    def at(place: int) -> str:
        words = {**known, **({"page": str(place)} if place > 1 else {})}
        return f"{request.path}?{urlencode(words)}" if words else request.path

    return {
        "page": page,
        "place": _("Page %(page)s of %(pages)s")
        % {"page": number(page.number), "pages": number(page.paginator.num_pages)},
        "previous_url": at(page.number - 1) if page.has_previous() else "",
        "next_url": at(page.number + 1) if page.has_next() else "",
    }


class PetitionList(Limited, TemplateView):
    """All public petitions, by state, committee, kind, constituency, language, year and words, in five orders."""

    template_name = "petitions/petition_list.html"
    limits = "search"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give one page of rows, the facets, the orders, and the same list as data."""
        asked = listing.read_filter(self.request.GET)
        if asked.q:
            self.take_limits()
        turn = turned(self.request, listing.listed(asked), presenting.known_words(asked))
        places = list(constituencies())
        return super().get_context_data(
            **turn,
            asked=asked,
            entries=[presenting.list_entry(petition) for petition in turn["page"]],
            tabs=presenting.order_tabs(asked),
            facets=presenting.facet_groups(asked, listing.facets(asked), list(committees()), places),
            chips=presenting.chips(asked, places),
            kept=[(name, value) for name, value in presenting.known_words(asked).items() if name in {"q", "order"}],
            data=presenting.data_links("api_petitions", asked.words() | {"order": asked.order or "signed"}),
            feeds=[presenting.feed_link("feed_new")],
            **context,
        )


class RejectedList(TemplateView):
    """The petitions that were not accepted: how many for each reason, and why each one was not."""

    template_name = "petitions/rejected_list.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give the reasons with their counts, and the petitions of one reason or of all."""
        reason = self.request.GET.get("reason", "")[:60].replace("\x00", "")
        rows = selectors.listed_petitions(state=PetitionState.REJECTED, order="newest")
        if reason:
            rows = rows.filter(rejection_reason__code=reason)
        turn = turned(self.request, rows, {"reason": reason} if reason else {})
        return super().get_context_data(
            **turn,
            entries=[presenting.rejected_entry(petition) for petition in turn["page"]],
            reasons=presenting.reason_rows(figures.rejections_by_reason(), reason, self.request.path),
            reason=reason,
            crumbs=crumbs(),
            data=presenting.data_links("api_petitions", {"state": "rejected", "order": "newest", "reason": reason}),
            **context,
        )


def place_or_404(code: str) -> Area:
    """Give one of the own constituencies by its code; raises Http404."""
    found = constituencies().filter(code=code).first()
    if found is None:
        raise Http404
    return found


class InConstituency(TemplateView):
    """What one constituency signs most: here, for each thousand electors, and in the whole country."""

    template_name = "petitions/constituency.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give the open petitions, or all with `?state=all`, most signed here first."""
        area = place_or_404(self.kwargs["code"])
        is_all = self.request.GET.get("state") == listing.ANY
        rows = figures.signed_most(area, at_least=settings.SMALLEST_GROUP)
        if not is_all:
            rows = rows.filter(state=PetitionState.OPEN)
        turn = turned(self.request, rows, {"state": listing.ANY} if is_all else {})
        words = {} if is_all else {"state": str(PetitionState.OPEN)}
        return super().get_context_data(
            **turn,
            area=area,
            is_all=is_all,
            rows=presenting.rows_of_place(turn["page"], area, figures.electors()),
            members=[{"called": member.called, "url": page_of(member)} for member in area.members.all()],
            smallest=settings.SMALLEST_GROUP,
            crumbs=crumbs(),
            data=presenting.data_links("api_area_petitions", words, area.code),
            feeds=[presenting.feed_link("feed_constituency", area.code)],
            **context,
        )


class FindConstituency(FormDoor):
    """From a postcode, or a choice, to the page of the constituency; a postcode never stands in an address."""

    form_class = FindConstituencyForm
    template_name = "petitions/find_constituency.html"
    limits = "search"

    def act(self, form: Any) -> str:
        """Give the address of the page. Raises Invalid for a postcode that nobody knows."""
        chosen, postcode = form.cleaned_data["constituency"], form.cleaned_data["postcode"]
        area = constituency_of(postcode) if postcode else None
        code = area.code if area else chosen
        if not code and not postcode:
            raise Invalid(fields={"postcode": _("Enter your postcode, or choose your constituency.")})
        if not code:
            raise Invalid(fields={"postcode": _("We do not know this postcode. Check it, or choose from the list.")})
        return reverse("petitions:in_constituency", args=[code])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Show the way here."""
        return cast(dict[str, Any], super().get_context_data(**{"crumbs": crumbs(), **context}))


class ReachedList(TemplateView):
    """Every threshold that was reached, the newest first, with what it led to."""

    template_name = "petitions/reached_list.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give one page of milestones."""
        turn = turned(self.request, public_duties().order_by("-reached_at", "-id"), {})
        return super().get_context_data(
            **turn,
            rows=[presenting.milestone_entry(row) for row in turn["page"]],
            crumbs=crumbs(),
            data=presenting.data_links("api_milestones", {}),
            **context,
        )


class DutyList(TemplateView):
    """What is owed to petitions, page by page: overdue first, then by the day on which it is due. In public."""

    template_name = "petitions/duty_list.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give one page: what is late of it, and what is due."""
        turn = turned(self.request, duties_owed(), {})
        rows = [presenting.milestone_entry(row) for row in turn["page"]]
        return super().get_context_data(
            **turn,
            due=[row for row in rows if not row["is_late"]],
            overdue=[row for row in rows if row["is_late"]],
            owed_count=turn["page"].paginator.count,
            crumbs=crumbs(),
            data=presenting.data_links("api_milestones", {"state": "owed"}),
            feeds=[presenting.feed_link("feed_duties")],
            **context,
        )
