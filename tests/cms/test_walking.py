"""The way to a page is found in one question, and leads where Wagtail's own walk leads."""

import pytest
from django.http import Http404
from wagtail.models import Page

from cms.models import HomePage, NewsPage
from cms.pages.walking import way_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(news_index):
    return news_index.add_child(instance=NewsPage(title="A day", slug="a-day", summary="One."))


def home_of(page):
    return HomePage.objects.ancestor_of(page).get()


def test_a_page_two_levels_down_takes_two_questions(article, django_assert_num_queries):
    home = home_of(article)
    parts = [article.get_parent().slug, article.slug]
    with django_assert_num_queries(2):
        found = home.route(None, parts)
    assert found.page == article
    assert found.page == Page.route(home, None, parts).page


def test_a_page_below_one_that_is_not_live_is_found_as_before(article):
    article.get_parent().specific.unpublish()
    home, parts = home_of(article), [article.get_parent().slug, article.slug]
    assert home.route(None, parts).page == article
    with pytest.raises(Http404):
        home.route(None, parts[:1])


@pytest.mark.parametrize("rest", [["nowhere"], ["a-day"], ["news", "nowhere"], ["news", "a-day", "nowhere"]])
def test_what_is_not_there_is_not_found(article, rest):
    parts = [article.get_parent().slug if part == "news" else part for part in rest]
    with pytest.raises(Http404):
        home_of(article).route(None, parts)


def test_the_page_that_is_found_remembers_the_public_way_to_it(article, django_assert_num_queries):
    home, parts = home_of(article), [article.get_parent().slug, article.slug]
    found = home.route(None, parts).page
    with django_assert_num_queries(0):
        walked = way_to(found)
    asked = way_to(NewsPage.objects.get(pk=article.pk))
    assert [page.pk for page in walked] == [page.pk for page in asked] == [home.pk, article.get_parent().pk]
    article.get_parent().specific.unpublish()
    walked, asked = way_to(home.route(None, parts).page), way_to(NewsPage.objects.get(pk=article.pk))
    assert [page.pk for page in walked] == [page.pk for page in asked] == [home.pk]
