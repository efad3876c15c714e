"""Keeping and dropping filters of the desk, each person's own; keeping since when a person reads a list."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.saved.model import NAME_LENGTH, SavedFilter
from cms.saved.start import QueueStart
from core import clock
from core.actors import Actor
from core.errors import Forbidden, Invalid
from core.events.models import Event

MOST = 20
QUERY_LENGTH = 500


def saved_filters(actor: Actor, queue: str) -> QuerySet[SavedFilter]:
    """Give a person's own filters of a queue, by name."""
    return SavedFilter.objects.filter(user=actor.user, queue=queue)


def keep_filter(queue: str, *, by: Actor, name: str, query: str) -> SavedFilter:
    """Keep a query under a name; the same name is written anew. Raises Invalid, Forbidden."""
    if by.user is None:
        raise Forbidden()
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_LENGTH or len(query) > QUERY_LENGTH:
        raise Invalid(fields={"name": _("Give a name of at most 60 characters.")})
    own = saved_filters(by, queue)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        raise Invalid(fields={"name": _("You have 20 saved filters here. Drop one first.")})
    found, _made = SavedFilter.objects.update_or_create(user=by.user, queue=queue, name=name, defaults={"query": query})
    return found


def drop_filter(queue: str, *, by: Actor, name: str) -> bool:
    """Drop one of one's own filters; gives whether there was one."""
    gone, _rows = saved_filters(by, queue).filter(name=name).delete()
    return bool(gone)


def start_of(actor: Actor, queue: str) -> QueueStart:
    """Give since when a person reads a queue; the first call is the first visit. Raises Forbidden without account."""
    if actor.user is None:
        raise Forbidden()
    found = QueueStart.objects.filter(user=actor.user, queue=queue).first()
    if found is None:
        newest = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
        facts = {"event": newest, "at": clock.now()}
        found, _made = QueueStart.objects.get_or_create(user=actor.user, queue=queue, defaults=facts)
    return found
