"""The one way to search: the engine that is on, the database where it fails, and what helps when nothing is found."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from django.conf import settings

from core.search.backend import Asked, EngineFailed, Results, SearchBackend
from core.search.breaker import CircuitOpen
from core.search.indexing import database

Answer = TypeVar("Answer")
logger = logging.getLogger(__name__)


def engines() -> list[SearchBackend]:
    """List the engines in the order in which they are asked."""
    if not settings.ELASTICSEARCH_URL:
        return [database()]
    from core.search.elastic import ElasticBackend  # noqa: PLC0415 - its client is loaded only where it is used

    return [ElasticBackend(), database()]


def find(asked: Asked) -> Results:
    """Find documents with all the words; without any, in another language; without any there, with one of the words.

    `asked` of the results says which it was.
    """
    return first_answer(lambda engine: _find(engine, asked))


def first_answer(ask: Callable[[SearchBackend], Answer]) -> Answer:
    """Give the answer of the first engine that has one; the database always has."""
    *others, last = engines()
    for engine in others:
        try:
            return ask(engine)
        except CircuitOpen:
            continue
        except EngineFailed as error:
            logger.warning("the search engine failed, the database answers: %s", error)
    return ask(last)


def _find(engine: SearchBackend, asked: Asked) -> Results:
    if not asked.text.strip():
        return Results(asked)
    results = engine.search(asked)
    if results.total:
        return results
    if not asked.language and results.by_language:
        best = max(results.by_language.items(), key=lambda pair: pair[1])[0]
        return engine.search(replace(asked, language=best))
    if not results.cells and len(asked.text.split()) > 1:
        return engine.search(replace(asked, is_loose=True))
    return results
