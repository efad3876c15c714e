"""A hundred rounds of eight rivals on one move: one winner, one event, one outbox row, one mail, every time."""

from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

from core.events.models import Event, OutboxEntry
from core.mail.models import Mail
from petitions.models import Petition
from tests.fixtures.parliament import make_kind
from tests.petitions.rivals import RIVALS, race_of_processes, race_of_threads, together

ROUNDS = 100
TURNS = 5


def check(results, petitions):
    """Look at every round: its winner, its event, its outbox row; then, delivered, its mail."""
    assert results == [Counter(won=1, conflict=RIVALS - 1)] * ROUNDS
    published = Event.objects.filter(verb="petition.publish")
    ids = sorted(str(row.public_id) for row in petitions)
    assert sorted(str(event.subject_id) for event in published) == ids
    assert OutboxEntry.objects.filter(event__in=published).count() == ROUNDS
    numbers = set(Petition.objects.values_list("number", flat=True))
    assert len(numbers) == ROUNDS
    assert set(Petition.objects.values_list("state", flat=True)) == {"open"}


def check_mails(deliver):
    deliver()
    told = Mail.objects.filter(kind="petitions/tell_petitioner")
    assert told.count() == ROUNDS
    assert len({mail.to_address for mail in told}) == ROUNDS
    assert OutboxEntry.objects.count() == 0


@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
def test_threads_with_their_own_connections(make_petitions, staff, deliver):
    petitions = make_petitions(ROUNDS, state="in_moderation")
    check(race_of_threads([row.pk for row in petitions], staff["clerk"].pk), petitions)
    check_mails(deliver)


@pytest.mark.django_db(transaction=True)
def test_petitions_of_two_kinds_never_get_one_number(make_petition, parliament, staff):
    """Eight at the same moment, of two kinds: each is published, each under a number of its own."""
    other = make_kind(parliament.chamber, version=2)
    turns = [
        [make_petition(state="in_moderation", kind=kind).pk for kind in [parliament.kind, other] * (RIVALS // 2)]
        for _turn in range(TURNS)
    ]
    results = [together(petitions, staff["clerk"].pk) for petitions in turns]
    assert results == [["won"] * RIVALS] * TURNS
    numbers = set(Petition.objects.values_list("number", flat=True))
    assert len(numbers) == RIVALS * TURNS


@pytest.mark.engines
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="needs PostgreSQL: processes race")
def test_processes(make_petitions, staff, deliver):
    petitions = make_petitions(ROUNDS, state="in_moderation")
    database = connection.settings_dict["NAME"]
    check(race_of_processes([row.pk for row in petitions], staff["clerk"].pk, database), petitions)
    check_mails(deliver)
