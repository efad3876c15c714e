"""Which clause of the old version a provision of the new one continues.

Two sure signs only: the same words once on both sides, or the same kind and number under the same clause. What has
neither becomes a new clause, and the old one is listed as deleted: comments stay with it and nothing moves silently.
"""

from __future__ import annotations

from collections import Counter

from consultations.bills import akomantoso
from consultations.bills.models import Clause, ClauseLink, Provision, Version
from consultations.bills.states import LinkRelation


def continue_clauses(before: Version, found: list[akomantoso.Provision]) -> dict[akomantoso.Provision, Clause]:
    """Give the clauses of the old version that provisions of the new one continue; each at most once."""
    old = list(before.provisions.select_related("clause"))
    kept = _by_words(old, found)
    used = {clause.pk for clause in kept.values()}
    clause_of: dict[int | None, int] = {row.pk: row.clause_id for row in old}
    by_place = {(clause_of.get(row.parent_id), row.kind, row.number): row.clause for row in old}
    for provision in found:
        if provision in kept or not provision.number:
            continue
        above = kept.get(provision.parent) if provision.parent else None
        if provision.parent is not None and above is None:
            continue
        clause = by_place.get((above.pk if above else None, provision.kind, provision.number))
        if clause is not None and clause.pk not in used:
            kept[provision] = clause
            used.add(clause.pk)
    return kept


def link_versions(before: Version, after: Version) -> None:
    """Write how each provision of two versions continues, for the comparison and for the clerk."""
    old = {row.clause_id: row for row in before.provisions.all()}
    new = {row.clause_id: row for row in after.provisions.all()}
    links = [_link(after, old.get(clause), row) for clause, row in new.items()]
    links += [_link(after, row, None) for clause, row in old.items() if clause not in new]
    ClauseLink.objects.bulk_create(links, batch_size=500)


def _by_words(old: list[Provision], found: list[akomantoso.Provision]) -> dict[akomantoso.Provision, Clause]:
    """Pair provisions whose kind, heading and words occur once on each side."""
    sides = Counter(_fingerprint(row) for row in old), Counter(_fingerprint(row) for row in found)
    by_words = {_fingerprint(row): row.clause for row in old}
    return {
        row: by_words[key]
        for row in found
        if (row.text or row.heading) and all(side[key := _fingerprint(row)] == 1 for side in sides)
    }


def _fingerprint(row: Provision | akomantoso.Provision) -> tuple[str, str, str]:
    """Give what makes the words of a provision its own."""
    return row.kind, row.heading, row.text_hash


def _link(version: Version, old: Provision | None, new: Provision | None) -> ClauseLink:
    """Give the link of one pair, or of one side alone."""
    relation = LinkRelation.DELETED if new is None else LinkRelation.NEW
    score, method = 0.0, "none"
    if old is not None and new is not None:
        is_same = old.text_hash == new.text_hash and old.heading == new.heading
        relation = LinkRelation.SAME if is_same else LinkRelation.REWORDED
        if is_same and old.number != new.number:
            relation = LinkRelation.MOVED
        score, method = (1.0, "words") if is_same else (0.5, "number")
    return ClauseLink(version=version, old=old, new=new, relation=relation, score=score, method=method)
