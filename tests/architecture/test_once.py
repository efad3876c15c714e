"""What `.ci/run` takes on one set of engines only: the rule, and faults planted in it."""

from types import SimpleNamespace

import pytest

from tests.fixtures.once import ENGINES, MARKS, WORDS, is_free_of_engines

PLAIN = "def test_two():\n    assert 1 + 1 == 2\n"


def item(folder, *, text=PLAIN, fixtures=(), marks=(), name="test_plain.py"):
    """Give what pytest would collect from a module with this text."""
    path = folder / name
    path.write_text(text)
    return SimpleNamespace(
        nodeid=f"tests/{name}::test_two", path=path, fixturenames=list(fixtures),
        get_closest_marker=lambda mark: mark if mark in marks else None,
    )  # fmt: skip


def test_a_test_that_uses_nothing_runs_once(tmp_path):
    assert is_free_of_engines(item(tmp_path)) is True


@pytest.mark.parametrize("fixture", sorted(ENGINES))
def test_a_fixture_of_an_engine_lets_it_run_on_every_set(tmp_path, fixture):
    assert is_free_of_engines(item(tmp_path, fixtures=["tmp_path", fixture])) is False


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_lets_it_run_on_every_set(tmp_path, mark):
    assert is_free_of_engines(item(tmp_path, marks=[mark])) is False


@pytest.mark.parametrize(
    "line",
    [
        "from django.core.cache import cache",
        "connection.vendor",
        "settings.REDIS_URL",
        "call('psql')",
        "subprocess.run",
    ],
)
def test_a_word_that_leads_to_an_engine_lets_it_run_on_every_set(tmp_path, line):
    assert WORDS.search(line)
    assert is_free_of_engines(item(tmp_path, text=f"{PLAIN}# {line}\n", name="test_wordy.py")) is False
