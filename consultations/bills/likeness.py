"""How alike two provisions are, by heading, number and words; cheap enough to compare the clauses of long laws."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from consultations.bills import akomantoso
from consultations.bills.models import Provision

# A heading says much, a number little: numbers move on whenever something is put in before them.
SAME_HEADING, SAME_NUMBER = 0.4, 0.2
ALIKE = 0.5
# The first words tell provisions apart; comparing whole parts of a law would cost more and say no more.
WORDS = 300


# What is compared stands in a file or in a version.
Row = Provision | akomantoso.Provision
Scored = tuple[float, int, int]  # how alike, the old row, the new row


@dataclass(eq=False)
class Side:
    """The provisions of one side in the order of the text, with what is asked of them again and again."""

    rows: Sequence[Row]
    taken: set[int] = field(default_factory=set)
    _shingles: dict[int, frozenset[Hashable]] = field(default_factory=dict)  # worked out so far

    @cached_property
    def ends(self) -> list[int]:
        """Where what stands under each row ends."""
        ends, open_rows = [len(self.rows)] * len(self.rows), list[int]()
        for at, row in enumerate(self.rows):
            while open_rows and self.rows[open_rows[-1]].depth >= row.depth:
                ends[open_rows.pop()] = at
            open_rows.append(at)
        return ends

    @cached_property
    def parents(self) -> list[int]:
        """Which row each one stands under; -1 for the outermost."""
        parents, open_rows = [], list[int]()
        for at, row in enumerate(self.rows):
            while open_rows and self.rows[open_rows[-1]].depth >= row.depth:
                open_rows.pop()
            parents.append(open_rows[-1] if open_rows else -1)
            open_rows.append(at)
        return parents

    @cached_property
    def wholes(self) -> list[int]:
        """What stands for the words of each row with all under it: equal for equal words."""
        below: list[list[int]] = [[] for _row in self.rows]
        found = [0] * len(self.rows)
        for at in range(len(self.rows) - 1, -1, -1):
            found[at] = hash((self.rows[at].text_hash, *reversed(below[at])))
            if self.parents[at] >= 0:
                below[self.parents[at]].append(found[at])
        return found

    def shingles(self, at: int) -> frozenset[Hashable]:
        """Give the first words of a row and of all under it, one by one and in pairs."""
        if at not in self._shingles:
            words: list[str] = []
            for row in self.rows[at : self.ends[at]]:
                words += re.findall(r"\w+", f"{row.heading} {row.text[: WORDS * 20]}".casefold())
                if len(words) >= WORDS:
                    break
            words = words[:WORDS]
            self._shingles[at] = frozenset([*words, *pairwise(words)])
        return self._shingles[at]


def likeness(old: Side, one: int, new: Side, other: int) -> float:
    """Give how alike two rows are: the share of words they have in common, more for the same heading or number."""
    a, b = old.rows[one], new.rows[other]
    score = share(old.shingles(one), new.shingles(other))
    score += SAME_HEADING * bool(a.heading and a.heading == b.heading)
    return score + SAME_NUMBER * bool(a.number and a.number == b.number)


def share(one: frozenset[Hashable], other: frozenset[Hashable]) -> float:
    """Give the share of two sets that is common to both, from 0 to 1 (Dice); lines of dots are alike."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def in_one_order(pairs: list[Scored]) -> list[Scored]:
    """Give those pairs that stand in the same order on both sides and are most alike together.

    Law repeats itself: of ten sentences with the same words the third continues the third.
    """
    places = {old: place + 1 for place, old in enumerate(sorted({old for _score, old, _new in pairs}))}
    # A Fenwick tree of the best chain that ends at or before an old row.
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(places) + 1)
    before: list[int] = []
    order = sorted(pairs, key=lambda pair: (pair[2], -pair[1]))
    for at, (score, old, _new) in enumerate(order):
        place, chain = places[old] - 1, (0.0, -1)
        while place > 0:
            chain = max(chain, best[place])
            place &= place - 1
        before.append(chain[1])
        place = places[old]
        while place < len(best):
            best[place] = max(best[place], (chain[0] + score, at))
            place += place & -place
    end, chosen = max((best[place] for place in range(len(best))), default=(0.0, -1))[1], []
    while end >= 0:
        chosen.append(order[end])
        end = before[end]
    return chosen
