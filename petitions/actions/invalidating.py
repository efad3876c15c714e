"""Invalidation by saved query: written down, previewed, started by one or two people, run in batches, undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.accounts.models import User
from core.actors import CLOCK, Actor
from core.errors import Forbidden, Invalid, WrongState
from core.events.models import Event
from core.parliament.models import Area
from petitions import matching
from petitions.actions.holding_desk import check_reason, put_back, take_out
from petitions.lifecycle import INVALIDATION
from petitions.models import Invalidation, Petition
from petitions.rules import is_petitions_clerk
from petitions.sources import figures_row
from petitions.states import InvalidationState

BATCH = 1_000
ONE_DAY = timedelta(hours=24)
EARLIEST, LATEST = 1900, 2200  # no clock reckons with the first and last year there is, in every zone


@dataclass(frozen=True)
class InvalidationFacts:
    """What a clerk writes down: the criteria, which must all hold, and the public reason."""

    reason: str
    words: str = ""
    petition: Petition | None = None
    name_pattern: str = ""
    email: str = ""
    domain: str = ""
    network_key: str = ""
    postcode: str = ""
    area: Area | None = None
    country: str = ""
    since: datetime | None = None
    until: datetime | None = None


def save_invalidation(facts: InvalidationFacts, *, by: Actor) -> Invalidation:
    """Write a query down and count what it means now; nothing is touched. Raises Forbidden, Invalid with the field."""
    if by.user is None or not is_petitions_clerk(by, None):
        raise Forbidden()
    _check(facts)
    with transaction.atomic():
        query = Invalidation.objects.create(
            **vars(facts), created_at=clock.now(), started_by=by.user, last=matching.newest()
        )
        _count(query)
        events.record("invalidation.save", query, actor=by, public=False, data={"expected": query.expected})
    return query


def _check(facts: InvalidationFacts) -> None:
    check_reason(facts.reason)
    narrows = (facts.name_pattern.strip("* "), facts.email, facts.domain, facts.network_key, facts.postcode.strip("* "),
               facts.area, facts.country, facts.since, facts.until)  # fmt: skip
    if not any(narrows):
        raise Invalid(_("Name at least one thing by which signatures are found, beside the petition."))
    if facts.network_key and facts.petition is None:
        raise Invalid(fields={"network_key": _("A network is known within one petition only: choose the petition.")})
    for name in ("since", "until"):
        moment = getattr(facts, name)
        if moment and not EARLIEST <= moment.year < LATEST:
            raise Invalid(fields={name: _("Enter a date and time between 1900 and 2200.")})
    if facts.since and facts.until and facts.since >= facts.until:
        raise Invalid(fields={"until": _("The end must be later than the beginning.")})


def preview_invalidation(query: Invalidation) -> matching.Preview:
    """Give how many a query means, with a sample; nothing is changed."""
    return matching.preview(query)


def _count(query: Invalidation) -> None:
    query.expected = matching.preview(query).found
    query.save(update_fields=["expected"])


def needs_second_person(query: Invalidation) -> bool:
    """Tell whether a query may touch so many that two people are needed: with what its author has begun within a day.

    The sure upper bound counts, by the clear columns alone: an estimate from a sample must not let one person do it.
    Of what runs still, all that it may yet touch counts.
    """
    others = Invalidation.objects.filter(started_by=query.started_by_id).exclude(pk=query.pk)
    runs = Q(state=InvalidationState.RUNNING)
    begun = others.filter(runs | Q(finished_at__gt=clock.now() - ONE_DAY)).aggregate(n=Sum("touched"))["n"] or 0
    return sum(map(_left, [query, *others.filter(runs)])) + begun > figures_row().four_eyes_above


def _left(query: Invalidation) -> int:
    return matching.candidates(query).filter(pk__gt=query.cursor).count()


def start_invalidation(query: Invalidation, *, by: Actor) -> None:
    """Start a query that is small enough for one person. Raises WrongState where a second one must agree, Conflict."""
    _begin_alone("start", query, by)


def _begin_alone(verb: str, query: Invalidation, by: Actor) -> None:
    """Begin under the lock of the query's author, so that two that are begun at once see each other."""
    with transaction.atomic():
        list(User.objects.select_for_update(no_key=True).filter(pk=query.started_by_id or 0).values_list("pk"))
        if needs_second_person(query):
            raise WrongState(_("So many need a second person: ask for one."))
        _begin(verb, query, by)


