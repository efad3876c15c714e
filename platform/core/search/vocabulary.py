"""The words that stand in titles: what a word that nobody knows may have been meant to be.

Each process reads them from the table when it first needs them, then only what came since; wholly anew each hour. A
word that left meanwhile does no harm: a correction is offered only where it finds something.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict

from core.search.models import SearchRow

ANEW_SECONDS = 3600
# Letters that may be wrong, by the length of the word.
SHORT, LONG = 4, 7
_lock = threading.Lock()


class _Known:
    """What this process has read."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.by_length: dict[int, set[str]] = defaultdict(set)
        self.last = 0
        self.began = time.monotonic()


_known = _Known()


def words() -> set[str]:
    """Give all words of titles; reads what is new."""
    global _known  # noqa: PLW0603 - one a process
    with _lock:
        if time.monotonic() - _known.began > ANEW_SECONDS:
            _known = _Known()
        rows = SearchRow.objects.filter(pk__gt=_known.last, is_gone=False).order_by("pk")
        for pk, text in rows.values_list("pk", "title_words").iterator(chunk_size=2000):
            _known.last = pk
            for word in text.split():
                _known.words.add(word)
                _known.by_length[len(word)].add(word)
        return _known.words


def forget() -> None:
    """Read everything anew at the next question."""
    global _known  # noqa: PLW0603 - one a process
    with _lock:
        _known = _Known()


def near(word: str) -> list[tuple[str, int]]:
    """Give known words that a few letters part from this one, nearest first, then by the alphabet."""
    most = tolerance(word)
    found = [
        (other, apart)
        for length in range(len(word) - most, len(word) + most + 1)
        for other in _known.by_length.get(length, ())
        if (apart := distance(word, other, most)) <= most
    ]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def tolerance(word: str) -> int:
    """Give how many letters of a word may be wrong: none of a short one or a number, two of a long one."""
    if len(word) < SHORT or any(sign.isdigit() for sign in word):
        return 0
    return 2 if len(word) >= LONG else 1


def distance(one: str, other: str, most: int) -> int:
    """Count the letters to put in, leave out, change or swap with the next; `most` + 1 stands for "more".

    Source: the "optimal string alignment" form of the Damerau-Levenshtein distance.
    """
    if sum((one.count(sign) > other.count(sign)) for sign in set(one)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        older, before = before, row
        row = [at]
        for here, facing in enumerate(other, 1):
            cost = min(before[here] + 1, row[here - 1] + 1, before[here - 1] + (sign != facing))
            if at > 1 < here and sign == other[here - 2] and one[at - 2] == facing:
                cost = min(cost, older[here - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
