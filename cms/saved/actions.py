"""Keeping and dropping filters of the desk: each person's own, under a name."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.saved.model import NAME_LENGTH, SavedFilter
from core.actors import Actor
from core.errors import Forbidden, Invalid

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
