"""Elasticsearch refuses, hangs or answers 500: readers are answered, nothing waits for it, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any
from uuid import uuid4

import pytest

from core.actors import CLOCK
from core.events import record
from core.events import subscribers as subscriber_table
from core.events.models import OutboxEntry
from core.events.outbox import drain
from core.events.subscribers import subscribe
from core.parliament.models import Chamber, Committee
from core.search import breaker as breakers
from core.search import elastic, follow
from core.search.backend import Results
from core.search.checking import check
from core.search.models import SearchRow
from core.search.pushing import push_soon
from tests.search.conftest import ELASTICSEARCH_URL, Shelf, titles
from tests.search.faulty import FAULTS, Faulty, faulty

Ask = Callable[..., Results]
pytestmark = pytest.mark.skipif(not ELASTICSEARCH_URL, reason="needs Elasticsearch: no ELASTICSEARCH_URL")
SAVES = 30
READERS = 8


@pytest.fixture
def proxy(own_prefix: str, settings: Any) -> Iterator[Faulty]:
    """Put a faulty proxy before the cluster, with short patience."""
    with faulty(ELASTICSEARCH_URL) as between:
        settings.ELASTICSEARCH_URL = between.url
        settings.ELASTICSEARCH_SECONDS = 0.5
        yield between
    settings.ELASTICSEARCH_URL = ELASTICSEARCH_URL


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the circuit stay open as long as a test lasts."""
    monkeypatch.setattr(breakers, "FIRST", 600.0)


@pytest.mark.parametrize("fault", FAULTS)
def test_one_reader_waits_and_the_others_are_answered_at_once(
    patient: None, proxy: Faulty, shelf: Shelf, ask: Ask, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.put("Night train")
    shelf.index()
    proxy.turn(fault)

    answers = [titles(ask("train")) for _reader in range(READERS)]

    assert answers == [["Night train"]] * READERS
    assert proxy.asked <= 1
    assert len([row for row in caplog.records if "search engine failed" in row.message]) == 1


def test_a_planted_removal_of_the_breaker_would_be_seen(
    patient: None, proxy: Faulty, shelf: Shelf, ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    shelf.put("Night train")
    shelf.index()
    proxy.turn("500")
    monkeypatch.setattr(breakers.Breaker, "guard", lambda self: nullcontext())

    for _reader in range(READERS):
        ask("train")

    assert len([row for row in caplog.records if "search engine failed" in row.message]) == READERS


@pytest.mark.parametrize("fault", FAULTS)
def test_no_save_waits_or_is_lost_and_the_index_catches_up(
    transactional_db: None, proxy: Faulty, shelf: Shelf, ask: Ask, settings: Any, monkeypatch: Any, fault: str
) -> None:
    settings.SEARCH_PUSH_THREAD = True
    monkeypatch.setattr(breakers, "FIRST", 0.2)
    monkeypatch.setattr(breakers, "LONGEST", 0.2)
    monkeypatch.setattr(elastic, "WRITE_SECONDS", 1.0)
    monkeypatch.setattr(subscriber_table, "_table", {})
    OutboxEntry.objects.all().delete()
    others: list[int] = []
    subscribe({"thing.change": [follow("petition"), lambda event: others.append(event.pk)]})
    chamber = Chamber.objects.create(key=f"faults-{uuid4().hex[:6]}", name={"en": "House"})
    things = [
        Committee.objects.create(chamber=chamber, slug=f"f-{uuid4().hex[:8]}", name={"en": f"Train {number}"})
        for number in range(SAVES)
    ]
    for thing in things:
        shelf.put(f"Train {thing.slug}", uuid=thing.public_id)
    proxy.turn(fault)

    began = time.monotonic()
    for thing in things:
        record("thing.change", thing, actor=CLOCK)
        assert drain() == 1
    took = time.monotonic() - began

    assert len(others) == SAVES
    assert ask("train").total == SAVES
    assert SearchRow.objects.filter(is_pending=True).count() == SAVES
    if fault == "hang":
        assert took < SAVES * elastic.WRITE_SECONDS / 2  # nobody waited for the cluster

    proxy.turn("pass")
    assert _caught_up_within(20)
    assert SearchRow.objects.filter(is_pending=True).count() == 0
    settings.ELASTICSEARCH_SECONDS = 30
    SearchRow.objects.all().delete()
    assert ask("train").total == SAVES  # from Elasticsearch, the table is empty


def _caught_up_within(seconds: float) -> bool:
    """Do what the schedule does until nothing drifts; tells whether it came so far."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        push_soon()
        if not SearchRow.objects.filter(is_pending=True).exists() and not sum(
            row.total for row in check(is_quick=True)
        ):
            return True
        time.sleep(0.1)
    return False
