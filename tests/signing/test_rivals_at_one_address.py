"""Real threads on PostgreSQL: one token confirms once, one address takes no more places than its kind allows."""

import threading

import pytest
from django.conf import settings
from django.db import connection

from core.actors import ANONYMOUS
from core.errors import DomainError
from core.verification import actions as verification
from petitions.actions import SignatureFacts, confirm_signature, sign_petition
from petitions.models import Petition, PetitionKind, Signature, TallyEntry

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="needs PostgreSQL: threads race"),
]


def race(count, run):
    """Let so many threads run at the same moment; gives what each came to."""
    start, told = threading.Barrier(count), [None] * count

    def one(place):
        try:
            start.wait(60)
            told[place] = run(place)
        except DomainError as error:
            told[place] = error.code
        except Exception as error:  # told by name: a thread's fault is otherwise seen in no report
            told[place] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[place]) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def person(place=0, name="Ann Lee"):
    return SignatureFacts(name=name, email="ann@example.org", postcode="SL4 2AB", is_eligible=True)


def test_fifty_confirms_of_one_token_count_once(open_petition):
    challenge, *_rest = sign_petition(open_petition, [person()], by=ANONYMOUS)
    token = verification.set_secrets(challenge).token
    told = race(50, lambda _place: confirm_signature(lambda: verification.redeem_link("petition.sign", token)).state)
    assert told.count("confirmed") == 1
    assert TallyEntry.objects.filter(petition=open_petition).count() == 1


@pytest.mark.parametrize("places", [1, 3])
def test_a_hundred_signs_of_one_address_take_the_allowed_places(open_petition, places):
    PetitionKind.objects.update(people_per_address=places)
    petition = Petition.objects.select_related("kind").get(pk=open_petition.pk)

    def sign(place):
        return len(sign_petition(petition, [person(name=f"Person {place}")], by=ANONYMOUS))

    assert race(100, sign) == [1] * 100
    assert sorted(Signature.objects.values_list("slot", flat=True)) == list(range(1, places + 1))


def test_two_of_one_address_and_the_same_person_again_take_two_places(open_petition):
    PetitionKind.objects.update(people_per_address=2)
    petition = Petition.objects.select_related("kind").get(pk=open_petition.pk)
    for name in ("Ann Lee", "Ben Lee", "ANN  LEE", "Cat Lee"):
        sign_petition(petition, [person(name=name)], by=ANONYMOUS)
    assert sorted(Signature.objects.values_list("slot", "personal__domain")) == [(1, "example.org"), (2, "example.org")]
