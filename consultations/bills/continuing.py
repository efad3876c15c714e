"""Which clause of the old version a provision of the new one continues.

The words decide: the same words once on both sides, then the same heading over words that are like each other, then
the neighbour under the same clause whose words are most alike. A number alone never does: whoever inserts a clause
moves the numbers of all behind it. What continues nothing becomes a new clause, and the old one is listed as deleted:
comments stay with it and nothing moves silently.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable

from consultations.bills import akomantoso
from consultations.bills.likeness import ALIKE, Scored, Side, in_one_order, likeness
from consultations.bills.models import Clause, ClauseLink, Provision, Version
from consultations.bills.states import LinkRelation

# Shorter words ("Repealed.") say nothing outside of the clause they stand in.
TELLING = 12
# So many rows before and behind are compared under one clause, and those of the same number: bounded work.
WINDOW = 30
# What is paired under a clause tells about the clause itself, and that again about the rest under it.
ROUNDS = 2
Pairs = dict[int, int]


def continue_clauses(before: Version, found: list[akomantoso.Provision]) -> dict[akomantoso.Provision, Clause]:
    """Give the clauses of the old version that provisions of the new one continue; each at most once."""
    rows = list(before.provisions.select_related("clause"))
    pairs = _Matching(Side(rows), Side(found)).pairs()
    return {found[new]: rows[old].clause for new, old in pairs.items()}


def link_versions(before: Version, after: Version) -> None:
    """Write how each provision of two versions continues, for the comparison and for the clerk."""
    old = {row.clause_id: row for row in before.provisions.all()}
    new = {row.clause_id: row for row in after.provisions.all()}
    links = [_link(after, old.get(clause), row) for clause, row in new.items()]
    links += [_link(after, row, None) for clause, row in old.items() if clause not in new]
    ClauseLink.objects.bulk_create(links, batch_size=500)


class _Matching:
    """Two versions side by side, and what of one continues what of the other."""

    def __init__(self, old: Side, new: Side) -> None:
        """Take the sides; rows are named by their place in them."""
        self.old, self.new = old, new
        self.found: Pairs = {}

    def pairs(self) -> Pairs:
        """Give the old row that each new one continues, the surest signs first."""
        self._pair_unique(_own_words)
        self._pair_unique(_whole_words)
        self._pair_unique(_heading, must_be_alike=True)
        for _round in range(ROUNDS):
            self._pair_by_content()
            self._pair_neighbours()
        return self.found

    def _pair(self, old: int, new: int) -> None:
        self.found[new] = old
        self.old.taken.add(old)
        self.new.taken.add(new)

    def _pair_unique(self, key: Callable[[Side, int], Hashable], *, must_be_alike: bool = False) -> None:
        """Pair what has a key that occurs once on each side."""
        ours, theirs = _by_key(self.old, key), _by_key(self.new, key)
        for name, places in theirs.items():
            if len(places) == len(ours.get(name, ())) == 1:
                old, new = ours[name][0], places[0]
                if not must_be_alike or likeness(self.old, old, self.new, new) >= ALIKE:
                    self._pair(old, new)

    def _pair_by_content(self) -> None:
        """Pair what holds, for the most part, what is paired already; the innermost first."""
        children = _by_parent(self.new)
        for new in range(len(self.new.rows) - 1, -1, -1):
            inside = [self.found[at] for at in children.get(new, ()) if at in self.found]
            if new in self.found or not inside:
                continue
            old, votes = Counter(self.old.parents[at] for at in inside).most_common(1)[0]
            is_free = old >= 0 and old not in self.old.taken and self.old.rows[old].kind == self.new.rows[new].kind
            # Under another heading, or with one piece of several, what moved there may be a small part of either.
            is_sure = votes > 1 and self.old.rows[old].heading == self.new.rows[new].heading
            if is_free and votes * 2 > len(inside if is_sure else children[new]):
                self._pair(old, new)

    def _pair_neighbours(self) -> None:
        """Pair what stands under the same clause, level by level, so that what is above is decided first."""
        ours, theirs = _by_parent(self.old), _by_parent(self.new)
        self._pair_siblings(ours[-1], theirs[-1])
        for at in sorted(range(len(self.new.rows)), key=lambda at: self.new.rows[at].depth):
            if at in self.found and theirs.get(at):
                self._pair_siblings(ours.get(self.found[at], []), theirs[at])

    def _pair_siblings(self, ours: list[int], theirs: list[int]) -> None:
        """Pair rows of one kind under one clause: those that keep their order, then the most alike."""
        for kind in dict.fromkeys(self.new.rows[at].kind for at in theirs):
            left = [at for at in ours if at not in self.old.taken and self.old.rows[at].kind == kind]
            right = [at for at in theirs if at not in self.new.taken and self.new.rows[at].kind == kind]
            alike = self._candidates(left, right)
            fixed = [(1.0, self.found[at], at) for at in theirs if at in self.found]
            in_order = in_one_order([*alike, *fixed]) if alike else []
            for _score, old, new in [*in_order, *sorted(alike, reverse=True)]:
                if old not in self.old.taken and new not in self.new.taken:
                    self._pair(old, new)

    def _candidates(self, left: list[int], right: list[int]) -> list[Scored]:
        """Give the pairs that are alike, with how much."""
        by_number: dict[str, list[int]] = defaultdict(list)
        for place, at in enumerate(left):
            by_number[self.old.rows[at].number].append(place)
        found = []
        for place, new in enumerate(right):
            near = set(range(max(place - WINDOW, 0), min(place + WINDOW + 1, len(left))))
            for other in near.union(by_number[self.new.rows[new].number][:WINDOW]):
                score = likeness(self.old, left[other], self.new, new)
                if score >= ALIKE:
                    found.append((score, left[other], new))
        return found


def _by_key(side: Side, key: Callable[[Side, int], Hashable]) -> dict[Hashable, list[int]]:
    """Give the rows that are not paired yet by a key; those without one are left out."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at in range(len(side.rows)):
        if at not in side.taken and (name := key(side, at)) is not None:
            places[name].append(at)
    return places


