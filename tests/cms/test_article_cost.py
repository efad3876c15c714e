"""What an article costs that is not kept: at most 20 queries, however many pages its text leads to."""

import pytest
from wagtail.rich_text import RichText

from cms.models import NewsPage

pytestmark = pytest.mark.django_db
BLOCKS, LINKS = 9, 20


def add_news(index, number, **facts):
    return index.add_child(instance=NewsPage(title=f"News {number}", slug=f"news-{number}", summary="New.", **facts))


@pytest.fixture
def article(news_index):
    """Give an article of nine blocks that leads to twenty other pages."""
    others = [add_news(news_index, number) for number in range(LINKS)]
    links = [f'<a linktype="page" id="{page.pk}">{page.title}</a>' for page in others]
    parts = [links[place::BLOCKS] for place in range(BLOCKS)]
    body = [("text", RichText(f"<p>Read {' and '.join(part)}.</p>")) for part in parts]
    return add_news(news_index, "article", body=body)


def test_an_article_takes_at_most_twenty_queries(client, article, django_assert_max_num_queries):
    client.get(article.url)  # menus and sections are looked up once for all pages
    with django_assert_max_num_queries(20):
        page = client.get(article.url)
    assert page.status_code == 200
    for number in range(LINKS):
        assert f'href="/en/news/news-{number}/"' in page.content.decode()
