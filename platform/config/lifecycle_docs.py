"""docs/lifecycles.md, drawn from the transition tables."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import translation

from core.lifecycle import Lifecycle

HEAD = """# Life cycles

Drawn from the transition tables by `python manage.py lifecycles`; a test keeps this page equal to them. The same
tables give the buttons of the back office, the `actions` of the API and the check behind both. A move is a
compare-and-set of the state and one event in one transaction.
"""


def path() -> Path:
    """Give where the page stands."""
    return settings.ROOT / "docs" / "lifecycles.md"


def render() -> str:
    """Give the page's text: one diagram and one table a noun."""
    with translation.override("en"):
        return HEAD + "".join(_section(noun, Lifecycle.registry[noun]) for noun in sorted(Lifecycle.registry))


def _section(noun: str, table: Lifecycle) -> str:
    arrows = [f"    {source} --> {row.target}: {row.verb}" for row in table.moves for source in row.sources]
    starts = [f"    [*] --> {state}" for state in table.starts]
    rows = [
        f"| {row.verb} | {', '.join(row.sources)} | {row.target} | {row.may.name} | {_name(row.when)} "
        f"| {_name(row.then)} | {', '.join(row.needs) or '–'} |"
        for row in table.moves
    ]
    return "\n".join(
        [
            f"\n## {noun}\n",
            "```mermaid",
            "stateDiagram-v2",
            *starts,
            *arrows,
            "```\n",
            "| verb | from | to | who may | when | then | asks for |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _name(function: object) -> str:
    return str(getattr(function, "__name__", "")).replace("_", " ") or "–"
