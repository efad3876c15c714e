"""A screen that only names a petition calls it as the public page does: in the reader's language."""

import pytest
from django.urls import reverse

from core import clock
from petitions.models import Invalidation, PetitionTranslation
from petitions.states import InvalidationState, InvalidReason

pytestmark = pytest.mark.django_db
FRENCH = "Ramener le train de nuit"


@pytest.fixture
def french_desk(client, staff, open_petition):
    """Give a desk in French, and the petition with a French text beside the English one."""
    PetitionTranslation.objects.create(petition=open_petition, language="fr", action=FRENCH)
    client.force_login(staff["clerk"])
    client.cookies["django_language"] = "fr"
    return client


def test_screens_about_a_petition_say_its_title_in_the_readers_language(french_desk, open_petition):
    for name in ("backoffice_petition_steps", "backoffice_mailings", "backoffice_petition_outcomes"):
        html = french_desk.get(
            reverse(name, args=[open_petition.pk]), headers={"accept-language": "fr"}
        ).content.decode()
        assert f'<bdi lang="fr">{FRENCH}</bdi>' in html, name


def test_a_list_of_queries_names_the_petition_in_the_readers_language(french_desk, open_petition):
    Invalidation.objects.create(
        petition=open_petition,
        domain="example.org",
        state=InvalidationState.DRAFT,
        reason=InvalidReason.values[0],
        created_at=clock.now(),
    )
    html = french_desk.get("/admin/desk/invalidations/", headers={"accept-language": "fr"}).content.decode()
    assert FRENCH in html
