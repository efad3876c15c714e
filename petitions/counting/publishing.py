"""What outsiders download: the entries line by line, the checkpoints, the program that checks them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from petitions.counting.leaves import COLUMNS, line_of
from petitions.counting.notes import origin_of, verifier_keys
from petitions.models import CountLog, Petition, TallyEntry

STEP = 5_000
PROGRAM = Path(__file__).with_name("verify_count.py")
READ = ("sequence", "delta", "reason", "at", "counted_class", "commitment")


def log_size(petition: Petition) -> int:
    """Give how many entries the public log has."""
    return CountLog.objects.filter(petition=petition).values_list("size", flat=True).first() or 0


def csv_lines(petition: Petition, size: int) -> Iterator[str]:
    """Give entries.csv in pieces: the first `size` entries, by their places, so that no cursor is held open."""
    yield ",".join(COLUMNS) + "\r\n"
    rows = TallyEntry.objects.filter(petition=petition, sequence__lte=size).order_by("sequence")
    last = 0
    while last < size:
        some = list(rows.filter(sequence__gt=last, sequence__lte=last + STEP).values_list(*READ))
        yield "".join(
            line_of(place, delta, reason=reason, at=at, counted_class=kind, commitment=mark) + "\r\n"
            for place, delta, reason, at, kind, mark in some
        )
        last += STEP


def key_lines(petition: Petition) -> str:
    """Give the public keys, one a line, the newest first."""
    return "".join(f"{key}\n" for key in verifier_keys(origin_of(petition.public_id)))
