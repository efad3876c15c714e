"""Keeping the index: follow events, build anew, remove."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from core.events.models import Event
from core.search.backend import Key, Progress
from core.search.database import DatabaseBackend, newer_versions
from core.search.documents import SearchDocument, built, find_type, types
from core.search.models import SearchRow
from core.search.pushing import hand_on, push_pending

__all__ = ["database", "follow", "index_now", "last_event", "push_pending", "rebuild_table", "remove"]
Subjects = Callable[[Event], Iterable[UUID]]


@cache
def follow(type_: str, *, subjects: Subjects | None = None) -> Callable[[Event], None]:
    """Give the subscriber that builds a type's document anew after an event: of its subject, or of all that it touches.

    The same arguments give the same function, so that the subscriber table lists it once a verb.
    """

    def follow_event(event: Event) -> None:
        """Build what the event touched."""
        for uuid in subjects(event) if subjects else [event.subject_id]:
            index_now(type_, uuid, event.pk)

    return follow_event


def index_now(type_: str, uuid: UUID, version: int, *, push: bool = True, is_rebuilt: bool = False) -> None:
    """Build a thing's documents from its present state and save them; languages that it no longer has are removed.

    `version` is the id of the event that asks for it; `push=False` leaves Elasticsearch to the caller. A document that
    is only rebuilt keeps the version it has: an event that is being committed just now may carry a lower id than
    the newest one, and must still win. Raises KeyError for a type that nobody registered.
    """
    table = database()
    with transaction.atomic():
        _lock(uuid)
        documents = built(type_, uuid, version)
        if is_rebuilt:
            documents, version = _with_versions_kept(documents), max(version, _highest(type_, uuid))
        table.save(documents)
        spoken = {document.language for document in documents}
        table.remove(_keys(SearchRow.objects.filter(type=type_, uuid=uuid).exclude(language__in=spoken), version))
        if push and settings.ELASTICSEARCH_URL:
            transaction.on_commit(lambda: hand_on(uuid), robust=True)


def remove(type_: str, uuid: UUID, version: int, *, is_certain: bool = False) -> None:
    """Take a thing out of the index, whatever its state; where that `is_certain`, whatever its version too."""
    with transaction.atomic():
        _lock(uuid)
        version = max(version, _highest(type_, uuid)) if is_certain else version
        database().remove(_keys(SearchRow.objects.filter(type=type_, uuid=uuid), version))
        if settings.ELASTICSEARCH_URL:
            transaction.on_commit(lambda: hand_on(uuid), robust=True)


def database() -> DatabaseBackend:
    """Give the table's engine; with Elasticsearch beside it, removed rows wait until they are removed there too."""
    return DatabaseBackend(keeps_gone=bool(settings.ELASTICSEARCH_URL))


def rebuild_table(progress: Progress) -> int:
    """Build every document anew and take out what no longer has a thing; gives the number of documents.

    A change made meanwhile carries a later event, and so wins.
    """
    version = last_event()
    for row in types():
        known = set()
        for uuid in row.ids():
            index_now(row.key, uuid, version, push=False, is_rebuilt=True)
            known.add(uuid)
            progress(row.key, len(known))
        progress(row.key, len(known))
    _forget_strangers(version)
    return SearchRow.objects.filter(is_gone=False).count()


def last_event() -> int:
    """Give the id of the newest event; 0 before the first."""
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _forget_strangers(version: int) -> None:
    """Take out rows whose type is unknown now, or whose thing is not among the type's ids any more."""
    for type_ in SearchRow.objects.values_list("type", flat=True).distinct().order_by("type"):
        row = find_type(type_)
        known = set(row.ids()) if row else set()
        things = SearchRow.objects.filter(type=type_).values_list("uuid", flat=True).distinct()
        for uuid in [uuid for uuid in things if uuid not in known]:
            if row:  # asked once more under its lock: it may have become public just now
                index_now(type_, uuid, version, push=False, is_rebuilt=True)
            else:
                remove(type_, uuid, version, is_certain=True)


def _keys(rows: Iterable[SearchRow], version: int) -> list[Key]:
    return [Key(row.type, row.uuid, row.language, version) for row in rows]


def _with_versions_kept(documents: list[SearchDocument]) -> list[SearchDocument]:
    known = newer_versions(documents)
    return [replace(document, version=known.get(document.id, document.version)) for document in documents]


def _highest(type_: str, uuid: UUID) -> int:
    """Give the highest version among a thing's rows; 0 where it has none."""
    return SearchRow.objects.filter(type=type_, uuid=uuid).aggregate(highest=Max("version"))["highest"] or 0


def _lock(uuid: UUID) -> None:
    """Let one worker at a time build a thing, so that who writes last has read last. SQLite's writers queue anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [uuid.int % 2**63])
