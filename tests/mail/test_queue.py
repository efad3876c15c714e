"""What goes out: no more than a mail box can bear, several codes in one mail, HTML beside text, one Message-ID."""

import smtplib
from datetime import timedelta

import pytest

from core import clock
from core.mail.models import Mail, Suppression
from core.mail.queue import send_due
from petitions.models import Signature
from tests.petitions.helpers import FORM, masked

pytestmark = pytest.mark.django_db


@pytest.fixture
def caps(settings):
    def run(**rules):
        settings.LIMITS_FACTOR, settings.LIMITS = 1, {f"mail.{name}": figures for name, figures in rules.items()}

    return run


def test_a_mail_box_gets_no_more_codes_than_the_cap_over_the_whole_site(ask, sent, caps):
    caps(proof="5/h 20/d", sign="off")
    start = clock.now()
    states = []
    for hour in range(5):
        with clock.frozen(start + timedelta(hours=hour, minutes=hour)):
            rows = [ask() for _turn in range(7)]
            send_due()
            states += [Mail.objects.get(pk=row.pk).state for row in rows]
    assert [states[hour * 7 : hour * 7 + 7].count("sent") for hour in range(5)] == [5, 5, 5, 5, 0]
    assert Mail.objects.filter(state="not_sent", why_not="too_many").count() == 15
    assert ask("bob@example.org").state == "queued"


def test_what_is_told_is_not_capped(tell, sent, caps):
    caps(proof="1/h")
    assert [tell().state for _turn in range(4)] == ["queued"] * 4
    assert send_due() == 4


def test_the_page_is_the_same_beyond_the_cap(client, parliament, make_petition, mails, caps, settings):
    settings.REDIS_URL = ""
    caps(proof="2/h")
    pages = []
    for _turn in range(4):
        petition = make_petition(state="open")
        answer = client.post(f"/en/petitions/{petition.number}/sign/", FORM)
        page = masked(client.get(answer.url))
        pages.append(page.replace(str(petition.number), "N").replace(petition.action, "A"))
    sent_or_not = [mail.state for mail in mails()]
    assert sent_or_not == ["sent", "sent", "not_sent", "not_sent"]
    assert pages == [pages[0]] * 4
    assert Signature.objects.count() == 4


def test_waiting_codes_of_one_address_go_in_one_mail(ask, tell, sent):
    first, second, other = ask(code="111111"), ask(code="222222"), ask("bob@example.org", code="333333")
    french, news = ask(code="444444", language="fr"), tell()
    assert send_due() == 5
    messages = sent()
    assert [message.to for message in messages] == [
        ["ann@example.org"],
        ["bob@example.org"],
        ["ann@example.org"],
        ["ann@example.org"],
    ]
    assert messages[0].subject == "2 requests wait for you"
    assert ["111111" in messages[0].body, "222222" in messages[0].body] == [True, True]
    assert messages[0].extra_headers["Message-ID"] == first.message_id
    rows = Mail.objects.in_bulk([row.pk for row in (first, second, other, french, news)])
    assert {row.state for row in rows.values()} == {"sent"}
    assert rows[second.pk].carrier_id == first.pk
    assert rows[other.pk].carrier_id is None


def test_who_travels_together_stays_together_over_all_tries(ask, sent, monkeypatch):
    first, second = ask(code="111111"), ask(code="222222")
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", _refuse)
        assert send_due() == 0
    late = ask(code="333333")
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        assert send_due() == 3
    by_id = {message.extra_headers["Message-ID"]: message.body for message in sent()}
    assert list(by_id) == [first.message_id, late.message_id]
    assert ["222222" in by_id[first.message_id], "333333" in by_id[first.message_id]] == [True, False]
    assert Mail.objects.get(pk=second.pk).state == "sent"


def _refuse(*_args, **_kwargs):
    raise ConnectionRefusedError


def test_text_and_html_say_the_same_and_only_our_own_address_is_a_link(ask, sent, settings):
    ask()
    send_due()
    (message,) = sent()
    ((html, kind),) = [(part.content, part.mimetype) for part in message.alternatives]
    assert kind == "text/html"
    assert "<b>now</b>" not in html
    assert "&lt;b&gt;now&lt;/b&gt;" in html
    assert "123456" in html
    assert "123456" in message.body
    assert html.count("<a ") == html.count(f'<a href="{settings.SITE_URL}/') == 2
    assert '<html lang="en" dir="ltr">' in html
    assert message.message().get_content_type() == "multipart/alternative"


def test_arabic_html_reads_from_the_right(ask, sent):
    ask(language="ar")
    send_due()
    assert '<html lang="ar" dir="rtl">' in sent()[0].alternatives[0].content


def test_a_citizens_address_is_no_link(ask, sent, monkeypatch):
    from tests.mail import conftest

    monkeypatch.setattr(conftest.Petition, "action", "Look at https://evil.example/x or evil.example")
    ask()
    send_due()
    assert 'href="https://evil' not in sent()[0].alternatives[0].content


def test_headers_of_codes_and_of_news(ask, tell, sent, settings):
    settings.MAIL_BOUNCE_ADDRESS = "bounces@parliament.example"
    ask(), tell()
    send_due()
    code, news = (message.message() for message in sent())
    assert (code["List-Unsubscribe"], code["Auto-Submitted"]) == (None, "auto-generated")
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert news["List-Unsubscribe"].startswith(f"<{settings.SITE_URL}/en/mail/stop/")
    assert news["From"] == settings.DEFAULT_FROM_EMAIL
    assert sent()[1].from_email == "bounces@parliament.example"
    assert code["Message-ID"].endswith("@parliament.example>")


def test_a_domain_is_not_flooded_and_nobody_else_waits(ask, sent, caps):
    caps(proof="off", domain="2/m")
    for turn in range(4):
        ask(f"p{turn}@big.example")
    ask("ann@small.example")
    start = clock.now()
    with clock.frozen(start):
        assert send_due() == 3
    assert [message.to[0].split("@")[1] for message in sent()] == ["big.example", "big.example", "small.example"]
    assert list(Mail.objects.filter(state="queued").values_list("attempts", flat=True)) == [0, 0]
    with clock.frozen(start + timedelta(seconds=61)):
        assert send_due() == 2


@pytest.mark.parametrize(("code", "state", "held"), [(550, "failed", 1), (451, "queued", 0)])
def test_a_mail_server_that_knows_no_such_box_is_believed(ask, sent, monkeypatch, code, state, held):
    def refuse(message, *_args, **_kwargs):
        raise smtplib.SMTPRecipientsRefused({message.to[0]: (code, b"no")})

    mail = ask()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert send_due() == 0
    assert Mail.objects.get(pk=mail.pk).state == state
    assert Suppression.objects.count() == held


def test_after_some_days_it_is_given_up(ask, sent, monkeypatch):
    mail = ask()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", _refuse)
    with clock.frozen(clock.now() + timedelta(days=4)):
        send_due()
    row = Mail.objects.get(pk=mail.pk)
    assert (row.state, row.why_not) == ("failed", "gave_up")


def test_a_message_that_cannot_be_built_stops_nobody(ask, sent, monkeypatch):
    from core.mail import envelope

    built = envelope.message_of
    bad = ask("bad@example.org")
    good = ask("good@example.org")

    def breaks(mail, carried):
        if mail.pk == bad.pk:
            raise ValueError("canary@example.org")
        return built(mail, carried)

    monkeypatch.setattr(envelope, "message_of", breaks)
    assert send_due() == 1
    assert [Mail.objects.get(pk=row.pk).state for row in (bad, good)] == ["queued", "sent"]
