"""What a token of the API may be made for. The API registers its scopes at start; core knows only how they read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_scopes: dict[str, Any] = {}


def register(scopes: dict[str, Any]) -> None:
    """Take scopes ("read:petitions") with words for people."""
    _scopes.update(scopes)


def labels() -> dict[str, Any]:
    """Give every scope that there is, with its words, in the order of their registration."""
    return dict(_scopes)


def unknown(wanted: Iterable[str]) -> list[str]:
    """Give those of some scopes that do not exist."""
    return sorted(set(wanted) - _scopes.keys())
