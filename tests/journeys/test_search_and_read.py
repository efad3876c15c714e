"""Sami looks something up on a small phone without JavaScript: from the home page over a facet to the text itself."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
NARROW = 320
WORDS = {"en": "trains", "ar": "القطار"}
NOTHING = "zzyzxqq"
KINDS = {"en": "Petition", "ar": "عريضة"}


def fits(page) -> None:
    """Nothing on the page is wider than the screen."""
    page.wait_for_selector("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def ask(page, words: str) -> None:
    """Type into the page's search box and press its button."""
    box = page.locator("form[role=search]").last
    box.locator("input[type=search]").fill(words)
    box.locator("button").click()
    page.wait_for_url("**/search/?q=*")
    fits(page)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_home_page_to_the_text(open_demo_page, language):
    page = open_demo_page(f"/{language}/", width=NARROW, javascript=False)
    fits(page)
    ask(page, WORDS[language])
    assert page.locator("input[type=search]").last.input_value() == WORDS[language]
    everything = page.locator(".entries .entry").count()
    assert everything > 1

    page.locator("details.facets summary").click()
    choice = page.locator("details.facets a[href*='type=petition']")
    assert choice.is_visible()
    choice.click()
    page.wait_for_url("**type=petition**")
    fits(page)
    assert page.locator("details.facets a[aria-current=true]").count() >= 1
    petitions = page.locator(".entries .entry h3 a")
    assert 1 <= petitions.count() <= everything
    assert {link.get_attribute("href").split("/")[2] for link in petitions.all()} == {"petitions"}

    title = petitions.first.inner_text()
    petitions.first.click()
    page.wait_for_url("**/petitions/*/")
    fits(page)
    assert title in page.locator("h1").inner_text()
    assert len(page.locator("main").inner_text()) > 500
    page.go_back()
    assert page.locator("details.facets a[aria-current=true]").count() >= 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_empty_result_offers_a_way_on(open_demo_page, language):
    page = open_demo_page(f"/{language}/", width=NARROW, javascript=False)
    ask(page, NOTHING)
    assert page.locator(".entries .entry").count() == 0
    assert page.locator(".empty h2").is_visible()
    assert page.locator(".empty p").first.inner_text()
    assert page.locator("input[type=search]").last.input_value() == NOTHING
    ask(page, WORDS[language])  # the box stands above, ready for other words
    assert page.locator(".entries .entry").count() > 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_filter_that_holds_nothing_offers_all_kinds(open_demo_page, language):
    page = open_demo_page(
        f"/{language}/search/?q={WORDS[language]}&type=submission&open=1", width=NARROW, javascript=False
    )
    fits(page)
    # Titles that begin like the words may stand below as a way on; of the results there is none.
    assert page.locator(".empty h2").is_visible()
    page.locator(".empty a.button").click()
    page.wait_for_load_state()
    assert page.locator(".entries .entry").count() > 1
