"""A bill's page shows what its parts and chapters say, and its headings go down step by step."""

import re

import pytest

from consultations.bills.actions.versions import import_bill, publish_version
from core.actors import IMPORT

from .data import needs_real_bills, real_bill, small_bill
from .test_pages import queries

pytestmark = pytest.mark.django_db
SECTION = "<section><num>%s</num><heading>%s</heading><content><p>%s</p></content></section>"
WORDS = f"""<part><num>Part 1</num><heading>Knowing</heading><intro><p>In this Part<b>:</b></p></intro>
<chapter><num>Chapter 1</num><intro><p>Of clocks.</p></intro>{SECTION % (1, "One", "First.")}</chapter>
{SECTION % (2, "Two", "Second.")}
<wrapUp><p>So much for knowing.</p></wrapUp></part>"""


def page_of(client, data):
    """Publish a bill; gives its page as text, and its address."""
    url = publish_version(import_bill(data, by=IMPORT), by=IMPORT).bill.get_absolute_url()
    return client.get(url).content.decode(), url


def headings(words):
    """Give level and words of the headings of the text."""
    text = words.partition('id="text"')[2].partition("</section>")[0]
    found = re.findall(r"<h(\d)[^>]*>(.*?)</h\1>", text)
    return [(int(level), re.sub("<[^>]*>", "", inner)) for level, inner in found]


def test_words_of_a_group_stand_around_what_it_groups(client, db):
    words, _url = page_of(client, small_bill(WORDS))

    text = words.partition('id="text"')[2]
    pieces = ["Knowing", "<p>In this Part<b>:</b></p>", "Chapter 1", "Of clocks.", "First.", "Second.", "So much"]
    places = [text.index(piece) for piece in pieces]
    assert places == sorted(places)


def test_headings_leave_no_level_out(client, db):
    grouped, _url = page_of(client, small_bill(WORDS))
    flat, _url = page_of(client, small_bill(SECTION % (1, "One", "First.")).replace(b"/2026/17", b"/2026/18"))

    assert [level for level, _words in headings(grouped)] == [2, 3, 4, 5, 4]
    assert [level for level, _words in headings(flat)] == [2, 3]


@needs_real_bills
def test_an_act_with_words_in_its_parts_shows_them_in_as_few_queries(client, db):
    words, url = page_of(client, real_bill("akn/tz-act-1977-1-swa.xml"))

    assert words.count('class="law gap-s"') >= 18
    assert queries(client, url) <= 8
