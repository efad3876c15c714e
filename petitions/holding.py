"""Which confirmations wait for a look instead of counting. One seam: `hold_rules`, asked by the confirm action.

It is asked once for a whole batch, inside the transaction that confirms, after its rows are locked, and answers with
three statements whatever the batch: figures, the rows' sources, and one upsert of the counters (core.limits). Nothing
is ever dropped here: what is held is told to the signer, is public as a number, and is decided by a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core import clock, crypto
from core.limits import counters
from core.limits.rules import Window
from core.shapes import Shape
from petitions.models import SignaturePersonal
from petitions.sources import Figures, figures_in_force
from petitions.states import CountedClass, HeldBy, SourceIs

if TYPE_CHECKING:
    from petitions.models import Signature

LISTED = {HeldBy.NETWORK: "listed_network", HeldBy.DOMAIN: "listed_domain"}
Group = tuple[str, int, str]  # by what, of which petition, its value


def hold_rules(rows: Sequence[Signature]) -> dict[int, str]:
    """Give, by primary key, the rule under which a signature is held ("network", …); none for what may count.

    `rows` are pending signatures about to be confirmed. Who proved an electronic identity is one person for sure, and
    never held.
    """
    doubted = [row for row in rows if row.counted_class != CountedClass.VERIFIED]
    if not doubted:
        return {}
    figures = figures_in_force()
    groups, held = _groups(doubted, figures)
    for by, keys in _beyond(groups, figures):
        for key in keys:
            held.setdefault(key, by)
    return held


def _groups(rows: Sequence[Signature], figures: Figures) -> tuple[dict[Group, list[int]], dict[int, str]]:
    """Gather the batch by what is counted together; what a list names is held at once, or not counted."""
    sources = _sources_of(rows)
    groups: dict[Group, list[int]] = defaultdict(list)
    held: dict[int, str] = {}
    for row in rows:
        network, domain = sources.get(row.pk, ("", ""))
        groups[HeldBy.PETITION, row.petition_id, ""].append(row.pk)
        for by, value in ((HeldBy.NETWORK, network), (HeldBy.DOMAIN, domain)):
            stands = figures.stands(by, value, row) if value else SourceIs.TRUSTED
            if stands == SourceIs.HELD:
                held.setdefault(row.pk, LISTED[by])
            elif stands != SourceIs.TRUSTED:
                groups[by, row.petition_id, value].append(row.pk)
    return groups, held


def _sources_of(rows: Sequence[Signature]) -> dict[int, tuple[str, str]]:
    """Give network and domain by primary key, as read along, or else in one query; the forgotten have none."""
    bare = [row.pk for row in rows if "personal" not in row._state.fields_cache]
    sources = {pk: (network, domain) for pk, network, domain in _sources.rows(bare)}
    for row in rows:
        if row.pk not in sources and (details := row._state.fields_cache.get("personal")):
            sources[row.pk] = (details.network_key, details.domain)
    return sources


_sources = Shape(
    lambda keys: SignaturePersonal.objects.filter(signature__id__among=keys).values_list("pk", "network_key", "domain")
)


def _beyond(groups: dict[Group, list[int]], figures: Figures) -> list[tuple[str, list[int]]]:
    """Count the groups in their windows; gives by what they ran over, with the last of the batch: the too many."""
    costs: dict[str, tuple[int, int]] = {}
    asked: list[tuple[str, Group, Window]] = []
    windows = {by: figures.windows(by) for by, _petition, _value in groups}
    for group, keys in groups.items():
        counter = _counter(group) if windows[group[0]] else ""
        for window in windows[group[0]]:
            name = f"{counter}:{window.seconds}"
            costs[name] = (len(keys), window.seconds)
            asked.append((name, group, window))
    seen = counters.count_many(costs, int(clock.now().timestamp() * 1000))
    over = [(group, seen[name] - window.limit) for name, group, window in asked]
    return [(group[0], groups[group][-excess:]) for group, excess in over if excess > 0]


def _counter(group: Group) -> str:
    """Name the counters of a group without the domain that they count."""
    by, petition, value = group
    return f"hold.{by}:{crypto.blind_index(f'{petition}:{value}', 'petition.hold')}"
