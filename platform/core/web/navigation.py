"""The site's menus. A domain registers its entries from its AppConfig; a slice that is not there is not in the menu."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

# Where an entry stands: main navigation, or the footer's columns.
MAIN, TAKE_PART, OPEN, ABOUT = "main", "take_part", "open", "about"

Target = str | Callable[[str], str | None]
Written = Callable[[str, str], list[tuple[str, str]] | None]


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
_written: list[Written] = []


def register_written(source: Written) -> None:
    """Take the function (place, language) -> (words, address) of the menus that editors write; None: the built-in."""
    _written[:] = [source]


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
    if (own := _own_lines(place, language)) is not None:
        return [Link(words, url, _is_inside(path, url)) for words, url in own]
    shown = []
    for entry in sorted((entry for entry in _entries.values() if entry.place == place), key=lambda entry: entry.order):
        if url := _address(entry.target, language):
            shown.append(Link(entry.label, url, _is_inside(path, url)))
    return shown


def _own_lines(place: str, language: str) -> list[tuple[str, str]] | None:
    """Give the editors' lines; None where there are none, or while the database is away."""
    try:
        return _written[0](place, language) if _written else None
    except DatabaseError:
        return None


def _is_inside(path: str, url: str) -> bool:
    """Tell whether a path stands at an address or below it; the home page holds only itself."""
    start = url.split("?", maxsplit=1)[0]
    return bool(path) and (path == start if start.count("/") <= 2 else path.startswith(start))
