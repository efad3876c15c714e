"""Mails for tests: one line to queue one, and a mail server that only remembers."""

import pytest
from django.core import mail as django_mail

from core.limits import counters
from core.mail.queue import queue_mail

LINK = "http://localhost:8000/en/petitions/signing/link/tok/"


class Petition:
    action = "Bring back the night train <b>now</b>"
    number = 7


@pytest.fixture
def sent(settings):
    """Give the list of messages that went out."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.REDIS_URL = ""
    counters.breaker.reset()
    django_mail.outbox = []
    return lambda: django_mail.outbox


@pytest.fixture
def ask(db, settings):
    """Give a function that queues a code for an address."""
    turns = iter(range(10_000))

    def run(to="ann@example.org", language="en", code="123456"):
        facts = {"petition": Petition(), "code": code, "link": f"{settings.SITE_URL}/en/petitions/signing/link/tok/"}
        kind = "petitions/ask_to_confirm_signature"
        return queue_mail(kind, to, language=language, dedupe=f"event {next(turns)}", **facts)

    return run


@pytest.fixture
def tell(db, settings):
    """Give a function that queues a piece of news."""
    turns = iter(range(10_000))

    def run(to="ann@example.org", language="en"):
        facts = {"bill": {"title": "Rivers Bill"}, "outcome": "Taken up", "answer": "Yes.", "link": settings.SITE_URL}
        kind = "bills/tell_comment_answered"
        return queue_mail(kind, to, language=language, dedupe=f"event {next(turns)}", **facts)

    return run
