"""The citizen's pages: what they show, what they refuse, and what they never tell."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from consultations.hearings import actions
from consultations.hearings.models import Broadcast, Hearing, Question, Support
from core import clock
from core.parliament.models import Area
from core.verification.models import Participant
from tests.hearings import world

pytestmark = pytest.mark.django_db
SECRET = "Zq-canary"


def code_of(mail):
    return re.search(r"\b(\d{6})\b", mail.body)[1]


def ask(client, hearing, **facts):
    given = {
        "text": "How many beds are open at night?",
        "display": "first_name",
        "name": "Marta Lind",
        "email": "marta@example.org",
    }
    return client.post(f"/en/hearings/{hearing.slug}/ask/", {**given, **facts})


def test_question_is_handed_in_after_the_code(client, hearing, mails):
    answer = ask(client, hearing)
    assert answer.status_code == 302
    assert Question.objects.get().state == "unconfirmed"
    assert not answer.cookies
    (mail,) = mails("hearings/ask_to_confirm_question")
    done = client.post(answer.url, {"code": code_of(mail)})
    assert (done.status_code, done.url) == (302, f"/en/hearings/{hearing.slug}/mine/")
    question = Question.objects.get()
    assert (question.state, question.public_name, question.asker_name) == ("pending", "Marta", "Marta Lind")
    assert "With the clerk" in client.get(done.url).content.decode()


def test_question_is_handed_in_by_the_mailed_link_and_only_by_its_button(client, hearing, mails):
    ask(client, hearing)
    link = re.search(r"https?://[^/]+(/en/\S+)", mails("hearings/ask_to_confirm_question")[0].body)[1]
    asked = client.get(link)
    assert asked.status_code == 200 and "Why people wait" in asked.content.decode()
    assert Question.objects.get().state == "unconfirmed"
    assert client.post(link).status_code == 302
    assert Question.objects.get().state == "pending"
    assert client.post(link).status_code == 404


def test_pass_is_a_closed_cookie_of_this_hearing_only(client, hearing, clerk, mails):
    url = ask(client, hearing).url
    answer = client.post(url, {"code": code_of(mails("hearings/ask_to_confirm_question")[0])})
    cookie = answer.cookies["hearing-pass-en"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/en/hearings/{hearing.slug}/", True, "Lax")
    other = world.make_hearing(clerk)
    assert client.get(f"/en/hearings/{other.slug}/ticket/").json()["can_vote"] is False
    client.cookies.load({"hearing-pass-en": cookie.value})
    assert client.get(f"/en/hearings/{hearing.slug}/ticket/").json()["can_vote"] is True
    assert client.get(f"/en/hearings/{other.slug}/ticket/").json()["can_vote"] is False


def test_known_and_unknown_addresses_look_the_same(client, hearing, mails):
    world.make_question(hearing, by=world.make_asker())
    known = Participant.objects.get().email
    pages = [client.get(ask(client, hearing, email=email, name="A B").url) for email in (known, "new@example.org")]
    first, second = (re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}", "", page.content.decode()) for page in pages)
    assert first == second


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"text": ""}, "text"), ({"text": "Why?"}, "text"), ({"text": "x" * 301}, "text"), ({"email": "marta"}, "email"),
     ({"email": ""}, "email"), ({"name": ""}, "name"), ({"display": "crown"}, "display")],
)  # fmt: skip
def test_faulty_form_comes_back_with_everything_kept(client, hearing, facts, field):
    answer = ask(client, hearing, **facts)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in html and "There is a problem" in html
    assert f'href="#id_{field}' in html
    assert facts.get("name", "Marta Lind") in html
    assert Question.objects.count() == 0


def test_closed_hearing_says_so(client, clerk):
    hearing = world.make_hearing(clerk, state="ended")
    answer = ask(client, hearing)
    assert answer.status_code == 409
    assert "does not take questions" in answer.content.decode()


def test_support_without_a_script(client, hearing, clerk, mails):
    question = world.make_question(hearing, clerk=clerk, state="published")
    url = f"/en/hearings/{hearing.slug}/questions/{question.public_id}/support/"
    assert client.post(url, {"value": "1"}).url == url
    confirm = client.post(url, {"email": "ada@example.org"}).url
    assert Support.objects.count() == 0
    done = client.post(confirm, {"code": code_of(mails("hearings/ask_to_confirm_joining")[0])})
    assert done.url == f"/en/hearings/{hearing.slug}/#q-{question.public_id}"
    page = client.get(f"/en/hearings/{hearing.slug}/").content.decode()
    assert 'aria-pressed="true"' in page and 'name="value" value="0"' in page
    for value, count in (("1", 1), ("0", 0), ("0", 0), ("1", 1)):
        assert client.post(url, {"value": value}).status_code == 302
        question.refresh_from_db()
        assert question.supports == count


def test_withdrawing_ones_own_question(client, hearing, mails):
    url = ask(client, hearing).url
    client.post(url, {"code": code_of(mails("hearings/ask_to_confirm_question")[0])})
    question = Question.objects.get()
    withdraw = reverse("hearings:question_withdraw", args=[hearing.slug, question.public_id])
    client.post(withdraw)
    question.refresh_from_db()
    assert question.state == "withdrawn"
    other = world.make_question(hearing)
    assert client.post(reverse("hearings:question_withdraw", args=[hearing.slug, other.public_id])).status_code == 404


def test_nothing_secret_stands_on_a_page_or_in_the_api(client, hearing, clerk, deliver):
    asker = world.make_asker(f"Marta {SECRET}")
    world.make_question(hearing, by=asker, clerk=clerk, text=f"Is {SECRET} still pending?")
    refused = world.make_question(hearing, by=world.make_asker(SECRET), clerk=clerk, text=f"Is {SECRET} refused?")
    actions.reject_question(refused, by=clerk, reason_code="off_topic", reason=SECRET)
    shown = world.make_question(hearing, by=world.make_asker(f"Ada {SECRET}"), clerk=clerk, state="on_air")
    deliver()
    listed = world.make_question(hearing, by=world.make_asker(f"Bea {SECRET}"), clerk=clerk, state="published")
    page = f"/en/hearings/{hearing.slug}/"
    ends = [
        "",
        "?questions=newest&all",
        "?questions=asked",
        "mine/",
        "ticket/",
        f"questions/{listed.public_id}/support/",
    ]
    api = f"/api/v1/hearings/{hearing.slug}/"
    doors = [*(f"{page}{end}" for end in ends), "/en/hearings/", "/en/search/?q=wait", api, f"{api}questions/"]
    texts = [client.get(door).content.decode() for door in doors]
    assert [door for door, text in zip(doors, texts, strict=True) if SECRET in text] == []
    assert shown.text in texts[0] and "Bea" in texts[0]
    assert client.get(f"{page}questions/{refused.public_id}/support/").status_code == 404


def test_draft_is_for_clerks_only(client, clerk):
    hearing = world.make_hearing(clerk, state="draft")
    assert client.get(f"/en/hearings/{hearing.slug}/").status_code == 404
    client.force_login(clerk.user)
    assert client.get(f"/en/hearings/{hearing.slug}/").status_code == 200


def test_cross_site_post_is_refused(client, hearing):
    answer = client.post(f"/en/hearings/{hearing.slug}/ask/", {}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("state", ["announced", "open", "live", "ended"])
def test_every_state_has_a_page_in_every_language(client, clerk, language, state):
    hearing = world.make_hearing(clerk, state=state)
    html = client.get(f"/{language}/hearings/{hearing.slug}/").content.decode()
    assert f'lang="{language}"' in html
    assert ('id="ask"' in html) == (state in {"open", "live"})
    assert "style=" not in html


def test_a_name_and_a_place_keep_each_its_own_direction(client, hearing, clerk):
    Area.objects.create(scheme="own", kind="constituency", code="MER", name={"en": "Merrow Bay", "ar": "خليج مِرو"})
    question = world.make_question(hearing, clerk=clerk, state="published")
    Question.objects.filter(pk=question.pk).update(asker_name="هدى", display="name", place="Merrow Bay")
    assert "<bdi>هدى</bdi><bdi>Merrow Bay</bdi>" in client.get(f"/en/hearings/{hearing.slug}/").content.decode()
    assert "<bdi>هدى</bdi><bdi>خليج مِرو</bdi>" in client.get(f"/ar/hearings/{hearing.slug}/").content.decode()
    Question.objects.filter(pk=question.pk).update(state="on_air", place="Elsewhere")
    assert "<bdi>هدى</bdi> · <bdi>Elsewhere</bdi>" in client.get(f"/ar/hearings/{hearing.slug}/").content.decode()


def test_the_strip_names_the_day_it_shows(client, clerk):
    now = clock.now()
    running = world.make_hearing(clerk)
    assert "<dt>Questions until</dt>" in client.get(f"/en/hearings/{running.slug}/").content.decode()
    coming = world.make_hearing(clerk, state="announced")
    Hearing.objects.filter(pk=coming.pk).update(questions_open_at=now + timedelta(days=3))
    assert "<dt>Questions from</dt>" in client.get(f"/en/hearings/{coming.slug}/").content.decode()
    ended = world.make_hearing(clerk, state="ended")
    assert "<dt>Ended</dt>" in client.get(f"/en/hearings/{ended.slug}/").content.decode()


def test_what_an_ended_hearing_left_on_the_list_was_not_reached(client, clerk):
    hearing = world.make_hearing(clerk)
    world.make_question(hearing, clerk=clerk, state="published")
    Hearing.objects.filter(pk=hearing.pk).update(state="ended")
    page = client.get(f"/en/hearings/{hearing.slug}/").content.decode()
    assert "Not reached" in page and "the chair may change the order" not in page
    assert page.count('aria-current="step"') == 1


def test_a_hearing_that_is_not_broadcast_has_no_player(client, hearing):
    page = client.get(f"/en/hearings/{hearing.slug}/").content.decode()
    assert "This hearing is not broadcast" in page and 'class="player' not in page
    Broadcast.objects.create(hearing=hearing, kind="video", url="https://video.example/1")
    assert 'class="player' in client.get(f"/en/hearings/{hearing.slug}/").content.decode()
