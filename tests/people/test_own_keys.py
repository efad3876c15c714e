"""Keys of the API on the account page: everybody sees and ends those that speak in the own name, and no other."""

import pytest

from core.accounts import rules, selectors, tokens
from core.accounts.models import ApiToken
from core.actors import actor_for
from core.errors import Forbidden
from core.events.models import Event

pytestmark = pytest.mark.django_db
KEYS = "/en/account/keys/"


@pytest.fixture
def keys(staff):
    """Give a key of the clerk and one of the moderator."""
    by = actor_for(staff["admin"])
    return [
        tokens.create_token(staff[role], label=f"Open data of the {role}", scopes=["read:petitions"], by=by)[0]
        for role in ("clerk", "moderator")
    ]


def holding(*rows):
    return [ApiToken.objects.get(pk=row.pk).revoked_at is None for row in rows]


def test_the_own_keys_are_listed_and_no_other(client, staff, keys):
    client.force_login(staff["clerk"])
    page = client.get(KEYS).content.decode()
    assert ("Open data of the clerk" in page, "Open data of the moderator" in page) == (True, False)
    assert (page.count('name="key"'), "never used" in page, keys[0].digest in page) == (1, True, False)
    assert f'href="{KEYS}" aria-current="page"' in page


def test_who_has_none_is_told_so(client, staff):
    client.force_login(staff["clerk"])
    assert "No key acts in your name." in client.get(KEYS).content.decode()


def test_one_ends_the_own_key_once(client, staff, keys):
    mine, others = keys
    client.force_login(staff["clerk"])
    answers = [client.post(KEYS, {"key": str(mine.public_id)}) for _press in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, KEYS)] * 2
    assert holding(mine, others) == [False, True]
    event = Event.objects.get(verb="token.revoke")
    assert (event.actor_id, event.data) == (str(staff["clerk"].public_id), {"user": str(staff["clerk"].public_id)})
    page = client.get(KEYS).content.decode()
    assert ("revoked on" in page, 'name="key"' in page) == (True, False)


@pytest.mark.parametrize("key", ["", "nothing", "00000000-0000-4000-8000-000000000000"])
def test_what_is_no_key_is_not_found(client, staff, keys, key):
    client.force_login(staff["clerk"])
    assert client.post(KEYS, {"key": key}).status_code == 404
    assert holding(*keys) == [True, True]


def test_another_person_s_key_is_not_found_and_holds(client, staff, keys):
    client.force_login(staff["clerk"])
    assert client.post(KEYS, {"key": str(keys[1].public_id)}).status_code == 404
    with pytest.raises(Forbidden):
        tokens.revoke_token(keys[1], by=actor_for(staff["clerk"]))
    assert holding(*keys) == [True, True]


def test_planted_a_list_of_everybody_s_and_no_rule_would_end_another_s(client, staff, keys, monkeypatch):
    monkeypatch.setattr(selectors, "tokens_of", lambda _user: ApiToken.objects.select_related("user"))
    monkeypatch.setattr(tokens, "may_revoke_token", rules.comes_without_token)
    client.force_login(staff["clerk"])
    client.post(KEYS, {"key": str(keys[1].public_id)})
    assert holding(*keys) == [True, False]


def test_strangers_are_led_to_the_sign_in(client):
    answer = client.get(KEYS)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/en/account/sign-in/")
