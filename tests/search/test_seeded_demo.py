"""The whole demo, seeded by its own loaders: it stands, and the stated queries find what they should in it."""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings
from django.test import Client

from config import demo
from core.parliament.models import Area, Committee, Member
from core.search.indexing import push_pending
from core.search.searching import Asked, find
from petitions.models import Petition, Signature, Tally
from tests.petitions.demo_checks import merge_counts_once
from tests.search.demo_documents import queries, titles_of


@pytest.mark.django_db
@pytest.mark.timeout(400)
def test_the_demo_stands_and_is_found(client: Client) -> None:
    demo.seed(lambda _words: None)
    assert (Member.objects.count(), Committee.objects.count(), Petition.objects.count()) == (60, 3, 120)
    assert Area.objects.filter(kind="constituency").count() == 40
    counted = sum(Petition.objects.values_list("signature_count", flat=True))
    assert counted == Signature.objects.filter(state="confirmed").count()
    assert counted == sum(Tally.objects.values_list("count", flat=True))

    merge_counts_once(client)
    demo.fill_search()
    if settings.ELASTICSEARCH_URL:
        push_pending()
    missed = [
        f"{language}: {words} -> {row}"
        for language, words, expected in queries()
        for row in expected
        if not titles_of(row) & found(words, language)
    ]
    assert missed == []
    assert Counter(language for language, _words, _expected in queries()) == {"en": 20, "fr": 20, "ar": 20}


def found(words: str, language: str) -> set[str]:
    """Give the titles of what a reader finds."""
    return {hit.document.title for hit in find(Asked(words, reader=language, size=100)).hits}
