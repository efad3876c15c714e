"""What the site looks like beyond its own styles: theme, logo, header image; who keeps the settings registers here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import DatabaseError

# As in frontend/css/tokens.css; a test holds them against the palette that Appearance ships.
SHIPPED_LIGHT = {
    "paper": "#fdfcf8", "sheet": "#f4f1e8", "ink": "#1a201d", "soft": "#5a5e5a", "edge": "#878a86",
    "link": "#0b5d4b", "action": "#10392f", "action_ink": "#ffffff",
}  # fmt: skip
SHIPPED_DARK = {
    "paper": "#121715", "sheet": "#1b2220", "ink": "#ece8dd", "soft": "#afada5", "edge": "#83847d",
    "link": "#a7d9c8", "action": "#9fb0ac", "action_ink": "#000000",
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """One image as shown: address and size."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True)
class Colours:
    """The tones of both schemes by name, for mails, which no stylesheet of the site reaches; else the shipped ones."""

    light: Mapping[str, str] = field(default_factory=lambda: dict(SHIPPED_LIGHT))
    dark: Mapping[str, str] = field(default_factory=lambda: dict(SHIPPED_DARK))


@dataclass(frozen=True)
class Look:
    """The look now set; empty where the parliament has set none."""

    theme_url: str = ""
    logo: Picture | None = None
    header: Picture | None = None
    colours: Colours = field(default_factory=Colours)


PLAIN = Look()
_source: list[Callable[[], Look]] = []


def register(source: Callable[[], Look]) -> None:
    """Take the function that knows the look; a second call replaces the first."""
    _source[:] = [source]


def current() -> Look:
    """Give the look now set; the shipped one where nobody knows, or while the database is away."""
    try:
        return _source[0]() if _source else PLAIN
    except DatabaseError:
        return PLAIN
