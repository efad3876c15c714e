"""Which privacy notice somebody could read stands beside all that they gave us; the page "privacy" says which."""

from datetime import timedelta

import pytest
from wagtail.models import Locale

from cms.models import HomePage, StandardPage
from consultations.evidence.models import Submission
from consultations.hearings.models import Question
from core import clock
from core.comments.models import Comment
from core.moderation.models import Report
from core.privacy.models import DataRequest
from core.privacy.notice import current_notice
from petitions.models import Petition, Signature

pytestmark = pytest.mark.django_db
INTAKES = (Petition, Signature, Comment, Question, Submission, Report, DataRequest)


@pytest.fixture
def notice(settings):
    """Put a notice in force before anybody comes."""
    settings.PRIVACY_NOTICE_VERSION = "2026-11"


def test_every_intake_stores_the_notice_in_force(notice, every_door, client):
    client.post("/en/my-data/", {"email": "ann@post.example", "wish": "see"})
    stored = {model.__name__: set(model.objects.values_list("notice_version", flat=True)) for model in INTAKES}
    assert stored == {model.__name__: {"2026-11"} for model in INTAKES}


def test_a_new_notice_holds_for_what_comes_after_it(notice, every_door, settings):
    from tests.privacy.conftest import sign

    settings.PRIVACY_NOTICE_VERSION = "2027-01"
    sign(every_door.hidden["others"], "late@post.example", "Late Comer")
    counted = [row.notice_version for row in Signature.objects.order_by("pk")]
    assert (counted[-1], set(counted[:-1])) == ("2027-01", {"2026-11"})


def test_the_page_names_its_public_revision(settings):
    settings.PRIVACY_NOTICE_VERSION = ""
    assert current_notice() == ""
    home = HomePage.objects.filter(locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE)).first()
    page = home.add_child(instance=StandardPage(title="Privacy", slug="privacy", summary="What we keep.", live=False))
    assert current_notice() == ""
    page.save_revision().publish()
    first = current_notice()
    assert first.startswith(f"page-{page.pk}.")
    page.title = "Privacy, in other words"
    draft = page.save_revision()
    assert current_notice() == first  # a draft is not in force
    with clock.frozen(clock.now() + timedelta(days=1)):
        draft.publish()
    assert current_notice() == f"page-{page.pk}.{draft.pk}" != first


def test_an_intake_that_forgets_it_turns_it_red(notice, every_door, monkeypatch):
    from petitions.actions import taking
    from tests.privacy.conftest import sign

    monkeypatch.setattr(taking, "current_notice", lambda: "")
    sign(every_door.hidden["others"], "late@post.example", "Late Comer")
    assert set(Signature.objects.values_list("notice_version", flat=True)) == {"2026-11", ""}
