"""Addresses in answers: always whole, always of this site."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def full(path: str) -> str:
    """Give the full address of a path."""
    return f"{settings.SITE_URL}{path}"


def link(name: str, *args: object) -> str:
    """Give the full address of a named route."""
    return full(reverse(name, args=args))
