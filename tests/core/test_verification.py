"""Codes and links: single use, hashed, short-lived, five tries; a GET changes nothing (decision 28)."""

import uuid
from datetime import timedelta

import pytest

from core import clock
from core.errors import Invalid, NotFound, TooMany
from core.verification import actions
from core.verification.models import Challenge

pytestmark = pytest.mark.django_db
PURPOSE = "tests"


@pytest.fixture
def opened():
    challenge = actions.open_challenge(PURPOSE, uuid.uuid4(), language="en")
    return challenge, actions.set_secrets(challenge)


def try_code(challenge, code):
    actions.count_try(PURPOSE, challenge.public_id)
    return actions.redeem_code(PURPOSE, challenge.public_id, code)


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_works_once(opened):
    challenge, proof = opened
    assert try_code(challenge, f" {proof.code[:3]} {proof.code[3:]}").pk == challenge.pk
    with pytest.raises(Invalid):
        try_code(challenge, proof.code)


def test_the_sixth_try_fails_even_when_right(opened):
    challenge, proof = opened
    for _try in range(5):
        with pytest.raises(Invalid):
            try_code(challenge, wrong(proof.code))
    with pytest.raises(TooMany):
        try_code(challenge, proof.code)


def test_a_code_is_too_old_after_ten_minutes_and_its_link_is_not(opened):
    challenge, proof = opened
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        with pytest.raises(Invalid):
            try_code(challenge, proof.code)
        assert actions.redeem_link(PURPOSE, proof.token).pk == challenge.pk


def test_a_link_works_once_and_for_seven_days(opened):
    _challenge, proof = opened
    with clock.frozen(clock.now() + timedelta(days=7, minutes=1)), pytest.raises(NotFound):
        actions.redeem_link(PURPOSE, proof.token)
    actions.redeem_link(PURPOSE, proof.token)
    with pytest.raises(NotFound):
        actions.redeem_link(PURPOSE, proof.token)


def test_looking_at_a_link_uses_nothing(opened):
    _challenge, proof = opened
    for _look in range(3):
        actions.find_by_link(PURPOSE, proof.token)
    assert Challenge.objects.filter(used_at__isnull=False).count() == 0


def test_a_new_code_ends_the_old_one(opened):
    challenge, first = opened
    second = actions.set_secrets(challenge)
    if first.code != second.code:
        with pytest.raises(Invalid):
            try_code(challenge, first.code)
    assert try_code(challenge, second.code).pk == challenge.pk


def test_no_secret_is_stored(opened):
    challenge, proof = opened
    challenge.refresh_from_db()
    stored = " ".join(str(value) for value in vars(challenge).values())
    assert proof.code not in stored.replace(str(challenge.public_id), "")
    assert proof.token not in stored


def test_a_code_of_another_purpose_is_refused(opened):
    challenge, proof = opened
    with pytest.raises(Invalid):
        actions.redeem_code("another", challenge.public_id, proof.code)
