"""The nightly check: rows = ledger = tallies = shown = log. It alarms, and never sets anything right by itself."""

from __future__ import annotations

import logging

from django.db.models import Q

from core import events
from core.actors import CLOCK
from core.events.models import Event
from petitions.counting.moment import one_moment
from petitions.counting.verifying import verify
from petitions.models import Petition

logger = logging.getLogger("rostra.count")
FAULT, SOUND = "petition.count_fault", "petition.count_sound"


def check_counts() -> int:
    """Check every petition that has a log or a count; gives how many are not as they should be.

    A fault is logged, recorded as an event (a metric and an alert follow it) and told by `manage.py doctor` until a
    later check finds the count sound.
    """
    faulty_before = set(faulty_petitions())
    # One that was wrong is looked at again even where nothing is left of its count: only a green check ends the alarm.
    rows = Petition.objects.filter(
        ~Q(tally_entries=None, signature_count=0) | Q(public_id__in=faulty_before)
    )  # fmt: skip
    return sum(_check(pk, faulty_before) for pk in list(rows.values_list("pk", flat=True).distinct().order_by("pk")))


def faulty_petitions() -> list[str]:
    """Give the public ids of petitions whose last check found a fault."""
    last: dict[str, str] = {}
    rows = Event.objects.filter(verb__in=(FAULT, SOUND)).order_by("id")
    for subject, verb in rows.values_list("subject_id", "verb"):
        last[str(subject)] = verb
    return [subject for subject, verb in last.items() if verb == FAULT]


def _check(pk: int, faulty_before: set[str]) -> int:
    with one_moment():
        petition = Petition.objects.get(pk=pk)
        faults = verify(petition).faults
    for fault in faults:
        logger.error("count of petition %s: %s", petition.number or petition.pk, fault)
    if faults:
        data = {"faults": len(faults), "first": faults[0]}
        events.record(FAULT, petition, actor=CLOCK, public=False, data=data)
    elif str(petition.public_id) in faulty_before:
        events.record(SOUND, petition, actor=CLOCK, public=False)
    return int(bool(faults))
