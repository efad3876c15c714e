"""A hearing that was announced may be called off: with a reason that its page shows, and nothing promised any more."""

from datetime import timedelta

import pytest

from consultations.hearings import actions, holdings
from consultations.hearings.models import Hearing
from core import clock
from core.errors import Invalid, WrongState
from tests.hearings import world

pytestmark = pytest.mark.django_db


def test_a_draft_that_nobody_announced_does_not_come_out_by_cancelling(clerk, client):
    hearing = world.make_hearing(clerk, state="draft")
    with pytest.raises(WrongState):
        actions.cancel_hearing(hearing, by=clerk, reason="The room is gone.")
    assert client.get(f"/en/hearings/{hearing.slug}/").status_code == 404


def test_cancelling_needs_a_reason_and_the_page_shows_it(clerk, client):
    hearing = world.make_hearing(clerk, state="open")
    with pytest.raises(Invalid) as refused:
        actions.cancel_hearing(hearing, by=clerk, reason="  ")
    assert list(refused.value.fields) == ["reason"]
    actions.cancel_hearing(hearing, by=clerk, reason="The minister is ill.")
    page = client.get(f"/en/hearings/{hearing.slug}/").content.decode()
    assert "The minister is ill." in page
    assert ("Written answers" in page, "Ask a question" in page) == (False, False)


def test_what_a_cancelled_hearing_holds_is_forgotten_a_year_after_it_would_have_been(clerk):
    hearing = world.make_hearing(clerk, state="open")
    waiting = world.make_question(hearing)
    actions.cancel_hearing(hearing, by=clerk, reason="The minister is ill.")
    moment = clock.now()
    Hearing.objects.filter(pk=hearing.pk).update(ends_at=moment - timedelta(days=364))
    assert list(holdings.not_taken(moment)) == []
    Hearing.objects.filter(pk=hearing.pk).update(ends_at=moment - timedelta(days=367))
    assert list(holdings.not_taken(moment)) == [waiting]
