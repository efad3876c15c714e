"""One stylesheet for all pages and one more per domain, within the budget and right to left by itself."""

import gzip
import re

import pytest

from frontend import finders, styles

BUDGET = 10_240
PUBLIC = [name for name in styles.SHEETS if name not in {"site", "library"}]


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


@pytest.mark.parametrize("sheet", PUBLIC)
def test_a_page_pays_at_most_ten_kilobytes(sheet):
    assert packed(styles.joined("site")) + packed(styles.joined(sheet)) <= BUDGET


def test_every_file_is_in_a_sheet():
    parts = {part for parts in styles.SHEETS.values() for part in parts}
    files = {str(path.relative_to(styles.SOURCE).with_suffix("")) for path in styles.SOURCE.rglob("*.css")}
    assert parts == files


def test_comments_are_gone_and_layers_keep_their_order():
    text = styles.joined("site")
    assert "/*" not in text
    assert re.findall(r"@layer (\w+)\{", text) == ["tokens", "base", "layout", "components"]
    assert text.count("{") == text.count("}")


def test_minifying_keeps_the_meaning():
    assert (
        styles.minified("a  >  b { margin: calc(1px + 2px) ; color : red; } /* x */")
        == "a>b{margin:calc(1px + 2px);color :red}"
    )


@pytest.mark.parametrize("path", sorted(styles.SOURCE.rglob("*.css")), ids=lambda path: path.name)
def test_only_logical_properties(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    physical = (
        r"(?:margin|padding|border)-(?:left|right|top|bottom)\b|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
    )
    assert re.findall(physical, text) == []
    assert re.findall(r"[;{]\s*(?:left|right|top|bottom|width|height|max-width)\s*:", text) == []


def test_a_changed_source_is_joined_anew(tmp_path, monkeypatch):
    source = tmp_path / "css"
    source.mkdir()
    (source / "one.css").write_text("a{color:red}")
    monkeypatch.setattr(styles, "SOURCE", source)
    monkeypatch.setitem(styles.SHEETS, "probe", ["one"])
    monkeypatch.setattr(styles, "newest_source", lambda sheet: (source / "one.css").stat().st_mtime)
    first = finders.write("css", "probe", tmp_path).read_text()
    (source / "one.css").write_text("a{color:blue}")
    later = (tmp_path / "css" / "probe.css").stat().st_mtime + 5
    monkeypatch.setattr(styles, "newest_source", lambda sheet: later)
    assert ("red" in first, "blue" in finders.write("css", "probe", tmp_path).read_text()) == (True, True)


def test_the_sheet_is_served_without_collectstatic(client):
    answer = client.get("/static/css/site.css")
    assert answer.status_code == 200
    assert b"".join(answer).decode() == styles.joined("site")
