"""Two moderators press at the same moment, each with a connection of their own: one wins, the other is told who."""

import threading
from collections import Counter

import pytest
from django.db import connection

from core.errors import DomainError
from core.events.models import Event
from core.moderation import actions
from core.moderation.models import Claim, Decision, Report
from tests.moderation.conftest import file

ROUNDS = 20


def race(acts):
    """Start all functions at one moment, each in a thread; gives what each came to."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place):
        start.wait(30)
        try:
            acts[place]()
            results[place] = "won"
        except DomainError as refusal:
            results[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.django_db(transaction=True)
def test_one_of_two_decides_and_the_thing_moves_once(make_petition, ann, bob):
    from petitions.actions import hide_petition
    from tests.moderation.conftest import Thing, moderator

    zoe = moderator("Zoe")
    for _round in range(ROUNDS):
        petition = make_petition()
        hide_petition(petition, by=zoe, rule="hate", reason="Hateful.")
        report = file(Thing("petition", petition, petition.public_id, ""))
        mine, yours = Report.objects.get(pk=report.pk), Report.objects.get(pk=report.pk)
        said = race([
            lambda mine=mine: actions.uphold_report(mine, by=ann, rule="hate", reason="Hateful."),
            lambda yours=yours: actions.dismiss_report(yours, by=bob, reason="It keeps the rules."),
        ])  # fmt: skip
        assert Counter(said) == {"won": 1, "conflict": 1}
        [decision] = Decision.objects.filter(target_id=petition.public_id)
        petition.refresh_from_db()
        won = {"won": ("removed", "hidden")}.get(said[0], ("kept", "open"))
        assert (decision.outcome, petition.state) == won
        assert Event.objects.filter(subject_id=petition.public_id, verb="petition.hide").count() == (said[0] == "won")


@pytest.mark.django_db(transaction=True)
def test_one_of_two_claims(make_petition, ann, bob):
    for _round in range(ROUNDS):
        petition = make_petition()
        said = race([lambda who=who, row=petition: actions.claim_item(row, by=who) for who in (ann, bob)])
        assert Counter(said) == {"won": 1, "conflict": 1}
        winner = (ann, bob)[said.index("won")].user
        assert Claim.objects.get(subject_id=petition.public_id).user == winner
