"""The site's menus. A domain registers its entries from its AppConfig; a slice that is not there is not in the menu."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

# Where an entry stands: main navigation, or the footer's columns.
MAIN, TAKE_PART, OPEN, ABOUT = "main", "take_part", "open", "about"

Target = str | Callable[[str], str | None]


@dataclass(frozen=True)
class Entry:
    """One registered line: words, target (a URL name, or a function from language to address), place and order."""

    label: object
    target: Target
    order: int
    place: str


@dataclass(frozen=True)
class Link:
    """One line as shown: words, address, and whether the reader is inside it."""

    label: object
    url: str
    is_current: bool


_entries: dict[tuple[str, str], Entry] = {}


def register(label: object, target: Target, *, order: int, place: str = MAIN, key: str = "") -> None:
    """Add a line to a menu. A second call with the same key (default: the target's name) replaces the first."""
    name = key or (target if isinstance(target, str) else f"{target.__module__}.{target.__qualname__}")
    _entries[place, name] = Entry(label, target, order, place)


def _address(target: Target, language: str) -> str | None:
    """Give the address, or None where the door does not stand (yet)."""
    try:
        return target(language) if callable(target) else reverse(target)
    except (NoReverseMatch, DatabaseError):
        return None  # an error page still has its frame when the database is away


def links(place: str, path: str = "") -> list[Link]:
    """Give the lines of a place in their order for the running language; `path` marks the one we are in."""
    language = get_language() or "en"
    shown = []
    for entry in sorted((entry for entry in _entries.values() if entry.place == place), key=lambda entry: entry.order):
        if url := _address(entry.target, language):
            shown.append(Link(entry.label, url, bool(path) and path.startswith(url.split("?")[0])))
    return shown
