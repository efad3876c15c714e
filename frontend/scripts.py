"""Modules that stand apart in `static/js` and are handed out as one file, so that a busy page asks once for them."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).parent / "static" / "js"
# A module that exports comes first and stays open; each of the others gets a scope of its own.
JOINED: dict[str, list[str]] = {"hearing-page": ["live", "form", "hearing"]}
IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ", re.MULTILINE)


def joined(name: str) -> str:
    """Give the text of a joined module; KeyError for an unknown name, ValueError for an import of what is not in it."""
    parts = JOINED[name]
    return "".join(_part(text, parts) for text in (_source(part).read_text("utf-8") for part in parts))


def newest_source(name: str) -> float:
    """Give the time at which one of the module's parts, or this list, last changed."""
    return max(path.stat().st_mtime for path in (*map(_source, JOINED[name]), Path(__file__)))


def _part(text: str, parts: list[str]) -> str:
    if missing := set(IMPORT.findall(text)) - set(parts):
        raise ValueError(f"joined without {sorted(missing)}")
    text = IMPORT.sub("", text)
    return EXPORT.sub("", text) if EXPORT.search(text) else f"{{\n{text}}}\n"


def _source(part: str) -> Path:
    return SOURCE / f"{part}.js"
