"""What is published is found; what is hidden is not, from the event to the index."""

import pytest
from django.core.cache import cache

from cms.landmarks import addresses
from cms.models import NewsPage, StandardPage
from core.events.models import Event
from core.search.documents import built
from core.search.models import SearchRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(news_index):
    """Give a draft of a news item."""
    page = NewsPage(
        title="Ferries", slug="ferries", summary="In winter.", live=False, body=[("text", "<p>On ice.</p>")]
    )
    return news_index.add_child(instance=page)


def documents():
    """Give what the index holds of pages."""
    return list(SearchRow.objects.filter(is_gone=False).values_list("type", "language", "title"))


def test_publishing_is_an_event_and_fills_the_index(item, deliver):
    deliver()
    assert documents() == []
    item.save_revision().publish()
    assert Event.objects.filter(verb="page.publish", subject_id=item.translation_key).count() == 1
    deliver()
    assert documents() == [("news", "en", "Ferries")]


def test_hiding_takes_it_out_of_the_index(item, deliver):
    item.save_revision().publish()
    deliver()
    item.refresh_from_db()
    item.unpublish()
    deliver()
    assert documents() == []


def test_deleting_takes_it_out_of_the_index(item, deliver):
    item.save_revision().publish()
    deliver()
    item.refresh_from_db()
    item.delete()
    deliver()
    assert documents() == []


def test_the_document_holds_text_without_markup_and_the_address_without_language(item):
    item.save_revision().publish()
    [document] = built("news", item.translation_key, 1)
    assert (document.path, document.summary) == ("news/ferries/", "In winter.")
    assert document.body == "On ice."


def test_only_what_is_read_as_text_is_found_not_the_labels_of_choices(item):
    item.body = [
        ("heading", "How to ask"),
        ("petitions", {"title": "", "which": "near", "count": 3, "committee": "", "area": ""}),
        ("callout", {"kind": "warn", "title": "Mind the ice", "text": "<p>It breaks.</p>"}),
        ("button", {"words": "Go", "page": None, "url": "/en/petitions/"}),
    ]
    item.save_revision().publish()
    [document] = built("news", item.translation_key, 1)
    assert document.body == "How to ask\nMind the ice\nIt breaks.\nGo"


def test_a_line_of_the_results_says_what_a_page_is_in_the_words_of_the_reader(searchable, item, deliver, client):
    item.save_revision().publish()
    deliver()
    answer = client.get("/ar/search/?q=ferries")
    entry = answer.content.decode().split('<ul class="entries')[1].split("</ul>")[0]
    assert "خبر" in entry
    assert "News item" not in entry


def test_menus_follow_the_pages(homes, django_capture_on_commit_callbacks):
    cache.clear()
    assert addresses("en") == {}
    page = homes["en"].add_child(instance=StandardPage(title="Privacy", slug="privacy", summary=".", live=False))
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert addresses("en") == {"privacy": "/en/privacy/"}
    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert addresses("en") == {}
