"""Drift is found by type and language, mended, and told to those who watch."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from core.search.backend import Key
from core.search.checking import Drift, check, check_regularly, health, table_drift
from core.search.documents import built
from core.search.models import SearchRow
from tests.search.conftest import Shelf
from tests.search.test_indexing import with_elasticsearch


def test_the_table_is_compared_with_what_the_domains_build(
    no_elastic: None, shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, lost, old = shelf.put("Night train"), shelf.put("Day train"), shelf.put("Bill", type="bill")
    shelf.put("Train de nuit", language="fr", uuid=kept)
    gone = shelf.put("Ferry")
    shelf.index()
    SearchRow.objects.filter(uuid=lost).delete()
    shelf.put("Another bill", type="bill", uuid=old)
    del shelf.things[gone]
    SearchRow.objects.filter(uuid=kept, language="fr").update(type="unheard-of")

    found = [
        Drift("database", "bill", "en", 1, stale=1),
        Drift("database", "petition", "en", 2, missing=1, surplus=1),
        Drift("database", "petition", "fr", 1, missing=1),
        Drift("database", "unheard-of", "fr", 0, surplus=1),
    ]
    assert check() == found
    with pytest.raises(CommandError, match="Drift: 5 documents"):
        call_command("search_check")
    assert "missing 1  stale 0  surplus 1" in capsys.readouterr().out

    call_command("search_check", "--heal")

    assert "No drift." in capsys.readouterr().out
    assert [row.total for row in check()] == [0, 0, 0]
    assert (health()["drift"], health()["documents"], health()["engine"]) == (0, 4, "database")
    call_command("search_check", "--quick")


def test_a_sound_table_has_no_drift(engine: str, shelf: Shelf) -> None:
    shelf.put("Night train", number="7", state="open", committee="transport")
    shelf.put("Écoles", language="fr", type="news")
    shelf.index()

    assert [(row.documents, row.total) for row in table_drift()] == [(1, 0), (1, 0)]
    assert sum(row.total for row in check()) == 0


@with_elasticsearch
def test_elasticsearch_is_compared_with_the_table_by_version(own_prefix: str, shelf: Shelf) -> None:
    from core.search.elastic import ElasticBackend

    backend = ElasticBackend()
    kept, lost, old, ahead = (shelf.put(f"Train {number}") for number in range(4))
    shelf.put("Train de nuit", language="fr", uuid=kept)
    shelf.index()
    stranger = uuid4()
    shelf.put("Stranger", uuid=stranger)
    shelf.put("Stranger", uuid=stranger, type="bill", language="fr")
    backend.save(built("petition", stranger, 99))
    del shelf.things[stranger]
    backend.remove([Key("petition", lost, "en", 99)])
    SearchRow.objects.filter(uuid=old).update(version=50)

    assert check(is_quick=True) == [
        Drift("elasticsearch", "bill", "fr", 0, surplus=1),
        Drift("elasticsearch", "petition", "en", 4, missing=1, stale=1, surplus=1),
        Drift("elasticsearch", "petition", "fr", 1),
    ]
    SearchRow.objects.filter(uuid=lost).update(version=100)
    backend.save(built("petition", ahead, 1000))  # newer than the table: a backup was laid back

    check(heal=True, is_quick=True)

    assert sum(row.total for row in check(is_quick=True)) == 0
    assert sum(row.documents for row in check(is_quick=True)) == 5


@with_elasticsearch
def test_an_index_of_an_older_release_is_copied_anew(own_prefix: str, shelf: Shelf, monkeypatch: Any) -> None:
    from core.search import elastic

    ours = elastic._mapping

    def newer(language: str) -> Any:
        """Give the mapping with a field that comes later."""
        return ours(language).field("later", "keyword")

    shelf.put("Night train")
    shelf.index()
    monkeypatch.setattr(elastic, "_mapping", newer)

    assert sum(row.stale for row in check(heal=True, is_quick=True)) == 1
    assert sum(row.total for row in check(is_quick=True)) == 0
    assert elastic.ElasticBackend().has_our_fields("petition", "en")


@with_elasticsearch
def test_the_schedule_mends(own_prefix: str, shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    from core.search.elastic import ElasticBackend

    lost = shelf.put("Night train")
    shelf.index()
    ElasticBackend().remove([Key("petition", lost, "en", shelf.version)])

    check_regularly()
    check_regularly()

    assert [row.message for row in caplog.records if "drift" in row.message] == [
        "search drift mended: petition en missing 1 stale 0 surplus 0"
    ]
    assert health() == {**health(), "drift": 0, "breaker": "closed", "waiting": 0, "engine": "elasticsearch"}
