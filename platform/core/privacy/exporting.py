"""What is held about somebody, as plain data: for a file, and for the page that counts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.privacy.person import Person
from core.privacy.registry import holdings


@dataclass(frozen=True)
class Held:
    """One holding as its person reads it: what, how many, how long, what an erasure leaves and why."""

    label: Any
    count: int
    retention: tuple[Any, ...]
    kept: tuple[Any, ...]


def export(email: str) -> dict[str, Any]:
    """Give everything held about an address: holding -> rows with plain values, and how long each is kept."""
    person = Person(email)
    found: dict[str, Any] = {}
    for holding in holdings():
        rows = [dict(holding.export(row)) for row in holding.find(person).order_by("pk")]
        if rows:
            words = [str(rule.words) for rule in holding.retention]
            found[holding.key] = {"what": str(holding.label), "kept": words, "rows": rows}
    return found


def summary(email: str) -> list[Held]:
    """Give what is held about an address in figures; holdings with nothing in them are left out."""
    person = Person(email)
    found = [(holding, holding.find(person).count()) for holding in holdings()]
    return [
        Held(
            holding.label, count, tuple(rule.words for rule in holding.retention),
            tuple(kept.reason for kept in holding.keeps),
        )
        for holding, count in found if count
    ]  # fmt: skip
