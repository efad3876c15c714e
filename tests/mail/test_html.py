"""The HTML part: the words of the text, in the colours of the parliament, from the right where people read so."""

import html as markup
import re

import pytest

from cms.appearance import palette
from cms.appearance.model import Appearance
from cms.appearance.now import look_of
from core.mail import envelope, sheet
from core.mail.queue import send_due
from core.web import look

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(ask, sent):
    """Give a function that sends a code in a language; gives its text and its HTML."""

    def run(language="en"):
        ask(language=language)
        send_due()
        message = sent()[-1]
        return message.body, message.alternatives[0].content

    return run


def words(text):
    return " ".join(text.split())


def words_of(html):
    """Give what a reader reads in the HTML below the band and the title."""
    body = html[html.index("</h1>") :]
    return words(markup.unescape(re.sub(r"<[^>]+>", " ", body)))


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_html_holds_the_same_words_as_the_text(parts, language):
    text, html = parts(language)
    assert words_of(html) == words(text.replace("\n--\n", "\n"))


def test_it_names_the_house_speaks_its_language_and_fetches_nothing(parts, settings):
    _text, html = parts("ar")
    assert re.search(r'<div class="house">([^<]+)</div>', html)[1] == settings.SITE_NAME
    assert html.count('lang="ar" dir="rtl"') == 3
    assert 'dir="ltr">http' in html
    assert re.findall(r"<(?:img|link|script|iframe)|url\(|@import|\sstyle=", html) == []
    assert set(re.findall(r'href="(https?://[^/"]+)', html)) == {settings.SITE_URL}
    assert "prefers-color-scheme:dark" in html
    assert html.count('<strong class="code">123456</strong>') == 1


def test_it_wears_the_colours_that_were_set(parts, monkeypatch):
    monkeypatch.setattr(look, "_source", [lambda: look_of(Appearance(brand="#7a1f5c", link="#7a1f5c"))])
    _text, html = parts()
    assert ".house{background:#7a1f5c;color:#ffffff}" in html
    assert "#10392f" not in html


def test_without_appearance_it_wears_the_shipped_ones():
    for mine, tones in (
        (look.SHIPPED_LIGHT, palette.light(palette.SHIPPED)), (look.SHIPPED_DARK, palette.dark(palette.SHIPPED))
    ):  # fmt: skip
        assert mine == {name: tones[name] for name in mine}
    assert ".house{background:#10392f;color:#ffffff}" in sheet.style(look.Colours())


def test_a_citizens_words_become_neither_markup_nor_style():
    html = envelope.html_of("</style><b>x", "  <script>alert(1)</script>\n\n--\n</style>", "en")
    assert "<script" not in html
    assert html.count("</style>") == 1
