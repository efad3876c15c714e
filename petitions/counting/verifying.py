"""Verifying from inside: the published check run over the database, and what only the house can compare besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum

from petitions.counting.leaves import hour_of, plain
from petitions.counting.merkle import Frontier
from petitions.counting.notes import origin_of, verifier_keys
from petitions.counting.verify_count import Line, Replay, read_checkpoints
from petitions.models import CountLog, Petition, Signature, TallyEntry
from petitions.states import CountedClass, SignatureState

STEP = 5_000
COLUMNS = ("sequence", "delta", "reason", "at", "counted_class", "commitment")


@dataclass(frozen=True)
class Verdict:
    """What a check of one petition came to: its replay, and every fault."""

    petition: Petition
    replay: Replay
    faults: list[str]


def entries_of(petition: Petition, *, upto: int) -> Iterator[Line]:
    """Give the folded entries as the published lines' parts, in the order of the log, up to a size of it."""
    rows = TallyEntry.objects.filter(petition=petition, sequence__isnull=False, sequence__lte=upto)
    for sequence, delta, reason, at, kind, mark in (
        rows.order_by("sequence").values_list(*COLUMNS).iterator(chunk_size=STEP)
    ):
        yield str(sequence), str(delta), plain(reason), hour_of(at), kind, mark


def notes_of(petition: Petition) -> str:
    """Give all checkpoints of a petition, one after another with an empty line between."""
    return "\n".join(petition.checkpoints.order_by("size").values_list("note", flat=True))


def verify(petition: Petition, *, keeps_leaves: bool = False) -> Verdict:
    """Replay a petition's log and compare everything with it: checkpoints, log, tallies, hours, shown count, rows.

    Run it inside one transaction that sees one moment where people sign meanwhile; `verify_count` does.
    """
    log = CountLog.objects.filter(petition=petition).first() or CountLog(petition=petition)
    keys = verifier_keys(origin_of(petition.public_id))
    checkpoints = read_checkpoints(notes_of(petition))
    placed = petition.tally_entries.filter(sequence__isnull=False).aggregate(last=Max("sequence"))["last"]
    highest = max(log.size, placed or 0)
    replay = Replay(str(petition.public_id), checkpoints, keys, keeps_leaves=keeps_leaves)
    replay.read(entries_of(petition, upto=highest))
    replay.end()
    faults = [*replay.faults, *_beside_the_log(petition, log, replay), *_rows(petition)]
    return Verdict(petition, replay, list(dict.fromkeys(faults)))


def _beside_the_log(petition: Petition, log: CountLog, replay: Replay) -> Iterator[str]:
    if (log.size, log.total) != (replay.tree.size, replay.total):
        yield (
            f"the log's state says {log.size} entries that add up to {log.total}, the entries are "
            f"{replay.tree.size} and {replay.total}"
        )
    if Frontier(log.size, log.frontier).root() != replay.tree.root():
        yield "the log's state has another root than its entries"
    for checkpoint in petition.checkpoints.exclude(root=""):
        if f"\n{checkpoint.size}\n" not in checkpoint.note:
            yield f"the row of the checkpoint of {checkpoint.size} entries does not fit its note"
    if petition.signature_count != replay.total:
        yield f"the shown count is {petition.signature_count}, the entries add up to {replay.total}"
    classes = _sums(petition.tallies.values_list("counted_class").annotate(n=Sum("count")))
    entries = _sums(replay.classes.items())
    if classes != entries:
        yield f"the tallies say {dict(classes)} by class, the entries {dict(entries)}"
    hours = _sums((hour_of(hour), delta) for hour, delta in petition.hours.values_list("hour", "delta"))
    if hours != _hours(petition, replay.tree.size):
        yield "the tallies by hour are not those of the entries"


def _hours(petition: Petition, size: int) -> Counter[str]:
    """Give the hours of the entries that the curve shows: balances stand outside it."""
    rows = TallyEntry.objects.filter(petition=petition, sequence__isnull=False, sequence__lte=size)
    own = rows.exclude(counted_class=CountedClass.IMPORTED)
    found: Counter[str] = Counter()
    for at, delta in own.values_list("at", "delta").iterator(chunk_size=STEP):
        found[hour_of(at)] += delta
    return Counter({key: n for key, n in found.items() if n})


def _rows(petition: Petition) -> Iterator[str]:
    """Compare the signatures that count with the ledger, by class; entries that wait for the fold included."""
    counted = Signature.objects.filter(petition=petition, state=SignatureState.CONFIRMED)
    classes = _sums(counted.order_by().values_list("counted_class").annotate(n=Count("pk")))
    ledger = _sums(
        TallyEntry.objects.filter(petition=petition)
        .exclude(counted_class=CountedClass.IMPORTED)
        .values_list("counted_class")
        .annotate(n=Sum("delta"))
    )
    if classes != ledger:
        yield f"signatures that count: {dict(classes)} by class; the ledger: {dict(ledger)}"


def _sums(rows: Any) -> Counter[str]:
    found: Counter[str] = Counter()
    for key, n in rows:
        found[key] += n
    return Counter({key: n for key, n in found.items() if n})
