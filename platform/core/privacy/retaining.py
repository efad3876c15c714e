"""Retention: the plan says which rows are due under which rule; the run settles exactly that plan, in batches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from core import clock
from core.privacy.registry import Retention, holdings

BATCH = 500


@dataclass(frozen=True)
class Planned:
    """One rule of one holding with the keys of the rows that are due now."""

    key: str
    rule: Retention
    ids: list[Any]


def plan() -> list[Planned]:
    """Give every rule that has something to do now, with the primary keys; changes nothing."""
    now = clock.now()
    found = [
        Planned(f"{holding.key}.{rule.name}", rule, list(rule.due(now).order_by("pk").values_list("pk", flat=True)))
        for holding in holdings()
        for rule in holding.retention
    ]
    return [one for one in found if one.ids]


def carry_out(planned: list[Planned]) -> dict[str, list[Any]]:
    """Settle a plan in batches, each in a transaction of its own; gives the keys by rule.

    A row that stopped being due in between (somebody confirmed it) is left alone by the rule itself.
    """
    for one in planned:
        for start in range(0, len(one.ids), BATCH):
            with transaction.atomic():
                one.rule.settle(one.ids[start : start + BATCH])
    return {one.key: one.ids for one in planned}


def run_retention() -> int:
    """Plan and carry out; for the schedule. Gives how many rows were due."""
    return sum(len(ids) for ids in carry_out(plan()).values())
