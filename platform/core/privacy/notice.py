"""The privacy notice in force: which words somebody could read when they gave us something."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

_sources: list[Callable[[], str]] = []


def register(source: Callable[[], str]) -> None:
    """Take the function that names the notice's newest public version ("page-7.12"); empty where there is none."""
    _sources[:] = [source]


def current_notice() -> str:
    """Give the version of the notice in force: setting PRIVACY_NOTICE_VERSION, else that of the page, else nothing.

    Every intake stores it: petition, signature, comment, question, submission, report, request about one's data.
    """
    fixed = str(getattr(settings, "PRIVACY_NOTICE_VERSION", ""))
    return (fixed or next((source() for source in _sources), ""))[:40]
