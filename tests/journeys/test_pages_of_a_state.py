"""Pages that stand in one state of the installation only, seen like all others: the first start, and the demo."""

from __future__ import annotations

import pytest
from django.test import override_settings

from config.setup_site.first_admin import make_token
from tests.journeys.every_page.seeing import NARROW, WIDE, Eye
from tests.journeys.every_page.table import Sample, form

pytestmark = pytest.mark.browser
FIRST_START = form("setup:first_admin", "setup/first/{first}/")
DEMO = [Sample("demo:mail", "/demo/mail/"), Sample("demo:mail_message", "/demo/mail/{mail}/")]


def faults_of(eye, samples):
    """Give what is wrong with samples, on a small phone and on a wide screen."""
    return [fault for sample in samples for way in (NARROW, WIDE) for fault in eye.see(sample, way)]


@pytest.mark.django_db(transaction=True)
def test_the_form_of_the_first_administrator_is_clean(browser, live):
    eye = Eye(browser, live, {"first": make_token()})
    found = faults_of(eye, FIRST_START)
    eye.close()
    assert found == []


@pytest.fixture
def demo_door():
    """Open the demo door, as the settings of the demo do."""
    with override_settings(DEMO=True, ROOT_URLCONF="tests.journeys.every_page.demo_urls"):
        yield


def test_the_pages_of_the_demo_are_clean(browser, demo_live, demo_world, demo_door):
    eye = Eye(browser, demo_live, demo_world)
    found = faults_of(eye, DEMO)
    bar = eye.open["", NARROW].locator("aside.demo")
    assert bar.get_by_role("link", name="Mail box").get_attribute("href") == "/demo/mail/"
    eye.close()
    assert found == []
