"""Staff change the words of a mail by language: checked, previewed, and reset to the shipped ones."""

import html
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.actors import ANONYMOUS, actor_for
from core.errors import Forbidden, Invalid
from core.events.models import Event
from core.mail import kinds, texts, writing
from core.mail.kinds import Fact, Kind
from core.mail.models import Mail, MailText, Stream

pytestmark = pytest.mark.django_db
KIND = "petitions/ask_to_confirm_signature"
PATH = f"/admin/desk/mail/en/{KIND}/"
# a clerk's act causes these, nobody else can: no cap on what strangers ask for may hold them back
ASKED_BY_STAFF = {"petitions/ask_petitioner", "petitions/ask_signer_to_join"}
WORDS = {"subject": "Sign: {petition}", "body": "Hello from {site_name}.\n\nType {code} or open\n{link}"}


@pytest.fixture
def comms(client, staff):
    client.force_login(staff["comms"])
    return client


@pytest.fixture
def writer(staff):
    return actor_for(staff["comms"])


def test_staffs_words_go_out_and_the_other_language_keeps_its_own(comms, ask):
    assert comms.post(PATH, WORDS).status_code == 302
    mail, french = ask(), ask(language="fr")
    assert mail.subject == "Sign: Bring back the night train <b>now</b>"
    assert mail.body.startswith(f"Hello from {settings.SITE_NAME}.\n\nType 123456 or open\nhttp")
    assert "/mail/stop/" in mail.body
    assert "Hello" not in french.body
    event = Event.objects.get(verb="mail_text.change")
    assert (event.data, event.is_public) == ({"kind": KIND, "language": "en"}, False)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"body": "{code} {link} {emial}"}, "body", "no placeholder {emial}"),
        ({"subject": "Hello {code}{nmae}"}, "subject", "no placeholder {nmae}"),
        ({"body": "Open {link}"}, "body", "Without {code}"),
        ({"subject": ""}, "subject", "Write something"),
        ({"body": ""}, "body", "Write something"),
        ({"subject": "x" * 151}, "subject", "at most 150"),
    ],
)
def test_what_would_not_work_is_refused_at_its_field(comms, changed, field, words):
    answer = comms.post(PATH, {**WORDS, **changed})
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert re.search(rf'<a href="#id_{field}">[^<]*{re.escape(words)}', text)
    assert all(html.unescape(value) in text for value in {**WORDS, **changed}.values())
    assert MailText.objects.count() == 0


