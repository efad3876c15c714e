"""The life cycle page equals the tables; one line of the whole tree decides who may publish a petition."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from config import lifecycle_docs
from core.lifecycle import Lifecycle

SOURCES = ("platform", "petitions", "consultations", "cms", "api", "frontend")


def python_files() -> list[Path]:
    return [path for name in SOURCES for path in (settings.ROOT / name).rglob("*.py") if "migrations" not in path.parts]


def test_the_page_equals_the_tables():
    assert lifecycle_docs.path().read_text(encoding="utf-8") == lifecycle_docs.render()


@pytest.mark.parametrize("noun", sorted(Lifecycle.registry))
def test_every_state_of_a_table_is_a_state_of_its_model(noun):
    table = Lifecycle.registry[noun]
    named = {state for row in table.moves for state in (*row.sources, row.target)} | set(table.starts)
    assert named - set(table.states.values) == set()


def moves_into_open_petitions() -> list[str]:
    found = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_move = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "move"
            if is_move and node.args and getattr(node.args[0], "value", "") == "publish" and "petitions" in path.parts:
                found += [keyword.arg for keyword in node.keywords if keyword.arg == "may"]
    return found


def test_one_may_decides_who_publishes_a_petition():
    assert moves_into_open_petitions() == ["may"]


def test_nobody_but_the_life_cycle_writes_a_petitions_state():
    """A planted `.state = "open"` or `update(state=` anywhere in the petition's code turns this red."""
    pattern = re.compile(r"\.state\s*=[^=]|update\([^)]*\bstate=")
    guilty = [
        f"{path.relative_to(settings.ROOT)}:{number}"
        for path in (settings.ROOT / "petitions").rglob("*.py")
        if "migrations" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert guilty == []
