"""After a decision the clerk stands before the next petition that waits, not before the list."""

from datetime import timedelta

import pytest

from core import clock
from core.moderation.actions import claim_item
from core.moderation.models import Claim
from petitions.actions import noting

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/petitions/"


@pytest.fixture
def desk(client, ann):
    """Give the clerk's browser."""
    client.force_login(ann.user)
    return client


@pytest.fixture
def line(make_petition):
    """Give four petitions that wait, the oldest first."""
    return [waiting(make_petition, days) for days in (9, 7, 5, 3)]


def waiting(make_petition, days, **facts):
    """Make a petition that has waited some days."""
    return make_petition("in_moderation", submitted_at=clock.now() - timedelta(days=days), **facts)


def decide(client, petition, verb="publish", query="", **facts):
    """Press a button of the screen; gives where it leads."""
    named = {f"{verb}-{name}": value for name, value in facts.items()}
    answer = client.post(f"{DESK}{petition.pk}/{query}", {"verb": verb, **named})
    assert answer.status_code == 302
    return answer["Location"]


def screen(petition, query=""):
    """Give the address of a screen."""
    return f"{DESK}{petition.pk}/{query}"


def test_every_decision_leads_to_the_next_one_and_says_what_was_done(desk, line):
    first, second, third, fourth = line
    assert decide(desk, second) == screen(third)
    html = desk.get(screen(third)).content.decode()
    assert f"Done: {second.action} · This is the next one that waits." in html
    assert f'href="{screen(second)}" class="button' in html
    assert f'href="{DESK}" class="button' in html
    reasons = {"reason_code": "duplicate", "reason": "There is one already."}
    assert decide(desk, third, "reject", **reasons) == screen(fourth)
    assert decide(desk, fourth, "ask_changes", reason="Say where.") == screen(first)  # round to the oldest
    assert decide(desk, first) == DESK
    html = desk.get(DESK).content.decode()
    assert "What still waits is with somebody else, or waits for somebody." in html  # the one that was asked


def test_where_nothing_waits_the_list_says_so(desk, make_petition):
    petition = waiting(make_petition, 3)
    assert decide(desk, petition) == DESK
    html = desk.get(DESK).content.decode()
    assert (f"Done: {petition.action}" in html, "Nothing waits. All is decided." in html) == (True, True)
    assert "What still waits" not in html


def test_what_others_are_on_and_what_stands_still_is_passed_over(desk, line, ann, bob):
    first, second, third, fourth = line
    claim_item(second, by=bob)
    noting.set_mark(third, "parked", by=bob, words="Waits for a court.")
    assert decide(desk, first) == screen(fourth)
    assert decide(desk, fourth) == DESK
    Claim.objects.update(until=clock.now() - timedelta(minutes=1))
    noting.take_mark_off(third, "parked", by=bob)
    assert decide(desk, third) == screen(second)


def test_the_own_mark_goes_on_with_the_clerk(desk, line, ann):
    desk.post(screen(line[0]), {"verb": "claim"})
    assert decide(desk, line[0]) == screen(line[1])
    assert list(Claim.objects.values_list("subject_id", "user")) == [(line[1].public_id, ann.user.pk)]
    desk.post(screen(line[1]), {"verb": "release"})
    assert decide(desk, line[1]) == screen(line[2])
    assert Claim.objects.count() == 0


def test_the_filters_of_the_list_go_with_the_clerk(desk, make_petition, line):
    french = [waiting(make_petition, days, language="fr") for days in (8, 6)]
    query = "?language=fr"
    html = desk.get(f"{DESK}?state=waiting&language=fr").content.decode()
    assert f'href="{screen(french[0], query)}"' in html
    assert f'action="{screen(french[0], query)}"' in desk.get(screen(french[0], query)).content.decode()
    assert decide(desk, french[0], query=query) == screen(french[1], query)
    assert decide(desk, french[1], query=query) == f"{DESK}?state=waiting&language=fr"
    html = desk.get(f"{DESK}?state=waiting&language=fr").content.decode()
    assert "Nothing of what you chose waits." in html


def test_what_did_not_wait_and_what_is_open_again_stays_on_the_screen(desk, line, make_petition):
    running = make_petition()
    assert decide(desk, running, "pause", reason="The House does not sit.") == screen(running)
    decide(desk, line[0], "ask_changes", reason="Say where.")
    assert decide(desk, line[0], "take_back") == screen(line[0])
