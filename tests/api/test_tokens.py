"""Scoped tokens at the API: what they open, and every way in which one does not hold."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from core import clock
from core.accounts import tokens
from core.accounts.actions import end_role, leave
from core.accounts.models import ApiToken, User
from core.actors import Actor, actor_for
from core.errors import Forbidden, Invalid
from core.events.models import Event

pytestmark = pytest.mark.django_db
PETITIONS, COMMITTEES = "/api/v1/petitions/", "/api/v1/committees/"
BAD = ("invalid_token", 'Bearer realm="api", error="invalid_token"')


def by_token(secret):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


@pytest.fixture
def make_token(staff):
    """Give a function that makes a token by the administrator: make_token("clerk", "read:petitions")."""

    def make(role="clerk", *scopes, **facts):
        return tokens.create_token(
            staff[role], label="Open data", scopes=scopes or ["read:petitions"], by=actor_for(staff["admin"]), **facts
        )

    return make


def refusal(answer):
    return answer.status_code, answer.json()["code"], answer["WWW-Authenticate"]


def test_a_token_opens_what_it_was_made_for_and_nothing_else(make_token, open_petition):
    _token, secret = make_token("clerk", "read:petitions")
    client = by_token(secret)
    assert client.get(PETITIONS).json()["results"][0]["number"] == open_petition.number
    answer = client.get(COMMITTEES)
    assert refusal(answer) == (
        403, "insufficient_scope", 'Bearer realm="api", error="insufficient_scope", scope="read:people"',
    )  # fmt: skip
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"


def test_a_citizens_door_takes_no_token(make_token, open_petition, sign_facts):
    _token, secret = make_token("clerk", "read:petitions", "moderate:petitions")
    answer = by_token(secret).post(f"{PETITIONS}{open_petition.number}/signatures/", sign_facts())
    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")
    assert open_petition.signatures.count() == 0


def test_wrong_old_revoked_and_left_are_refused_by_the_same_bytes(make_token, staff, open_petition):
    admin = actor_for(staff["admin"])
    revoked, old, gone = (make_token("moderator"), make_token("clerk", days=1), make_token("comms"))
    assert [by_token(secret).get(PETITIONS).status_code for _token, secret in (revoked, old, gone)] == [200] * 3
    tokens.revoke_token(revoked[0], by=admin)
    leave(staff["comms"], to=None, by=admin)
    ApiToken.objects.filter(pk=old[0].pk).update(expires_at=clock.now() - timedelta(seconds=1))
    answers = [by_token(secret).get(PETITIONS) for secret in ("rostra_nonsense", revoked[1], old[1], gone[1])]
    assert {refusal(answer) for answer in answers} == {(401, *BAD)}
    assert len({answer.content for answer in answers}) == 1
    assert ApiToken.objects.get(pk=gone[0].pk).revoked_at is not None


def test_a_closed_account_alone_shuts_its_tokens(make_token, staff):
    """Planted: the token itself still looks alive."""
    token, secret = make_token("clerk")
    User.objects.filter(pk=token.user_id).update(is_active=False)
    assert by_token(secret).get(PETITIONS).status_code == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "bearer x"])
def test_a_header_that_cannot_be_read_is_401(api, db, header):
    answer = api.get(PETITIONS, headers={"Authorization": header})
    assert refusal(answer) == (401, *BAD)


def test_a_token_never_gives_more_than_its_person_has_now(make_token, staff, make_petition):
    petition = make_petition(state="in_moderation")
    path = f"/api/v1/petitions/{petition.public_id}/actions/"
    _token, secret = make_token("clerk", "moderate:petitions")
    assert by_token(secret).get(path).status_code == 200
    end_role(staff["clerk"].grants.get(), by=actor_for(staff["admin"]))
    assert (by_token(secret).get(path).status_code, by_token(secret).post(f"{path}publish/").status_code) == (403, 403)
    petition.refresh_from_db()
    assert petition.state == "in_moderation"


def test_reading_does_not_let_anybody_decide(make_token, make_petition, open_petition):
    _token, secret = make_token("clerk", "read:petitions")
    waiting = make_petition(state="in_moderation")
    answer = by_token(secret).post(f"/api/v1/petitions/{waiting.public_id}/actions/publish/")
    assert refusal(answer) == (
        403, "insufficient_scope", 'Bearer realm="api", error="insufficient_scope", scope="moderate:petitions"',
    )  # fmt: skip
    assert by_token(secret).get(f"{PETITIONS}{open_petition.number}/").json()["actions"] == []


def test_the_life_cycle_itself_asks_for_the_scope(staff, make_petition):
    """Planted: a door that forgot to ask."""
    from petitions.actions import publish_petition

    scopes = frozenset({"moderate:comments"})
    clerk = Actor("user", str(staff["clerk"].public_id), staff["clerk"], scopes=scopes, token="x")
    with pytest.raises(Forbidden):
        publish_petition(make_petition(state="in_moderation"), by=clerk)


def test_what_a_token_does_stands_under_its_person_and_names_it(make_token, staff, make_petition, deliver):
    token, secret = make_token("clerk", "moderate:petitions")
    petition = make_petition(state="in_moderation")
    assert by_token(secret).post(f"/api/v1/petitions/{petition.public_id}/actions/publish/").status_code == 200
    event = Event.objects.get(verb="petition.publish")
    assert (event.actor_kind, event.actor_id) == ("user", str(staff["clerk"].public_id))
    assert event.data == {"token": str(token.public_id)}
    used = Event.objects.filter(verb="token.use", subject_id=token.public_id)
    assert used.count() == 1
    by_token(secret).get(f"/api/v1/petitions/{petition.public_id}/actions/")
    assert used.count() == 1  # once a day
    token.refresh_from_db()
    assert token.used_on == clock.today()


def test_only_the_digest_is_kept(make_token):
    token, secret = make_token()
    token.refresh_from_db()
    kept = " ".join(str(value) for value in ApiToken.objects.values_list()[0])
    assert secret not in kept
    assert re.fullmatch(r"rostra_[\w-]{43}", secret)
    assert (token.prefix, str(token)) == (secret[:13], f"{secret[:13]}…")
    assert not Event.objects.filter(data__icontains=secret[13:]).exists()


def test_only_an_administrator_in_person_makes_one(staff, make_token):
    for role in set(staff) - {"admin"}:
        with pytest.raises(Forbidden):
            tokens.create_token(staff[role], label="x", scopes=["read:bills"], by=actor_for(staff[role]))
    admin = staff["admin"]
    by = Actor("user", str(admin.public_id), admin, scopes=frozenset({"read:bills"}), token="x")
    with pytest.raises(Forbidden):
        tokens.create_token(admin, label="x", scopes=["read:bills"], by=by)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["read:minds"]}, "scopes"),
        ({"days": 366}, "days"),
        ({"label": " "}, "label"),
    ],
)
def test_a_token_without_sense_is_refused(staff, facts, field):
    with pytest.raises(Invalid) as error:
        tokens.create_token(
            staff["clerk"], by=actor_for(staff["admin"]), **{"label": "x", "scopes": ["read:bills"], "days": 9, **facts}
        )
    assert list(error.value.fields) == [field]
    citizen = User.objects.create_user("citizen@example.org", name="Ann")
    with pytest.raises(Invalid):
        tokens.create_token(citizen, label="x", scopes=["read:bills"], by=actor_for(staff["admin"]))


def test_a_token_has_a_limit_of_its_own(make_token, settings):
    settings.LIMITS_FACTOR, settings.LIMITS = 1, {"token": "2/10m"}
    (_one, first), (_two, second) = make_token(), make_token()
    assert [by_token(first).get(PETITIONS).status_code for _turn in range(3)] == [200, 200, 429]
    assert by_token(second).get(PETITIONS).status_code == 200
    settings.LIMITS = {"token.wrong": "1/10m"}
    assert [by_token("x").get(PETITIONS).status_code for _turn in range(2)] == [401, 429]


SCREEN = "/admin/desk/tokens/"


def test_the_screen_shows_a_key_once_and_revokes_it(client, make_client, staff, mails):
    client.force_login(staff["admin"])
    facts = {"user": staff["clerk"].pk, "label": "Open data", "scopes": ["read:petitions"], "days": "90"}
    made = client.post(SCREEN, facts)
    secret = re.search(r'value="(rostra_[\w-]+)"', made.content.decode())[1]
    assert (made.status_code, made["Cache-Control"].split(",")[0]) == (201, "no-store")
    assert by_token(secret).get(PETITIONS).status_code == 200
    page = client.get(SCREEN).content.decode()
    assert (secret in page, secret[:13] in page, "Read petitions" in page) == (False, True, True)
    assert [mail.to_address for mail in mails("accounts/tell_token")] == [staff["clerk"].email]
    assert client.post(SCREEN, {"revoke": str(ApiToken.objects.get().public_id)}).status_code == 302
    assert by_token(secret).get(PETITIONS).status_code == 401
    assert client.post(SCREEN, {**facts, "scopes": []}).status_code == 422
    clerk = make_client()
    clerk.force_login(staff["clerk"])
    assert clerk.get(SCREEN).status_code == 302  # Wagtail leads who may not
    assert clerk.post(SCREEN, facts).status_code == 302
    assert ApiToken.objects.count() == 1


def test_the_screen_asks_again_who_sits_there(client, staff, monkeypatch):
    from core.accounts import assurance

    client.force_login(staff["admin"])
    monkeypatch.setattr(assurance, "FRESH_SECONDS", -1)
    staff["admin"].set_password("four words not together")
    staff["admin"].save()
    client.force_login(staff["admin"])
    facts = {"user": staff["clerk"].pk, "label": "Open data", "scopes": ["read:petitions"], "days": "90"}
    answer = client.post(SCREEN, facts)
    assert answer.status_code == 302
    assert "/account/again/" in answer["Location"]
    assert ApiToken.objects.count() == 0


def test_the_command_makes_lists_and_revokes(staff, capsys):
    create = ["api_token", "create", "--user", staff["clerk"].email, "--label", "Open data", "--scope"]
    call_command(*create, "read:petitions", "--days", "5")
    secret = capsys.readouterr().out.strip()
    assert by_token(secret).get(PETITIONS).status_code == 200
    call_command("api_token", "list")
    line = capsys.readouterr().out
    assert (secret[:13] in line, secret in line, "read:petitions" in line) == (True, False, True)
    call_command("api_token", "revoke", secret[:13])
    assert by_token(secret).get(PETITIONS).status_code == 401
    with pytest.raises(CommandError):
        call_command("api_token", "revoke", secret[:13])
    with pytest.raises(CommandError):
        call_command(*create[:3], "nobody@example.org", *create[4:], "read:petitions")
    assert [event.actor_kind for event in Event.objects.filter(verb="token.create")] == ["operator"]


def test_a_read_only_house_keeps_no_day_of_use(make_token, open_petition, settings):
    token, secret = make_token("clerk", "read:petitions")
    settings.READ_ONLY = True
    assert by_token(secret).get(PETITIONS).status_code == 200
    token.refresh_from_db()
    assert (token.used_on, Event.objects.filter(verb="token.use").count()) == (None, 0)
    settings.READ_ONLY = False
    assert by_token(secret).get(PETITIONS).status_code == 200
    token.refresh_from_db()
    assert (token.used_on, Event.objects.filter(verb="token.use").count()) == (clock.today(), 1)
