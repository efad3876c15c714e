"""Claim marks: who is on a record now; they end by hand and by time, warn others, and never lock."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.accounts import leaving
from core.actors import ANONYMOUS, CLOCK
from core.errors import Conflict, Forbidden
from core.events.models import Event
from core.moderation import actions
from core.moderation.models import Claim
from core.moderation.rules import CLAIM_LIFE
from core.moderation.selectors import claims_on

pytestmark = pytest.mark.django_db


def holder(record):
    """Give the name of who is on a record."""
    claim = claims_on([record.public_id]).get(record.public_id)
    return claim and claim.user.name


def test_one_claims_and_the_other_is_told_who(report, ann, bob):
    actions.claim_item(report, by=ann)
    with pytest.raises(Conflict) as refused:
        actions.claim_item(report, by=bob)
    assert (refused.value.data["by"], str(refused.value.message)) == ("Ann", "Ann is already on it.")
    assert holder(report) == "Ann"
    assert actions.release_item(report, by=bob) == 0
    assert actions.release_item(report, by=ann) == 1
    assert holder(report) is None
    actions.claim_item(report, by=bob)
    assert holder(report) == "Bob"


def test_a_mark_runs_out_after_half_an_hour_and_a_second_press_renews_it(report, ann, bob):
    start = clock.now()
    with clock.frozen(start):
        actions.claim_item(report, by=ann)
    with clock.frozen(start + timedelta(minutes=20)):
        actions.claim_item(report, by=ann)
    with clock.frozen(start + timedelta(minutes=45)):
        claim = claims_on([report.public_id])[report.public_id]
        assert (claim.user.name, claim.claimed_at) == ("Ann", start)
    with clock.frozen(start + timedelta(minutes=20) + CLAIM_LIFE):
        assert holder(report) is None
        actions.claim_item(report, by=bob)
        assert holder(report) == "Bob"
    assert Claim.objects.count() == 1


def test_only_accounts_claim(report):
    for actor in (ANONYMOUS, CLOCK):
        with pytest.raises(Forbidden):
            actions.claim_item(report, by=actor)


def test_the_history_of_the_record_holds_no_claims(report, ann):
    actions.claim_item(report, by=ann)
    assert list(Event.objects.filter(subject_id=report.public_id).values_list("verb", flat=True)) == ["report.file"]
    claim = Claim.objects.get()
    event = Event.objects.get(subject_id=claim.public_id)
    assert (event.verb, event.data["subject"], event.is_public) == ("claim.take", str(report.public_id), False)


def test_who_leaves_hands_over(report, make_petition, ann, bob):
    old, running = make_petition(), make_petition()
    with clock.frozen(clock.now() - CLAIM_LIFE * 2):
        actions.claim_item(old, by=ann)
    actions.claim_item(running, by=ann)
    actions.claim_item(report, by=ann)
    assert leaving.hand_over(ann.user, bob.user, by=CLOCK)["claims"] == 2
    assert sorted(Claim.objects.values_list("user__name", "subject_id")) == sorted(
        [("Bob", running.public_id), ("Bob", report.public_id)]
    )
    assert leaving.hand_over(bob.user, None, by=CLOCK)["claims"] == 2
    assert Claim.objects.count() == 0


def test_every_queue_shows_the_mark_and_takes_it(client, report, make_petition, ann, bob):
    petition = make_petition(state="in_moderation")
    for queue, record in (("reports", report), ("petitions", petition)):
        item = reverse("backoffice_item", args=[queue, record.pk])
        client.force_login(ann.user)
        assert client.post(item, {"verb": "claim"}).status_code == 302
        client.force_login(bob.user)
        page = client.get(item)
        assert page.context["claim_words"].startswith("Ann since ")
        assert 'value="claim"' not in page.content.decode()
        assert page.context["claim_words"] in client.get(reverse("backoffice_list", args=[queue])).content.decode()
        answer = client.post(item, {"verb": "claim"})
        assert (answer.status_code, answer.context["lost"]) == (409, "Ann is already on it.")
        assert client.post(item, {"verb": "release"}).status_code == 302
        assert holder(record) == "Ann"


def test_a_decision_lets_the_own_mark_go(client, report, ann):
    item = reverse("backoffice_item", args=["reports", report.pk])
    client.force_login(ann.user)
    client.post(item, {"verb": "claim"})
    assert client.post(item, {"verb": "dismiss", "dismiss-reason": "It keeps the rules."}).status_code == 302
    assert Claim.objects.count() == 0