def _by_parent(side: Side) -> dict[int, list[int]]:
    """Give the rows by what they stand under."""
    places: dict[int, list[int]] = defaultdict(list)
    for at, above in enumerate(side.parents):
        places[above].append(at)
    return places


def _own_words(side: Side, at: int) -> Hashable:
    """Give kind, heading and own words, where they are long enough to tell something."""
    row = side.rows[at]
    return (row.kind, row.heading, row.text_hash) if len(row.text) >= TELLING else None


def _whole_words(side: Side, at: int) -> Hashable:
    """Give kind and words with all under it, whatever the heading."""
    row = side.rows[at]
    is_telling = len(row.text) >= TELLING or side.ends[at] > at + 1
    return (row.kind, side.wholes[at]) if is_telling else None


def _heading(side: Side, at: int) -> Hashable:
    """Give kind and heading."""
    row = side.rows[at]
    return (row.kind, row.heading) if row.heading else None


def _link(version: Version, old: Provision | None, new: Provision | None) -> ClauseLink:
    """Give the link of one pair, or of one side alone."""
    relation = LinkRelation.DELETED if new is None else LinkRelation.NEW
    score, method = 0.0, "none"
    if old is not None and new is not None:
        is_same = old.text_hash == new.text_hash and old.heading == new.heading
        relation = LinkRelation.SAME if is_same else LinkRelation.REWORDED
        if is_same and old.number != new.number:
            relation = LinkRelation.MOVED
        score, method = (1.0, "words") if is_same else (ALIKE, "likeness")
    return ClauseLink(version=version, old=old, new=new, relation=relation, score=score, method=method)
