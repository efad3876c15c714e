"""The schedule acts once; a mail is written once for its occasion and keeps its Message-ID over all tries."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from core import clock
from core.mail.models import Mail
from core.mail.queue import queue_mail, send_due

pytestmark = pytest.mark.django_db


class Petition:
    action = "Bring back the night train"
    number = 7


def queue(dedupe="event 1", language="en"):
    facts = {"petition": Petition(), "link": "https://parliament.example/x"}
    return queue_mail("petitions/tell_signature_counted", "ann@example.org", language=language, dedupe=dedupe, **facts)


def test_the_same_occasion_writes_one_mail():
    assert queue() is not None
    assert queue() is None
    assert Mail.objects.count() == 1


def test_a_mail_speaks_its_readers_language_and_hides_the_address():
    mail = queue()
    assert mail.subject == "Your signature counts"
    row = Mail.objects.filter(pk=mail.pk).extra(select={"raw": "to_address"}).values("raw", "to_index").get()
    assert "ann@" not in row["raw"] + row["to_index"] + str(mail)


def test_a_repeat_carries_the_same_message_id(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail = queue()

    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        assert send_due() == 0
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        assert (send_due(), send_due()) == (1, 0)
    assert [message.extra_headers["Message-ID"] for message in django_mail.outbox] == [mail.message_id]
