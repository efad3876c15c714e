"""Every public page and every screen and form of the desk, in Chromium: axe, width, weight, requests, policy, console.

Each stands in `every_page/table.py` and is seen two ways: in English on a small phone in the light scheme, and in
Arabic, right to left, on a wide screen in the dark one; both are then made wide, and narrow, to see whether they still
fit. What a page looks like does not hang on the engines: the suite on SQLite takes the one way, the suite on the real
engines the other, so that `.ci/run` sees every page both ways and pays for each once. ROSTRA_EVERY_WAY=1 takes both.
"""

from __future__ import annotations

import os

import pytest
from django.db import connection
from django.urls import resolve

from cms.backoffice import base
from tests.architecture.test_query_counts import own_routes
from tests.journeys.every_page.seeing import NARROW, WIDE, Eye
from tests.journeys.every_page.table import NO_PAGES, PAGES, QUEUES, SAMPLES

CHUNKS = 6  # so that the workers share the pages


@pytest.fixture(scope="module")
def eye(browser, demo_live, demo_world):
    """Give the eye."""
    opened = Eye(browser, demo_live, demo_world)
    yield opened
    opened.close()


def unseen(routes):
    """Give the page routes that have no sample, and what stands in a table without a route."""
    # The resolver's walk leaves out what is Wagtail's.
    known = {one.route for one in SAMPLES if not one.route.startswith("wagtailadmin")} | set(NO_PAGES)
    pages = {route for route in routes if route == "api_reference" or not route.startswith("api_")}
    return sorted(pages ^ known)


def test_every_route_has_a_sample():
    assert unseen(own_routes()) == []


def test_a_planted_route_would_be_seen():
    assert unseen([*own_routes(), "planted"]) == ["planted"]


def test_every_kind_of_page_and_every_queue_has_a_sample():
    import cms.models

    kinds = {name for name in dir(cms.models) if name.endswith("Page") and name not in {"Page", "HousePage"}}
    assert sorted(PAGES) == sorted(kind for kind in kinds if not getattr(cms.models, kind)._meta.abstract)
    assert sorted(QUEUES) == sorted(queue.key for queue in base.queues())


@pytest.mark.both
@pytest.mark.browser
def test_every_sample_leads_to_its_route(demo_world):
    led = {str(one): resolve(one.path(demo_world, "en").partition("?")[0]).view_name for one in SAMPLES}
    assert led == {str(one): one.route for one in SAMPLES}


@pytest.mark.both
@pytest.mark.browser
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_page_is_clean_fits_and_is_light(eye, chunk):
    way = NARROW if connection.vendor == "sqlite" else WIDE
    ways = (NARROW, WIDE) if os.environ.get("ROSTRA_EVERY_WAY") else (way,)
    faults = [fault for sample in SAMPLES[chunk::CHUNKS] for way in ways for fault in eye.see(sample, way)]
    assert faults == []


@pytest.mark.both
@pytest.mark.browser
def test_planted_faults_are_seen(eye):
    """A page with a picture without words, a wide box, a heavy script and a word on the console is refused."""
    page = eye._page("", NARROW)
    page.goto("/en/bills/")
    page.evaluate("""() => { document.querySelector('main').insertAdjacentHTML('beforeend',
        '<img src="/static/x.png"><pre>' + 'wide '.repeat(200) + '</pre>'); console.error('planted'); }""")
    rules = {fault.partition(":")[0] for fault in eye._axe(page)}
    assert "image-alt" in rules
    assert [fault for fault in eye._widths(page, NARROW) if "320" in fault]
    assert "console: planted" in eye.live.problems
