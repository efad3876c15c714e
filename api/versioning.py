"""How something in version 1 is let go: it says so for half a year before it ends (docs/api.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.http import http_date
from drf_spectacular.utils import extend_schema

from api.links import full

View = TypeVar("View")
NOTICE = timedelta(days=183)
POLICY = "/api/v1/#versions"


@dataclass(frozen=True)
class Deprecation:
    """Since when a door is not to be used for new programs, and when it goes."""

    since: datetime
    sunset: datetime


def deprecated(*, since: str, sunset: str) -> Callable[[View], View]:
    """Mark a view as one that will go, by two days ("2027-01-31"). Raises ValueError where half a year is not kept."""
    begun, end = (datetime.combine(datetime.fromisoformat(day), time(), UTC) for day in (since, sunset))
    if end - begun < NOTICE:
        raise ValueError("What goes is announced half a year before.")

    def mark(view: View) -> View:
        door: Any = getattr(view, "cls", view)
        door.deprecation = Deprecation(begun, end)
        marked: View = extend_schema(deprecated=True)(view)  # type: ignore[type-var]
        return marked

    return mark


def deprecation_headers(request: HttpRequest) -> dict[str, str]:
    """Give the headers of a door that will go: Deprecation (RFC 9745), Sunset (RFC 8594) and where the rule stands."""
    match = request.resolver_match
    view = getattr(match.func, "cls", None) or getattr(match.func, "view_class", None) if match else None
    row: Deprecation | None = getattr(view, "deprecation", None)
    if row is None:
        return {}
    return {
        "Deprecation": f"@{int(row.since.timestamp())}", "Sunset": http_date(row.sunset.timestamp()),
        "Link": f'<{full(POLICY)}>; rel="deprecation"',
    }  # fmt: skip
