"""Things named one after the other, with the comma of the reader's script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

# Languages that are written in the Arabic script have a comma of their own.
ARABIC_COMMA = frozenset({"ar", "fa", "ur", "ps", "ckb"})


def comma(language: str | None = None) -> str:
    """Give what stands between two things of a list, in a language or that of the running request."""
    code = (language or get_language() or "en").split("-")[0]
    return "، " if code in ARABIC_COMMA else ", "


def isolated(thing: Any) -> str:
    """Give words in Unicode's isolates, so that in plain text their direction does not disturb what stands beside."""
    return f"\u2068{thing}\u2069"


def dotted(things: Iterable[Any]) -> str:
    """Give names and places in one line, each for itself; what is empty is left out."""
    return " · ".join(isolated(text) for thing in things if (text := str(thing)))


def listed(things: Iterable[Any], language: str | None = None) -> str:
    """Give things in one line; what is empty is left out."""
    return comma(language).join(text for thing in things if (text := str(thing)))
