"""Signing in by an e-ID, against a provider in a process of its own."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings

from config import env
from core.accounts.models import Role, User
from core.actors import Actor, actor_of, anybody, has_assurance

pytestmark = pytest.mark.django_db
BEGIN, BACK = "/en/account/sign-in/eid/house/", "/eid/house/callback/"


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *args):
        return None


@pytest.fixture(scope="module")
def issuer():
    """Start the provider; gives its address."""
    command = [sys.executable, "-m", "tests.people.provider", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=django_settings.ROOT)
    yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    process.terminate()
    process.wait(10)


@pytest.fixture
def plan(issuer, settings):
    """Register the provider; gives a function that says how its next token lies."""
    row = {
        "id": "house", "name": "Aldermark ID", "issuer": issuer, "client_id": "rostra", "secret": "only-for-tests",
        "claims": {"area": "home"}, "levels": {"urn:level:high": "high", "urn:level:mid": "substantial"},
    }  # fmt: skip
    apps = env.eid(json.dumps([row]))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}

    def tell(**lies):
        request = urllib.request.Request(f"{issuer}/plan", json.dumps(lies).encode(), method="POST")
        urllib.request.urlopen(request, timeout=5).close()

    tell()
    return tell


def agree(address):
    """Go to the provider as a browser would; gives the address that it leads back to."""
    try:
        urllib.request.build_opener(Stay).open(address, timeout=5)
    except urllib.error.HTTPError as answer:
        return answer.headers["Location"]
    raise AssertionError("the provider did not lead back")


def journey(client, begin=BEGIN):
    """Sign in by the e-ID; gives the last answer."""
    back = urlsplit(agree(client.get(begin)["Location"]))
    assert back.path == BACK
    return client.get(f"{back.path}?{back.query}")


def actor_in(client, rf):
    request = rf.get("/")
    request.session = client.session
    request.user = User.objects.get(pk=client.session["_auth_user_id"])
    return actor_of(request)


def test_a_citizen_signs_in_and_the_claims_are_mapped(client, rf, plan, parliament):
    assert b"Aldermark ID" in client.get("/en/account/sign-in/").content
    done = journey(client, f"{BEGIN}?next=/en/petitions/")
    assert done["Location"] == "/en/petitions/"
    lena = User.objects.get()
    assert (lena.name, lena.email, lena.assurance, lena.area.code) == ("Lena Vogt", "lena@example.org", "high", "SLT")
    actor = actor_in(client, rf)
    assert (actor.assurance, actor.roles) == ("high", frozenset())
    assert [has_assurance(level)(actor, None) for level in ("email", "substantial", "high")] == [True, True, True]
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.extra_data, "person-1" in kept.uid) == (lena, {}, False)


def test_the_second_time_is_the_same_account_and_names_follow(client, make_client, plan, parliament):
    journey(client)
    plan(claims={"name": "Lena Holm", "acr": "urn:level:mid"})
    journey(make_client())
    lena = User.objects.get()
    assert (lena.name, lena.assurance) == ("Lena Holm", "high")


def test_the_request_carries_pkce_state_and_nonce(client, plan):
    asked = parse_qs(urlsplit(client.get(f"{BEGIN}?scope=admin&auth_params=prompt%3Dnone")["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"nonce", "state", "code_challenge"} <= set(asked)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert "prompt" not in asked


LIES = {
    "wrong audience": {"claims": {"aud": "another-site"}},
    "several audiences, for another party": {"claims": {"aud": ["rostra", "other"], "azp": "other"}},
    "wrong issuer": {"claims": {"iss": "https://evil.example"}},
    "wrong nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "too old": {"claims": {"exp": 1_700_000_000}},
    "no subject": {"claims": {"sub": None}},
    "signed by another key": {"sign": "other"},
    "not signed": {"sign": "none"},
    "signed by the shared secret": {"sign": "secret"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_does_not_prove_itself_is_refused(client, plan, lie):
    plan(**lie)
    answer = journey(client)
    assert answer.status_code == 401
    assert "The e-ID did not let you in" in answer.content.decode()
    assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)
    assert client.get("/en/account/").status_code == 302


FAULTS = {
    "wrong audience": ("decode", {"verify_aud": False}),
    "wrong nonce": ("nonce", None),
    "signed by another key": ("decode", {"verify_signature": False, "verify_aud": False}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_planted_a_check_that_is_left_out_lets_the_lie_in(client, plan, monkeypatch, name):
    """Each check is what refuses its lie: without it the same journey signs somebody in."""
    import jwt

    from core.accounts.views import eid

    kind, options = FAULTS[name]
    real = jwt.decode
    if kind == "decode":
        monkeypatch.setattr(eid.jwt, "decode", lambda token, **facts: real(token, **{**facts, "options": options}))
    else:
        monkeypatch.setattr(eid.secrets, "compare_digest", lambda one, other: True)
    plan(**LIES[name])
    assert journey(client).status_code == 302
    assert User.objects.count() == 1


def test_an_answer_to_another_browser_and_one_used_twice_are_refused(client, make_client, plan):
    back = urlsplit(agree(client.get(BEGIN)["Location"]))
    address = f"{back.path}?{back.query}"
    assert make_client().get(address).status_code == 401
    assert client.get(address).status_code == 302
    assert client.get(address).status_code == 401
    assert make_client().get(BACK).status_code == 401
    assert make_client().get("/eid/unknown/callback/").status_code == 404


def test_an_e_id_takes_over_no_account_by_its_address(client, plan, make_staff):
    clerk = make_staff("lena@example.org", Role.CLERK)
    journey(client)
    other = User.objects.exclude(pk=clerk.pk).get()
    assert other.email.endswith("@eid.invalid")
    assert (other.is_staff, client.session["_auth_user_id"]) == (False, str(other.pk))


def test_staff_by_e_id_still_need_their_second_factor(client, make_client, plan):
    from allauth.mfa.totp.internal.auth import TOTP

    from core.accounts.actions import grant_role
    from core.actors import IMPORT

    from .conftest import SECRET

    journey(make_client())
    lena = User.objects.get()
    grant_role(lena, Role.CLERK, by=IMPORT)
    TOTP.activate(lena, SECRET)
    assert journey(client)["Location"] == "/en/account/sign-in/second-factor/"


def test_an_unproven_address_is_not_taken(client, plan):
    plan(claims={"email_verified": False})
    journey(client)
    assert User.objects.get().email.endswith("@eid.invalid")


def test_a_provider_that_is_away_gets_a_page(client, settings):
    row = {"id": "house", "name": "Away", "issuer": "http://127.0.0.1:9", "client_id": "rostra"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.eid(json.dumps([row]))}}
    assert client.get(BEGIN).status_code == 502


def test_levels_are_asked_as_a_predicate():
    levels = ["", "email", "low", "substantial", "high"]
    rule = anybody & has_assurance("substantial")
    assert [rule(Actor("user", "1", assurance=level), None) for level in levels] == [False, False, False, True, True]


def test_eid_knows_no_algorithm_with_a_shared_secret():
    from core.accounts.views.eid import ALGORITHMS

    assert [name for name in ALGORITHMS if name.startswith("HS") or name == "none"] == []
