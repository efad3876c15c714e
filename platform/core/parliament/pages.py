"""Where a member's public page stands: who keeps the pages registers here, so that no domain needs to know them."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import get_language

from core.parliament.models import Member

_sources: list[Callable[[Member, str], str]] = []


def register(source: Callable[[Member, str], str]) -> None:
    """Take the function that gives a member's address in a language; empty where no page is public there."""
    _sources[:] = [source]


def page_of(member: Member) -> str:
    """Give the address of a member's public page in the language of the reader; empty without one."""
    return next((source(member, get_language() or "") for source in _sources), "")
