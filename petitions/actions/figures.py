"""The figures and lists of the defence, as the institution sets them at the desk."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import Actor
from core.errors import Forbidden, Invalid
from core.limits.rules import windows_of
from petitions.entries import is_readable
from petitions.models import DefenceFigures, HoldSource
from petitions.models.defence import ONLY
from petitions.rules import is_petitions_clerk
from petitions.sources import wide_networks
from petitions.states import HeldBy, SourceIs

FIGURES = (HeldBy.NETWORK, HeldBy.DOMAIN, HeldBy.PETITION)
NUMBERS = ("hold_days", "four_eyes_above", "warn_network", "warn_domain", "warn_minute")
NOT_READ = _("Write figures like “20/m 200/h”, or “off”.")


def set_figures(*, by: Actor, **figures: str | int) -> DefenceFigures:
    """Set some figures; the others stay. "" is the usual one. Raises Forbidden, Invalid with the field."""
    _check_may(by)
    faults: dict[str, object] = {
        str(name): NOT_READ for name in FIGURES if figures.get(name) and not _can_be_read(str(figures[name]))
    }
    faults |= {
        name: _("Write a number.") for name in NUMBERS if name in figures and not 0 <= int(figures[name]) < 10**6
    }
    if faults:
        raise Invalid(fields=faults)
    with transaction.atomic():
        row = _set(**figures)
        events.record("defence.set", row, actor=by, public=False, data={name: str(v) for name, v in figures.items()})
    return row


def _can_be_read(figures: str) -> bool:
    try:
        return windows_of(figures.strip()) is not None
    except ImproperlyConfigured:
        return False


def add_source(*, by: Actor, of: str, pattern: str, stands: str, note: str = "") -> HoldSource:
    """List a domain (glob) or a network; a listed one changes. Raises Forbidden, Invalid with the field."""
    _check_may(by)
    wanted = pattern.strip().casefold()
    if of not in (HeldBy.DOMAIN, HeldBy.NETWORK) or stands not in SourceIs.values:
        raise Invalid()
    if of == HeldBy.DOMAIN and (not wanted.strip("*.") or "@" in wanted or " " in wanted):
        raise Invalid(fields={"pattern": _("Write a domain like example.org or *.example.org.")})
    if of == HeldBy.NETWORK:
        _check_network(wanted)
    with transaction.atomic():
        source, _made = HoldSource.objects.update_or_create(
            by=of, pattern=wanted, defaults={"stands": stands, "note": note.strip(), "added_at": clock.now()}
        )
        _move_stamp()
        events.record("defence.list", source, actor=by, public=False, data={"by": of, "stands": stands})
    return source


def drop_source(*, by: Actor, of: str, pattern: str) -> int:
    """Take a domain or a network off the list; gives how many lines went. Raises Forbidden."""
    _check_may(by)
    if not (is_readable(of) and is_readable(pattern)):
        return 0  # no line holds a sign that no database keeps
    with transaction.atomic():
        source = HoldSource.objects.filter(by=of, pattern=pattern.strip().casefold()).first()
        if source is None:
            return 0
        events.record("defence.unlist", source, actor=by, public=False, data={"by": of, "stands": source.stands})
        source.delete()
        _move_stamp()
    return 1


def _check_network(pattern: str) -> None:
    try:
        wide_networks(pattern)
    except ValueError:
        words = _("Write a network like 203.0.113.0/24 (at most a /16) or 2001:db8:1::/64 (at most a /56).")
        raise Invalid(fields={"pattern": words}) from None


def _move_stamp() -> None:
    """Have the lists read anew: they are remembered under this moment."""
    _set()


def _set(**figures: str | int) -> DefenceFigures:
    """Write these figures and no other: two clerks at once take nothing back from each other."""
    row, _made = DefenceFigures.objects.update_or_create(pk=ONLY, defaults={**figures, "changed_at": clock.now()})
    return row


def _check_may(by: Actor) -> None:
    if not is_petitions_clerk(by, None):
        raise Forbidden()
