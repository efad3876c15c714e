"""Verifying: the whole chain is computed again, beside the events and the anchors; every fault has its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from core import clock
from core.audit.anchoring import anchors
from core.audit.models import Chain, Seal
from core.audit.sealing import link, unsealed
from core.events.marks import is_marked
from core.events.models import Event

STEP = 2000
SEALER_ASLEEP = timedelta(minutes=10)


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written: its kind, the link it stands at (0: none) and words for people."""

    kind: str
    sequence: int
    words: str

    def __str__(self) -> str:
        """Give the line that is printed."""
        return f"{self.kind}: {self.words}"


def verify() -> tuple[int, list[Fault]]:
    """Give how many links were read, and every fault found, in the order of the chain."""
    reader = _Reader()
    faults = [*reader.read(), *_never_sealed(), *_against_anchors(reader)]
    return reader.count, faults


class _Reader:
    """Reads the chain once and keeps the hashes that the anchors speak of."""

    def __init__(self) -> None:
        self.chain = Chain.objects.filter(pk=1).first()
        self.anchored: dict[int, set[str]] = {}
        self.strangers: set[str] = set()
        own = str(self.chain.public_id) if self.chain else ""
        for anchor in anchors():
            if anchor["chain"] == own:
                self.anchored.setdefault(int(anchor["sequence"]), set()).add(anchor["hash"])
            else:
                self.strangers.add(anchor["chain"])
        self.found: dict[int, str] = {}
        self.count = 0
        self.last = 0

    def read(self) -> Iterator[Fault]:
        previous = "0" * 64
        seals = Seal.objects.order_by("sequence").iterator(chunk_size=STEP)
        while some := list(islice(seals, STEP)):
            events = Event.objects.in_bulk([seal.event_id for seal in some])
            for seal in some:
                gap = list(self._place(seal))
                yield from gap
                # Beside a gap nothing says what the link before was: the gap itself is the fault.
                yield from _compare(seal, events.get(seal.event_id), "" if gap else previous)
                previous = seal.hash
        if self.chain and (self.chain.sequence, self.chain.hash) != (self.last, previous):
            words = f"the chain ends at link {self.last}, and should end at link {self.chain.sequence}"
            yield Fault("cut", self.last, words)

    def _place(self, seal: Seal) -> Iterator[Fault]:
        if seal.sequence != self.last + 1:
            yield Fault("gap", self.last + 1, f"links {self.last + 1} to {seal.sequence - 1} are gone")
        self.last = seal.sequence
        self.count += 1
        if seal.sequence in self.anchored:
            self.found[seal.sequence] = seal.hash


def _compare(seal: Seal, event: Event | None, previous: str) -> Iterator[Fault]:
    if event is None:
        yield Fault(
            "deleted", seal.sequence, f"link {seal.sequence}: event {seal.event_id} ({seal.event_uuid}) is gone"
        )
    elif previous and link(previous, event) != seal.hash:
        yield Fault("edited", seal.sequence, f"link {seal.sequence}: {_name(event)} is not as it was sealed")
    elif not is_marked(event):
        yield Fault("inserted", seal.sequence, f"link {seal.sequence}: {_name(event)} was not written by Rostra")


def _never_sealed() -> Iterator[Fault]:
    asleep = clock.now() - SEALER_ASLEEP
    for event in unsealed().iterator(chunk_size=STEP):
        if not is_marked(event):
            yield Fault("inserted", 0, f"{_name(event)} was not written by Rostra, and is not sealed")
        elif event.recorded_at < asleep:
            yield Fault("unsealed", 0, f"{_name(event)} waits for its seal since {event.recorded_at.isoformat()}")


def _against_anchors(reader: _Reader) -> Iterator[Fault]:
    for sequence, said in sorted(reader.anchored.items()):
        if sequence > reader.last:
            continue
        if {reader.found.get(sequence)} != said:
            yield Fault(
                "rewritten", sequence, f"link {sequence} is not the one that was anchored: made anew up to here"
            )
    highest = max(reader.anchored, default=0)
    if highest > reader.last:
        words = f"the chain ends at link {reader.last}, but link {highest} was anchored"
        yield Fault("cut", reader.last, words)
    for stranger in sorted(reader.strangers):
        yield Fault("replaced", 0, f"another chain was anchored here: {stranger}")


def _name(event: Any) -> str:
    return f"event {event.pk} ({event.verb}, {event.subject_type} {event.subject_id})"
