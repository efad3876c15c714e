"""Scripts are small modules; the form's one fits every page."""

import gzip
import re
from pathlib import Path

import pytest

import frontend
from frontend import scripts

SCRIPTS = sorted((Path(frontend.__file__).parent / "static" / "js").rglob("*.js"))
PAGE_BUDGET, BUSY_PAGE_BUDGET = 4_096, 8_192


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_the_form_module_fits_any_page():
    assert packed(next(path for path in SCRIPTS if path.name == "form.js")) <= PAGE_BUDGET


def test_all_modules_together_fit_the_busiest_page():
    assert sum(packed(path) for path in SCRIPTS) <= BUSY_PAGE_BUDGET * 2
    assert max(packed(path) for path in SCRIPTS) <= BUSY_PAGE_BUDGET


def test_no_script_evaluates_text_or_writes_styles():
    for path in SCRIPTS:
        assert re.findall(r"\beval\(|new Function|innerHTML\s*=|\.style\.|setAttribute\(.style", path.read_text()) == []


@pytest.mark.parametrize("name", sorted(scripts.JOINED))
def test_a_joined_module_stands_alone_and_fits_the_busiest_page(name):
    text = scripts.joined(name)
    assert re.findall(r"^(?:import|export) ", text, re.M) == []
    assert len(gzip.compress(text.encode(), 9)) <= BUSY_PAGE_BUDGET


def test_a_module_joined_without_what_it_imports_is_refused(monkeypatch):
    monkeypatch.setitem(scripts.JOINED, "probe", ["hearing"])
    with pytest.raises(ValueError, match="live"):
        scripts.joined("probe")
