"""Handing to Elasticsearch what the table holds and it has not confirmed: never in the way of a save, a mail or a push.

The table itself is the list of what waits (`is_pending`), so nothing is lost with a process. A thread of its own hands
it on in batches; where the cluster fails, the rows wait until the schedule wakes the thread again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.models import Q

from core.search.backend import EngineDown, EngineRefused, Key
from core.search.breaker import CircuitOpen
from core.search.database import document_of
from core.search.models import SearchRow

logger = logging.getLogger(__name__)
BATCH = 200
# Changes that come close together go in one request; a search sees them after the index's second anyway.
GATHER_SECONDS = 0.1
_lock = threading.Lock()
_thread: threading.Thread | None = None
_is_wanted = False


def push_soon() -> None:
    """Let the thread hand on all that waits; gives the caller back at once. Without Elasticsearch it does nothing."""
    global _thread, _is_wanted  # noqa: PLW0603 - one thread a process
    if not settings.ELASTICSEARCH_URL:
        return
    with _lock:
        _is_wanted = True
        if _thread is None:
            _thread = threading.Thread(target=_run, name="search-push", daemon=True)
            _thread.start()


def hand_on(uuid: UUID) -> None:
    """Hand on a thing that has just changed: soon, or at once where a test asks for it (SEARCH_PUSH_THREAD)."""
    if settings.SEARCH_PUSH_THREAD:
        push_soon()
    else:
        push_pending(uuid)


def push_pending(uuid: UUID | None = None) -> int:
    """Hand to Elasticsearch what it has not confirmed yet, of one thing or of all; gives how many documents went.

    A document that it refuses keeps waiting and holds up no other; where the cluster itself fails, all of them wait.
    """
    if not settings.ELASTICSEARCH_URL:
        return 0
    rows = SearchRow.objects.filter(is_pending=True).order_by("id")
    rows = rows.filter(uuid=uuid) if uuid else rows
    pushed = last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        try:
            pushed += _push(batch)
        except CircuitOpen:
            break
        except EngineDown as error:
            logger.warning("elasticsearch is away, documents wait: %s", error)
            break
    return pushed


def _run() -> None:
    """Push as long as somebody asked meanwhile, then end."""
    try:
        while _is_asked_again():
            time.sleep(GATHER_SECONDS)
            _try_to_push()
    finally:
        connections.close_all()


def _is_asked_again() -> bool:
    """Take the wish to push; without one the thread is forgotten, in the same breath."""
    global _thread, _is_wanted  # noqa: PLW0603 - one thread a process
    with _lock:
        is_wanted, _is_wanted = _is_wanted, False
        if not is_wanted:
            _thread = None
        return is_wanted


def _try_to_push() -> None:
    try:
        push_pending()
    except Exception:
        logger.exception("the search index was not handed on; the schedule tries again")


def _push(batch: list[SearchRow]) -> int:
    """Hand a batch on; a row that was refused, or changed meanwhile, stays pending. Raises EngineDown."""
    from core.search.elastic import ElasticBackend  # noqa: PLC0415 - its client is loaded only where it is used

    engine = ElasticBackend()
    refused: frozenset[str] = frozenset()
    try:
        engine.save([document_of(row) for row in batch if not row.is_gone])
    except EngineRefused as error:
        refused = error.ids
        logger.warning("elasticsearch refused documents, they wait: %s", error)
    engine.remove([Key(row.type, row.uuid, row.language, row.version) for row in batch if row.is_gone])
    taken = [row for row in batch if str(row) not in refused]
    if gone := [row for row in taken if row.is_gone]:
        SearchRow.objects.filter(as_read(gone), is_gone=True).delete()
    if saved := [row for row in taken if not row.is_gone]:
        SearchRow.objects.filter(as_read(saved), is_gone=False).update(is_pending=False)
    return len(taken)


def as_read(rows: Iterable[SearchRow]) -> Q:
    """Give the filter for these rows, each as long as it holds the version that was read."""
    return reduce(or_, (Q(pk=row.pk, version=row.version) for row in rows))
