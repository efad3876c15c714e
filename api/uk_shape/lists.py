"""Lists in the shape of petition.parliament.uk: which states it knows, its pages and its links."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict

from api.links import full
from api.uk_shape.facts import STEPS
from core import clock
from core.parliament.models import Term
from petitions import listing
from petitions.models import Petition
from petitions.selectors import public_petitions
from petitions.states import PetitionState

USUAL, MOST = 25, 50
CLOSED = (PetitionState.CLOSED, PetitionState.WITHDRAWN)


def states() -> dict[str, Q]:
    """Give the states of that site's lists: those of the petition, and the stages of its way through the House."""
    stage = listing.stages()
    return {
        "all": Q(),
        "open": Q(state=PetitionState.OPEN),
        "recent": Q(state=PetitionState.OPEN),
        "closed": Q(state__in=CLOSED),
        "rejected": Q(state=PetitionState.REJECTED),
        "awaiting_response": stage["awaiting_answer"],
        "with_response": stage["answered"],
        "awaiting_debate": stage["awaiting_debate"],
        "debated": stage["debated"],
        "not_debated": stage["not_debated"],
    }


ORDERS = {"recent": ("-opened_at", "-id"), "rejected": ("-rejected_at", "-id")}


def rows_of(query: QueryDict, *, archived: bool) -> QuerySet[Petition]:
    """Give the petitions that a query asks for, with all that a row says, in a fixed number of queries."""
    state = query.get("state", "all")
    rows = public_petitions().select_related("imported").prefetch_related("milestones__threshold", *STEPS)
    rows = rows.filter(_archive() if archived else ~_archive()).filter(states().get(state, Q()))
    if words := query.get("q", "").replace("\x00", "").strip()[:200]:
        rows = rows.filter(Q(action__icontains=words) | Q(background__icontains=words))
    return rows.order_by(*ORDERS.get(state, ("-signature_count", "-id")))


def page_of(rows: QuerySet[Petition], query: QueryDict) -> Page[Petition]:
    """Give the asked page; a number beyond the end gives the last one, as there."""
    size = query.get("count", "")
    return Paginator(rows, min(MOST, int(size)) if _is_number(size) else USUAL).get_page(query.get("page"))


def links_of(path: str, page: Page[Petition], query: QueryDict) -> dict[str, str | None]:
    """Give the links of a page: itself, first, last, next and the one before."""
    kept = [(name, query[name]) for name in ("q", "state", "count") if query.get(name)]

    def at(number: int) -> str:
        words = [*kept, ("page", str(number))] if number > 1 else kept
        return full(path) + (f"?{urlencode(words)}" if words else "")

    last = page.paginator.num_pages
    return {
        "self": at(page.number), "first": at(1), "last": at(last),
        "next": at(page.number + 1) if page.has_next() else None,
        "prev": at(page.number - 1) if page.has_previous() else None,
    }  # fmt: skip


def _archive() -> Q:
    """What was opened, or rejected, before the present term began, and is not open any more."""
    today = clock.today()
    term = Term.objects.filter(starts_on__lte=today).order_by("-starts_on").first()
    if term is None:
        return Q(pk__in=())
    return Q(created_at__date__lt=term.starts_on) & ~Q(state=PetitionState.OPEN)


def _is_number(text: Any) -> bool:
    return text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) > 0