def test_the_preview_shows_both_forms_and_keeps_nothing(comms):
    answer = comms.post(PATH, {**WORDS, "preview": "1"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Sign: Bring back the night train" in text
    frame = html.unescape(re.search(r'<iframe[^>]*srcdoc="([^"]*)"', text).group(1))
    assert "<h1>Sign: Bring back the night train</h1>" in frame
    assert "123456" in frame
    assert MailText.objects.count() == 0


def test_nothing_that_staff_typed_runs(comms):
    given = {**WORDS, "body": "{code} {link} <script>alert(1)</script>", "preview": "1"}
    answer = comms.post(PATH, given).content.decode()
    assert "<script>alert(1)" not in answer
    assert "<script>alert(1)" not in html.unescape(re.search(r'srcdoc="([^"]*)"', answer).group(1))
    for words in ("{{ settings.SECRET_KEY }}", "{% load i18n %}"):
        answer = comms.post(PATH, {**given, "body": f"{{code}} {{link}} {words}"})
        assert (answer.status_code, settings.SECRET_KEY in answer.content.decode()) == (422, False)


def test_back_to_the_shipped_words(comms, ask):
    comms.post(PATH, WORDS)
    assert comms.post(PATH, {"reset": "1"}).status_code == 302
    assert MailText.objects.count() == 0
    assert ask().subject == "Confirm your signature"
    assert list(Event.objects.filter(subject_type="mail.mailtext").order_by("id").values_list("verb", flat=True)) == [
        "mail_text.change",
        "mail_text.reset",
    ]


def test_the_form_begins_with_the_shipped_words_and_they_can_be_saved(writer):
    """Every kind in every language: what the form shows first is accepted as it is."""
    for kind in kinds.registered():
        for code, _name in settings.LANGUAGES:
            subject, body = texts.shipped_with_placeholders(kind, code)
            writing.save_mail_text(kind.name, code, subject=subject, body=body, by=writer)
            counted = {fact.name for fact in kind.facts if fact.is_number}
            assert {*kind.needs, *counted} <= set(texts.placeholders_in(body))
    assert MailText.objects.count() == len(kinds.registered()) * len(settings.LANGUAGES)


def test_every_shipped_template_has_its_kind():
    folder = settings.ROOT / "frontend/templates/emails"
    files = {str(path.relative_to(folder).with_suffix("")) for path in folder.glob("*/*.txt")}
    known = {kind.name.partition(":")[0] for kind in kinds.registered()}
    asks = {name for name in files if name.rpartition("/")[2].startswith(kinds.ON_DEMAND)}
    assert {name for name in known if name not in files} == set()
    proofs = {kind.name for kind in kinds.registered() if kind.stream == Stream.PROOF}
    assert {name for name in asks & known if name not in proofs} == ASKED_BY_STAFF


def test_a_kind_nobody_listed_is_capped_by_its_name():
    assert kinds.kind_of("accounts/ask_for_code", {}).stream == Stream.PROOF
    assert kinds.kind_of("accounts/tell_signed_in", {}).stream == Stream.RECEIPT


def test_a_text_for_one_state_holds_for_that_state_alone(writer):
    name = "petitions/tell_petitioner:rejected"
    writing.save_mail_text(name, "en", subject="No", body="Because: {reason}", by=writer)
    petition = {"action": "A", "rejection_reason": {"title": "Not ours", "wording": "w"}, "rejection_details": ""}
    facts = {"petition": petition, "state_words": "x", "link": "", "status_link": ""}
    said = {}
    for state in ("rejected", "open"):
        kind = kinds.kind_of("petitions/tell_petitioner", {"state": state})
        said[state] = texts.words_of(kind, "en", {**facts, "state": state}, "i1:x")
    assert said["rejected"][0:2] == ("No", "Because: Not ours\n\n")
    assert said["open"][0] == "Your petition is open for signatures"


def test_a_value_in_braces_is_not_read_again(writer, ask, monkeypatch):
    from tests.mail import conftest

    monkeypatch.setattr(conftest.Petition, "action", "{code} {link}\nBcc: all@example.org")
    writing.save_mail_text(KIND, "en", **WORDS, by=writer)
    mail = ask()
    assert mail.subject == "Sign: {code} {link} Bcc: all@example.org"


def test_facts_are_read_from_the_mail_alone(writer):
    kind = Kind("petitions/tell_signature_counted", "x", facts=(Fact("who", "petition.action", "x", "y"),))
    row = MailText(kind=kind.name, language="en", subject="{who}", body="{who}", changed_at=clock.now())
    row.save()
    assert texts.words_of(kind, "en", {}, "i1:x")[0] == ""


@pytest.mark.parametrize("role", ["clerk", "moderator", "member"])
def test_only_communications_and_administrators_get_in(client, staff, role):
    client.force_login(staff[role])
    for path in (PATH, reverse("backoffice_mail_texts")):
        assert client.get(path).status_code in {302, 403}
        assert client.post(path, WORDS).status_code in {302, 403, 405}
    assert MailText.objects.count() == 0
    with pytest.raises(Forbidden):
        writing.save_mail_text(KIND, "en", **WORDS, by=actor_for(staff[role]))
    with pytest.raises(Forbidden):
        writing.reset_mail_text(KIND, "en", by=ANONYMOUS)


@pytest.mark.parametrize("path", [f"/admin/desk/mail/xx/{KIND}/", "/admin/desk/mail/en/petitions/nothing/"])
def test_what_is_not_there_is_not_found(comms, path):
    assert comms.get(path).status_code == 404


def test_the_list_asks_as_much_with_all_texts_as_with_none(comms, writer):
    path = reverse("backoffice_mail_texts")
    comms.get(path)
    counted = []
    for turn in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = comms.get(path)
        counted.append(len(queries))
        if not turn:
            for kind in kinds.registered():
                subject, body = texts.shipped_with_placeholders(kind, "en")
                writing.save_mail_text(kind.name, "en", subject=subject, body=body, by=writer)
    assert counted[0] == counted[1]
    assert page.content.decode().count("Own text,") == len(kinds.registered())


HELD = "/admin/desk/mail/held-back/"


@pytest.fixture
def held(ask, sent):
    """Hold mail to Ann back."""
    from core.mail.models import Suppression

    mail = ask()
    Suppression.objects.create(to_index=mail.to_index, scope="all", reason="hard_bounce", since=clock.now())
    return Suppression.objects


def test_a_held_back_address_is_found_and_let_go_by_an_administrator(client, staff, held):
    client.force_login(staff["admin"])
    assert "no such mail box" in client.post(HELD, {"email": "Ann@example.org"}).content.decode()
    assert "Nothing is held back" in client.post(HELD, {"email": "bob@example.org"}).content.decode()
    assert client.post(HELD, {"email": "nonsense"}).status_code == 422
    assert "goes out again" in client.post(HELD, {"email": "ann@example.org", "lift": "1"}).content.decode()
    assert (held.count(), Mail.objects.count()) == (0, 1)


def test_an_auditor_looks_an_address_up_and_lifts_nothing(client, staff, held):
    client.force_login(staff["auditor"])
    page = client.post(HELD, {"email": "ann@example.org"}).content.decode()
    assert ("no such mail box" in page, "Let mail go out again" in page) == (True, False)
    assert client.post(HELD, {"email": "ann@example.org", "lift": "1"}).status_code == 403
    assert held.count() == 1
    assert client.get("/admin/desk/mail/").status_code in {302, 403}


@pytest.mark.parametrize("role", ["comms", "clerk", "moderator", "approver"])
def test_whether_an_address_gets_mail_is_nobody_elses_business(client, staff, held, role):
    client.force_login(staff[role])
    assert client.get(HELD).status_code in {302, 403}
    assert client.post(HELD, {"email": "ann@example.org", "lift": "1"}).status_code in {302, 403}
    assert held.count() == 1
    assert "held-back" not in client.get("/admin/").content.decode()


def test_a_door_open_to_all_who_write_texts_would_be_seen(client, staff, held, monkeypatch):
    from cms.backoffice.mail_texts import HeldBack
    from core.mail.rules import writes_mail_texts

    monkeypatch.setattr(HeldBack, "may", writes_mail_texts)
    client.force_login(staff["comms"])
    assert client.get(HELD).status_code == 200


def test_a_checker_that_lets_all_through_would_be_seen(comms, monkeypatch):
    monkeypatch.setattr(writing, "check_words", lambda *_words: None)
    assert comms.post(PATH, {**WORDS, "body": "{emial}"}).status_code == 302


def test_checking_names_both_fields(writer):
    with pytest.raises(Invalid) as refusal:
        writing.save_mail_text(KIND, "en", subject="{a}", body="{b}", by=writer)
    assert sorted(refusal.value.fields) == ["body", "subject"]
