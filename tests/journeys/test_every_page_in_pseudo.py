"""Every page and every screen of the desk, in the pseudo-locale: no text of ours stands there unmarked.

The pseudo-locale takes the place of Arabic: what people wrote is then in Arabic letters, or says its own language or
direction, and every Latin word outside of the pseudo brackets is a text that nobody can translate.
"""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from django.utils import translation

from config.demo import STAFF
from core.accounts.models import User
from frontend import messages, pseudo
from petitions.models import Petition
from tests.fixtures.people import HouseClient
from tests.journeys.every_page.handles_house import PASSWORD
from tests.journeys.every_page.table import HALF, SAMPLES, Sample

# Names that are the same in every language.
NAMES = (
    settings.SITE_NAME, settings.SITE_TAGLINE, settings.WAGTAIL_SITE_NAME, "Rostra", "OpenAPI", "Wagtail",
    *dict(settings.LANGUAGES).values(), *(name for name, _role in STAFF.values()),
)  # fmt: skip
# Addresses, receipts, and codes in capitals: of an area, of evidence, of a format, of a time zone, initials.
CODES = re.compile(
    r"https?://[^\s\"<]+|[\w.-]+@[\w.-]+|\b[0-9a-f]{8}\b|\b(?=[0-9]*[A-Z])[A-Z0-9]{1,7}\b|\{\w+\}|\b(?:en|fr|ar)\)"
)
# Not translated in Wagtail's own Arabic.
WAGTAILS_OWN = 'aria-label="Actions" id="w-slim-header-buttons"'
# The library of components is the builders' own page and stays in English (docs/frontend.md).
LONG = 7  # letters; shorter words of people are no reason to let a word of ours pass
LEFT_IN_ENGLISH = {"components:library", "components:sent"}


@pytest.fixture(scope="module")
def pseudo_locale(tmp_path_factory):
    """Let the pseudo-locale take the place of Arabic for a module."""
    folder = tmp_path_factory.mktemp("pseudo")
    pseudo.write(messages.template_catalog(), folder, "ar")
    loaded = translation.trans_real._translations
    with override_settings(LOCALE_PATHS=[folder]):
        loaded.pop("ar", None)
        yield
    loaded.pop("ar", None)


def client_for(who: str, names: dict[str, str]) -> HouseClient:
    """Give a browser of somebody in the table."""
    client = HouseClient(headers={"Accept-Language": "ar"})
    if who == "asker":
        client.cookies["hearing-pass-ar"] = names["hearing_pass"]
    elif who == HALF:
        begun = {"login": "moderator@aldermark.example", "password": PASSWORD}
        assert client.post(reverse("account_password_login"), begun).status_code == 302
    elif who:
        client.force_login(User.objects.get(email=f"{who}@aldermark.example"))
    return client


def raw_on(sample: Sample, names: dict[str, str]) -> list[str]:
    """Give the unmarked texts of one page."""
    answer = client_for(sample.who, names).get(sample.path(names, "ar"))
    assert answer.status_code == sample.status, sample
    page = answer.content.decode()
    assert pseudo.OPEN in page, sample
    if sample.is_desk:  # Wagtail's own frame around it is Wagtail's to translate
        page = page.replace(WAGTAILS_OWN, "")
        page = f"<html><main{page.partition('<main')[2].partition('</main>')[0]}</main></html>"
    human = [words for words in pseudo.human_strings(page) if len(words) > LONG]
    raw = pseudo.raw_strings(
        CODES.sub("", page), allowed=(*NAMES, *human, *Petition.objects.values_list("action", flat=True))
    )
    return [f"{sample}: {words}" for words in raw]


def test_no_page_holds_a_raw_text(demo_world, pseudo_locale):
    samples = [sample for sample in SAMPLES if not sample.refuse and sample.route not in LEFT_IN_ENGLISH]
    found = [words for sample in samples for words in raw_on(sample, demo_world)]
    assert found == []


def test_a_planted_raw_text_is_seen():
    page = "<html><main><p>⟦Ä⟧</p><p>Planted words</p><p>SLT, REN0001, ann@example.org</p></main></html>"
    assert pseudo.raw_strings(CODES.sub("", page), allowed=NAMES) == ["Planted words"]
