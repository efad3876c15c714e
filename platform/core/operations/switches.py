"""What is stopped now, as this process knows it; the one question every door asks before it changes something.

The table is read again when a second is over or the site's stamp has moved, whichever comes first: a page is never kept
under a stamp that is newer than what its banner knows. While the database is away the last answer stands.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from core import clock
from core.errors import Stopped
from core.fields import TranslatedText
from core.operations.doors import DOORS, HOUSE
from core.pagecache import stamp

LOOK_SECONDS = 1.0
PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Stop:
    """One stopped door: its key, why, and when it is expected to open again."""

    door: str
    reason: TranslatedText
    expected_end: datetime | None = None

    @property
    def words(self) -> Any:
        """What citizens read first."""
        return DOORS[self.door].words

    @property
    def coming_end(self) -> datetime | None:
        """The expected end while it is still to come; one that has passed is not told any more."""
        return self.expected_end if self.expected_end and self.expected_end > clock.now() else None

    @property
    def retry_at(self) -> datetime:
        """The moment when to try again: the expected end, else in some minutes."""
        return self.coming_end or clock.now() + PATIENCE


Stops = dict[str, Stop]


@dataclass(frozen=True)
class Known:
    """What was read, when, and under which stamp."""

    stops: Stops
    until: float
    stamp: Any = None


_known: Known | None = None
# Set by the installation (ROSTRA_READ_ONLY) where even the switch cannot be written: a copy of the database, say.
BY_SETTING = Stop(HOUSE, TranslatedText())


def current() -> Stops:
    """Give the stops by door; one light query where the last look is over. Never raises for a database that is away."""
    known = _known
    if known is None or time.monotonic() > known.until or known.stamp != _stamp():
        known = _look(known)
    return {**known.stops, HOUSE: known.stops.get(HOUSE, BY_SETTING)} if settings.READ_ONLY else known.stops


def is_known() -> bool:
    """Tell whether `current` would answer without a query."""
    known = _known
    return known is not None and time.monotonic() <= known.until and known.stamp == _stamp()


def require_open(door: str) -> None:
    """Let pass, or raise Stopped where this door or the whole house is stopped; for doors, actions and sockets."""
    stops = current()
    if stop := stops.get(HOUSE) or stops.get(door):
        raise refusal_of(stop)


def refusal_of(stop: Stop) -> Stopped:
    """Give the error of a stop: words for people, facts for machines."""
    end = stop.coming_end
    reason = str(stop.reason)
    facts: dict[str, Any] = {"door": stop.door, "reason": reason, "expected_end": end.isoformat() if end else None}
    return Stopped(f"{stop.words} {reason}".strip(), retry_at=stop.retry_at, **facts)


def is_refused_write(error: BaseException | None) -> bool:
    """Tell whether the database said that it takes no writes now (a copy, a full disk's guard, a failover)."""
    if not isinstance(error, DatabaseError):
        return False
    text = str(error)
    return "read-only transaction" in text or "readonly database" in text


def refused_write() -> Stopped:
    """Give the error for a write that the database refused though no switch was set."""
    return refusal_of(Stop(HOUSE, TranslatedText(), None))


def announce() -> None:
    """Make this and every other process look again; call it when the change is committed."""
    forget()
    stamp.current().move()


def forget() -> None:
    """Look again at the next question."""
    global _known  # noqa: PLW0603 - one view a process
    _known = None


def know(stops: Stops, seconds: float) -> None:
    """Take this for true for some seconds; for tests, which count every query."""
    global _known  # noqa: PLW0603
    _known = Known(stops, time.monotonic() + seconds, _stamp())


def _stamp() -> Any:
    """Give the site's stamp where pages are kept by it."""
    return stamp.current().now() if settings.PAGE_CACHE_MEGABYTES else None


def _look(before: Known | None) -> Known:
    global _known  # noqa: PLW0603
    begun = _stamp()
    try:
        stops = _read()
    except DatabaseError:
        stops = before.stops if before else {}
    if before is not None and stops != before.stops and not settings.REDIS_URL:
        # Without Redis nobody else could have moved our stamp for a change made by a command beside us.
        stamp.current().move()
        begun = _stamp()
    _known = Known(stops, time.monotonic() + LOOK_SECONDS, begun)
    return _known


def _read() -> Stops:
    from core.operations.models import Switch, SwitchState  # noqa: PLC0415 - asked before models are ready, too

    rows = Switch.objects.filter(state=SwitchState.STOPPED).order_by("pk")
    return {row.door: Stop(row.door, row.reason, row.expected_end) for row in rows if row.door in DOORS}