def ask_for_second(query: Invalidation, *, by: Actor) -> None:
    """Hand a query over to a second person. Raises WrongState, Forbidden, Conflict."""
    INVALIDATION.fire("ask", query, by=by)


def agree_to_invalidation(query: Invalidation, *, by: Actor) -> None:
    """Agree as the second person, and start. Raises Forbidden for the one who asked, WrongState, Conflict."""
    _begin("second", query, by)


def _begin(verb: str, query: Invalidation, by: Actor) -> None:
    """Make the move; its event has the job run."""
    INVALIDATION.fire(verb, query, by=by, data={"expected": query.expected})


def stop_invalidation(query: Invalidation, *, by: Actor) -> None:
    """Stop after the batch that runs now; what was done can be undone. Raises WrongState, Forbidden, Conflict."""
    INVALIDATION.fire("stop", query, by=by)


def resume_invalidation(query: Invalidation, *, by: Actor) -> None:
    """Go on where it was stopped. Raises WrongState, also where nobody seconded what has become too much for one."""
    was_seconded = Event.objects.filter(subject_id=query.public_id, verb="invalidation.second").exists()
    (_begin if was_seconded else _begin_alone)("resume", query, by)


def discard_invalidation(query: Invalidation, *, by: Actor) -> None:
    """Not make it. Raises WrongState, Forbidden, Conflict."""
    INVALIDATION.fire("discard", query, by=by)


def undo_invalidation(query: Invalidation, *, by: Actor) -> None:
    """Put back all that it took out, within 24 hours. Raises WrongState, Forbidden, Conflict."""
    _begin("undo", query, by)


def run_batch(public_id: str) -> bool:
    """Take out, or put back, the next thousand; tells whether more may be left.

    One transaction: state, ledger, rows and cursor hold together, so a kill loses at most this batch, and the next
    run begins where the last one that held ended.
    """
    with transaction.atomic():
        query = Invalidation.objects.select_for_update().select_related(None).get(public_id=public_id)
        if query.state == InvalidationState.RUNNING:
            return _run_on(query)
        return query.state == InvalidationState.UNDOING and _undo_on(query)


def _run_on(query: Invalidation) -> bool:
    found = matching.candidates(query).filter(pk__gt=query.cursor).select_related("personal").order_by("pk")[:BATCH]
    rows = list(found)
    if not rows:
        INVALIDATION.fire("finish", query, by=CLOCK, data={"touched": query.touched})
        return False
    query.touched += take_out(matching.matching(query, rows), reason=query.reason, words=query.words, within=query)
    query.cursor = rows[-1].pk
    query.looked_at += len(rows)
    query.save(update_fields=["touched", "cursor", "looked_at"])
    return True


def _undo_on(query: Invalidation) -> bool:
    rows = list(query.rows.filter(restored_at=None).order_by("pk")[:BATCH])
    if not rows:
        INVALIDATION.fire("unwind", query, by=CLOCK, data={"undone": query.undone})
        return False
    query.undone += put_back(rows)
    query.save(update_fields=["undone"])
    return True


def unfinished() -> list[str]:
    """Give the queries that run, or are being undone, by their public ids."""
    rows = Invalidation.objects.filter(state__in=(InvalidationState.RUNNING, InvalidationState.UNDOING))
    return [str(public_id) for public_id in rows.values_list("public_id", flat=True)]
