"""Time: this machine's clock beside the database's and Redis's, and the zone of the parliament."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from config.doctor.engines import one, redis_in_use
from config.doctor.findings import ERROR, WARNING, Fault, NotChecked
from core import clock
from core.events.models import Event
from core.web.numbers import number

# Codes live ten minutes and leases one: two seconds are harmless, half a minute is not.
NOTED, TOO_MUCH = 2.0, 30.0


def database_clock() -> Iterator[Fault]:
    """Ask the database what time it is."""
    if connection.vendor != "postgresql":
        raise NotChecked(_("SQLite has no clock of its own."))
    yield from _skew(one("SELECT clock_timestamp()"), _("the database"))


def redis_clock() -> Iterator[Fault]:
    """Ask Redis what time it is."""
    seconds, micro = redis_in_use().time()
    yield from _skew(datetime.fromtimestamp(seconds + micro / 1_000_000, UTC), "Redis")


def past_events() -> Iterator[Fault]:
    """See whether something is on record that has not happened yet."""
    newest = Event.objects.order_by("-id").values_list("occurred_at", flat=True).first()
    if newest is not None and newest > clock.now() + timedelta(seconds=TOO_MUCH):
        yield Fault(
            _("The newest event lies %(seconds)s seconds ahead: this machine’s clock is behind, or was set back.")
            % {"seconds": round((newest - clock.now()).total_seconds())},
            _("Set the clock by NTP (chrony or systemd-timesyncd) on every machine."),
        )


def time_zones() -> Iterator[Fault]:
    """See whether the parliament's zone is known."""
    name = settings.PARLIAMENT_TIME_ZONE
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        has_data = find_spec("tzdata") is not None or bool(TZPATH)
        yield Fault(
            _("The time zone “%(name)s” is not known here: deadlines cannot be shown.") % {"name": name},
            _("Correct ROSTRA_TIME_ZONE.") if has_data else _("Install the package tzdata."),
        )


def _skew(there: datetime, whose: str) -> Iterator[Fault]:
    seconds = abs((there - clock.now()).total_seconds())
    if seconds > NOTED:
        yield Fault(
            _("This machine’s clock and that of %(whose)s differ by %(seconds)s seconds.")
            % {"whose": whose, "seconds": number(round(seconds))},
            _("Set both by NTP (chrony or systemd-timesyncd)."),
            ERROR if seconds > TOO_MUCH else WARNING,
        )
