"""docs/security-checks.md names each check and its planted fault; every test that it names exists."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security-checks.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
COLUMNS = 3
# A test that plants a fault in one of these areas belongs on the page.
AREAS = (
    "crash",
    "hearings",
    "limits",
    "mail",
    "operations",
    "people",
    "petitions",
    "privacy",
    "realtime",
    "setup",
    "signing",
)
PLANTED = re.compile(r"planted|would_be_seen|turns_it_red")


@cache
def named_in(path):
    """Give the names of the tests of a file; none where there is no such file."""
    if not path.is_file():
        return frozenset()
    found = ast.walk(ast.parse(path.read_text()))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in found if isinstance(node, kinds) and node.name.startswith("test_"))


def missing(text):
    """Give the tests that a page names and that are not there."""
    return [f"{file}::{name}" for file, name in NAMED.findall(text) if name not in named_in(ROOT / file)]


def rows(text):
    """Give the cells of the tables' rows."""
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith(("|---", "| what"))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_test_that_is_named_exists():
    assert missing(PAGE.read_text()) == []


def test_a_name_that_is_none_would_be_seen():
    planted = "| a | `tests/people/test_code.py::test_nothing_of_the_kind` | in the data |"
    assert missing(planted) == ["tests/people/test_code.py::test_nothing_of_the_kind"]


def test_every_check_names_a_test_and_a_planted_fault():
    found = rows(PAGE.read_text())
    assert [row for row in found if len(row) != COLUMNS or not NAMED.fullmatch(row[1])] == []
    assert [row for row in found if row[2] != "in the data" and not NAMED.fullmatch(row[2])] == []


def test_every_planted_fault_of_these_areas_is_on_the_page():
    named = {name for _file, name in NAMED.findall(PAGE.read_text())}
    files = [path for area in AREAS for path in (ROOT / "tests" / area).rglob("test_*.py")]
    planted = {name for path in files for name in named_in(path) if PLANTED.search(name)}
    assert planted - named == set()
