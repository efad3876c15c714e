"""The locked sets: hashes on every line, no hosts, and the test set on top of the base set."""

import re

import pytest

from .helpers import ROOT

SETS = ["base", "test", "tools"]
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)(\[[a-z0-9,._-]+\])?==(?P<version>[^\s;]+)( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def locked(name):
    """Give the lines of a lock, joined by requirement: a pin and its hashes."""
    entries = []
    for line in (ROOT / f"requirements/{name}.txt").read_text().splitlines():
        if line.startswith(" "):
            entries[-1].append(line)
        else:
            entries.append([line])
    return entries


@pytest.mark.parametrize("name", SETS)
def test_every_line_is_a_pin_with_hashes_and_nothing_else(name):
    wrong = [entry[0] for entry in locked(name) if not PIN.match(entry[0]) or len(entry) < 2]
    wrong += [line for entry in locked(name) for line in entry[1:] if not HASH.match(line)]
    assert wrong == []


@pytest.mark.parametrize("name", SETS)
def test_no_host_is_named(name):
    texts = [(ROOT / f"requirements/{name}.{kind}").read_text() for kind in ("in", "txt")]
    assert [text for text in texts if re.search(r"://|--index-url|--find-links|\.(org|com|io)/", text)] == []


def test_the_test_set_holds_the_base_set_at_the_same_versions():
    assert [entry for entry in locked("base") if entry not in locked("test")] == []


def test_the_build_tools_of_the_editable_install_are_locked():
    names = {PIN.match(entry[0])["name"] for entry in locked("base")}
    assert {"hatchling", "editables"} - names == set()
