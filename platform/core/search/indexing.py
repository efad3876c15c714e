"""Keeping the index: follow events, build anew, remove, and hand on to Elasticsearch what the table holds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from core.events.models import Event
from core.search.backend import EngineFailed, Key, Progress
from core.search.database import DatabaseBackend, document_of
from core.search.documents import built, find_type, types
from core.search.models import SearchRow

logger = logging.getLogger(__name__)
BATCH = 200
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


def index_now(type_: str, uuid: UUID, version: int, *, push: bool = True) -> None:
    """Build a thing's documents from its present state and save them; languages that it no longer has are removed.

    `version` is the id of the event that asks for it; `push=False` leaves Elasticsearch to the caller. Raises KeyError
    for a type that nobody registered.
    """
    table = database()
    with transaction.atomic():
        _lock(uuid)
        documents = built(type_, uuid, version)
        table.save(documents)
        spoken = {document.language for document in documents}
        table.remove(_keys(SearchRow.objects.filter(type=type_, uuid=uuid).exclude(language__in=spoken), version))
        if push and settings.ELASTICSEARCH_URL:
            transaction.on_commit(lambda: push_pending(uuid), robust=True)


def remove(type_: str, uuid: UUID, version: int) -> None:
    """Take a thing out of the index, whatever its state."""
    with transaction.atomic():
        _lock(uuid)
        database().remove(_keys(SearchRow.objects.filter(type=type_, uuid=uuid), version))
        if settings.ELASTICSEARCH_URL:
            transaction.on_commit(lambda: push_pending(uuid), robust=True)


def push_pending(uuid: UUID | None = None) -> int:
    """Hand to Elasticsearch what it has not confirmed yet, of one thing or of all; gives how many documents went.

    Runs after each change and, for what was missed while the engine was away, from the schedule. An engine that fails
    is logged; the rows keep waiting.
    """
    if not settings.ELASTICSEARCH_URL:
        return 0
    rows = SearchRow.objects.filter(is_pending=True).order_by("id")
    rows = rows.filter(uuid=uuid) if uuid else rows
    pushed = 0
    try:
        while batch := list(rows[:BATCH]):
            pushed += _push(batch)
    except EngineFailed as error:
        logger.warning("elasticsearch did not take %s documents: %s", len(batch), error)
    return pushed


def database() -> DatabaseBackend:
    """Give the table's engine; with Elasticsearch beside it, removed rows wait until they are removed there too."""
    return DatabaseBackend(keeps_gone=bool(settings.ELASTICSEARCH_URL))


def rebuild_table(progress: Progress) -> int:
    """Build every document anew and take out what no longer has a thing; gives the number of documents.

    A change made meanwhile carries a later event than the rebuild's version, and so wins.
    """
    version = last_event()
    for row in types():
        known = set()
        for uuid in row.ids():
            index_now(row.key, uuid, version, push=False)
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
            remove(type_, uuid, version)


def _push(batch: list[SearchRow]) -> int:
    """Hand a batch on; a row that changed meanwhile stays pending."""
    from core.search.elastic import ElasticBackend  # noqa: PLC0415 - its client is loaded only where it is used

    engine = ElasticBackend()
    engine.save([document_of(row) for row in batch if not row.is_gone])
    engine.remove([Key(row.type, row.uuid, row.language, row.version) for row in batch if row.is_gone])
    for row in batch:
        same = SearchRow.objects.filter(pk=row.pk, version=row.version, is_gone=row.is_gone)
        if row.is_gone:
            same.delete()
        else:
            same.update(is_pending=False)
    return len(batch)


def _keys(rows: Iterable[SearchRow], version: int) -> list[Key]:
    return [Key(row.type, row.uuid, row.language, version) for row in rows]


def _lock(uuid: UUID) -> None:
    """Let one worker at a time build a thing, so that who writes last has read last. SQLite's writers queue anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [uuid.int % 2**63])
