"""The way out: a GET changes nothing, one POST stops the mail, codes still come where only news was stopped."""

import re

import pytest
from django.conf import settings
from django.core.signing import Signer

from core.errors import NotFound
from core.events.models import Event
from core.mail.models import Mail, Suppression
from core.mail.queue import send_due
from core.mail.stopping import read_token, token_of

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def way_out(message):
    return re.search(r"https?://[^/]+(/\S+/mail/stop/[^\s>]+)", message.body).group(1)


def test_a_token_is_what_djangos_own_signer_gives():
    """The key is derived once for all mails; what was mailed before must still be read, and what is mailed later."""
    plain = Signer(salt="core.mail.stop", sep=".")
    assert token_of("i1:0f", "news") == plain.sign("news.i1~0f")
    assert read_token(plain.sign("all.i1~0f")) == ("i1:0f", "all")
    with pytest.raises(NotFound):
        read_token(plain.sign("all.i1~0f") + "x")


def test_one_click_stops_news_and_codes_still_come(client, ask, tell, sent):
    tell()
    send_due()
    header = sent()[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = header.removeprefix(settings.SITE_URL)
    for method in (client.get, client.head):
        assert method(path).status_code == 200
    assert Suppression.objects.count() == 0
    assert client.post(path, ONE_CLICK).status_code == 200
    news, code = tell(), ask()
    send_due()
    rows = Mail.objects.in_bulk([news.pk, code.pk])
    assert [(rows[row.pk].state, rows[row.pk].why_not) for row in (news, code)] == [
        ("not_sent", "unsubscribed"),
        ("sent", ""),
    ]
    assert client.post(path, ONE_CLICK).status_code == 200
    assert Suppression.objects.count() == 1


def test_whoever_never_asked_stops_everything(client, ask, tell, sent):
    ask()
    send_due()
    assert client.post(way_out(sent()[0])).status_code == 200
    rows = [ask(), ask("Ann+again@Example.org"), tell()]
    assert send_due() == 0
    assert {Mail.objects.get(pk=row.pk).why_not for row in rows} == {"stopped"}
    assert len(sent()) == 1


def test_it_can_be_taken_back(client, ask, sent):
    ask()
    send_due()
    path = way_out(sent()[0])
    client.post(path)
    assert client.post(path, {"again": "1"}).status_code == 200
    assert Suppression.objects.count() == 0
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == ["mail.suppress", "mail.allow"]


def test_a_bounce_is_not_lifted_by_the_link(client, ask, sent):
    mail = ask()
    send_due()
    Suppression.objects.create(to_index=mail.to_index, scope="all", reason="hard_bounce", since=mail.created_at)
    client.post(way_out(sent()[0]), {"again": "1"})
    assert Suppression.objects.count() == 1


def test_a_token_of_somebody_elses_making_is_none(client, ask, sent):
    ask()
    send_due()
    path = way_out(sent()[0])
    changed = path[:-3] + ("A" if path[-3] != "A" else "B") + path[-2:]
    assert [client.get(changed).status_code, client.post(changed).status_code] == [404, 404]
    assert Suppression.objects.count() == 0


def test_another_site_cannot_press_the_button(client, ask, sent):
    ask()
    send_due()
    answer = client.post(way_out(sent()[0]), headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, Suppression.objects.count()) == (403, 0)


def test_the_page_is_kept_nowhere_and_names_nobody(client, ask, sent):
    ask()
    send_due()
    answer = client.get(way_out(sent()[0]))
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert "ann@" not in answer.content.decode()
    event = str(list(Event.objects.values()))
    assert "ann@" not in event
