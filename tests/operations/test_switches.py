"""A stopped door is stopped for page, API and socket; the page says why and keeps what was typed; others stay open."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from core import clock
from core.actors import actor_for
from core.errors import Forbidden, Invalid, NotFound, WrongState
from core.events.models import Event
from core.operations import actions, switches
from core.operations.doors import DOORS
from core.operations.models import Switch
from petitions.models import Signature
from tests.petitions.helpers import FORM, START

pytestmark = pytest.mark.django_db
REASON = "We mend the register."


def post_json(client, path, data):
    return client.post(path, json.dumps(data), content_type="application/json")


def test_a_stopped_door_answers_503_with_reason_and_keeps_what_was_typed(client, stop, make_petition):
    petition = make_petition(state="open")
    path = f"/en/petitions/{petition.number}/sign/"
    end = clock.now() + timedelta(hours=2)
    stop("signing", expected_end=end)
    answer = client.post(path, FORM)
    text = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert 7100 < int(answer["Retry-After"]) <= 7201
    assert "Petitions cannot be signed at the moment." in text
    assert REASON in text
    for name in ("name", "email", "postcode"):
        assert f'<input type="hidden" name="{name}" value="{FORM[name]}">' in text
    assert Signature.objects.count() == 0
    assert client.post("/en/petitions/start/", START).status_code == 302


def test_what_was_kept_is_sent_again_once_the_door_is_open(client, stop, admin, make_petition):
    petition = make_petition(state="open")
    path = f"/en/petitions/{petition.number}/sign/"
    stop("signing")
    text = client.post(path, FORM).content.decode()
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text))
    assert f'<form method="post" action="{path}">' in text
    actions.open_door("signing", by=admin)
    assert client.post(path, kept).status_code == 302
    assert Signature.objects.count() == 1


def test_passwords_and_codes_are_not_given_back(client, stop):
    stop("house")
    text = client.post("/en/my-data/", {"email": "ann@example.org", "password": "secret-7", "code": "123456"})
    assert "ann@example.org" in text.content.decode()
    assert "secret-7" not in text.content.decode()
    assert "123456" not in text.content.decode()


def test_the_api_answers_with_a_problem(client, stop, make_petition):
    number = make_petition(state="open").number
    stop("signing", expected_end=clock.now() + timedelta(minutes=10))
    answer = post_json(client, f"/api/v1/petitions/{number}/signatures/", {})
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert (body["code"], body["door"], body["reason"]) == ("stopped", "signing", REASON)
    assert body["expected_end"].startswith(str(clock.now().year))
    assert 590 < int(answer["Retry-After"]) <= 601


def test_one_confirmation_door_of_the_api_asks_for_what_it_confirms(client, stop, admin, make_petition):
    number = make_petition(state="open").number
    handle = client.post(f"/en/petitions/{number}/sign/", FORM).url.rstrip("/").rpartition("/")[2]
    stop("signing")
    answer = post_json(client, f"/api/v1/confirmations/{handle}/", {"code": "000000"})
    assert (answer.status_code, answer.json()["code"], answer.json()["door"]) == (503, "stopped", "signing")
    actions.open_door("signing", by=admin)
    assert post_json(client, f"/api/v1/confirmations/{handle}/", {"code": "000000"}).status_code == 400


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_page_says_it_in_its_language(client, admin, language):
    words = {"en": "We mend it.", "fr": "Nous réparons.", "ar": "نصلحه الآن."}
    actions.stop_door("comments", by=admin, words=words)
    text = client.get(f"/{language}/petitions/").content.decode()
    banner = re.search(r'<section class="banner".*?</section>', text, re.DOTALL)[0]
    assert words[language] in banner


def test_a_language_without_words_of_its_own_falls_back(client, stop):
    stop("comments")
    assert REASON in client.get("/fr/petitions/").content.decode()


def test_an_expected_end_is_told_until_it_has_passed_and_opens_nothing(client, stop):
    now = clock.now()
    stop("reports", expected_end=now + timedelta(hours=1))
    told = client.get("/en/petitions/").content.decode()
    assert "We expect this to end on" in told
    with clock.frozen(now + timedelta(hours=2)):
        after = client.get("/en/petitions/").content.decode()
    assert REASON in after
    assert "We expect this to end on" not in after
    assert "reports" in switches.current()


def test_read_only_refuses_every_change_and_shows_every_page(client, staff, stop, make_petition, admin):
    petition = make_petition(state="open")
    clerk = staff["clerk"]
    client.force_login(clerk)
    stop("house")
    assert client.post(f"/en/petitions/{petition.number}/sign/", FORM).status_code == 503
    assert client.post("/en/my-data/", {"email": "a@example.org", "wish": "see"}).status_code == 503
    assert client.post(f"/admin/desk/petitions/{petition.pk}/", {"verb": "close"}).status_code == 503
    assert client.post("/admin/pages/1/delete/").status_code == 503
    for path in ("/en/", "/en/petitions/", f"/en/petitions/{petition.number}/", "/admin/desk/petitions/"):
        assert client.get(path).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


def test_in_read_only_staff_sign_in_and_the_administrator_opens_the_house(client, staff, stop):
    stop("house")
    wrong = client.post(reverse("account_password_login"), {"login": "x@example.org", "password": "wrong"})
    assert wrong.status_code == 422
    assert client.post(reverse("account_login"), {"email": "x@example.org"}).status_code == 503
    client.force_login(staff["admin"])
    assert client.post("/admin/desk/switches/house/", {"open": "1"}).status_code == 302
    assert switches.current() == {}


def test_citizens_do_not_sign_in_while_that_is_stopped_and_staff_do(client, stop, staff, django_user_model):
    django_user_model.objects.create_user("ann@example.org", "right-password-7", name="Ann")
    boss = staff["admin"]
    boss.set_password("right-password-7")
    boss.save()
    stop("sign_in")
    given = {"password": "right-password-7"}
    citizen = client.post(reverse("account_password_login"), {"login": "ann@example.org", **given})
    assert (citizen.status_code, client.session.get("_auth_user_id")) == (503, None)
    assert "right-password-7" not in citizen.content.decode()
    assert client.post(reverse("account_login"), {"email": "ann@example.org"}).status_code == 503
    assert client.post(reverse("account_password_login"), {"login": boss.email, **given}).status_code == 302


def test_a_switch_is_an_event_with_who_and_why_and_only_administrators_have_it(stop, admin, staff):
    switch = stop("signing")
    actions.stop_door("signing", by=admin, words={"en": "Still at it."})
    actions.open_door("signing", by=admin)
    rows = Event.objects.filter(subject_id=switch.public_id).order_by("id")
    seen = [(row.verb, row.actor_id, row.reason, row.data["door"], row.is_public) for row in rows]
    assert seen == [
        ("switch.stop", admin.id, REASON, "signing", False),
        ("switch.tell", admin.id, "Still at it.", "signing", False),
        ("switch.open", admin.id, "", "signing", False),
    ]
    with pytest.raises(WrongState):
        actions.open_door("signing", by=admin)
    with pytest.raises(Forbidden):
        actions.stop_door("signing", by=actor_for(staff["clerk"]), words={"en": "No."})
    with pytest.raises(Invalid):
        actions.stop_door("signing", by=admin, words={"en": " "})
    with pytest.raises(Invalid):
        actions.stop_door("signing", by=admin, words={"en": "x"}, expected_end=clock.now())
    with pytest.raises(NotFound):
        actions.stop_door("nothing", by=admin, words={"en": "x"})


def test_the_setting_makes_read_only_what_cannot_even_be_switched(client, settings):
    settings.READ_ONLY = True
    assert client.get("/en/petitions/").status_code == 200
    assert "nothing can be sent at the moment" in client.get("/en/petitions/").content.decode()
    assert client.post("/en/petitions/start/", START).status_code == 503


def test_the_command_lists_stops_and_opens():
    def run(*words):
        out = StringIO()
        call_command("switch", *words, stdout=out)
        return {line.split()[0]: line for line in out.getvalue().splitlines()}

    assert list(run()) == list(DOORS)
    stopped = run(
        "stop", "signing", "--reason", "en=We count.", "--reason", "fr=On compte.", "--until", "2099-01-02T18:00"
    )
    assert stopped["signing"].endswith("stopped: We count.")
    row = Switch.objects.get(door="signing")
    assert (row.reason, row.expected_end.astimezone(clock.parliament_zone()).hour) == (
        {"en": "We count.", "fr": "On compte."}, 18,
    )  # fmt: skip
    assert run("open", "signing")["signing"].endswith(" open")
    for words in (("stop", "signing"), ("open", "signing"), ("stop",), ("stop", "signing", "--until", "soon")):
        with pytest.raises(CommandError):
            run(*words)


def test_while_the_database_is_away_the_last_answer_stands(stop, monkeypatch):
    stop("signing")
    assert list(switches.current()) == ["signing"]

    def away():
        raise connection.Database.OperationalError

    from django.db import DatabaseError

    def broken():
        raise DatabaseError

    monkeypatch.setattr(switches, "_read", broken)
    monkeypatch.setattr(switches, "LOOK_SECONDS", -1.0)
    switches.know(switches.current(), -1.0)
    assert list(switches.current()) == ["signing"]
