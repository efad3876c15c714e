"""How busy a clause is: a level from 0 to 4, and the word for it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

# A clause is busy beside the busiest of its bill, but never by a handful of comments alone.
SHARES = (0.12, 0.35, 0.7, 0.9)
COUNTS = (2, 4, 7, 10)
HEAT_WORDS = (
    gettext_lazy("quiet"),
    gettext_lazy("quiet"),
    gettext_lazy("rather busy"),
    gettext_lazy("busy"),
    gettext_lazy("very busy"),
)


def heat_of(count: int, busiest: int) -> int:
    """Give the level of a clause: the rule beside it grows with it."""
    by_share = sum(busiest > 0 and count / busiest >= share for share in SHARES)
    return min(by_share, sum(count >= figure for figure in COUNTS))


def heat_words(heat: int) -> Any:
    """Say a level in words."""
    return HEAT_WORDS[heat]
