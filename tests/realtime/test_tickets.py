"""Tickets open one room for five minutes."""

from datetime import timedelta

import pytest
from django.core import signing

from core import clock
from core.errors import Forbidden
from core.realtime import tickets
from core.realtime.tickets import Ticket


def test_ticket_comes_back_as_it_was():
    ticket = Ticket("h1", "staff", "p1")
    assert tickets.read(tickets.issue(ticket), "h1") == ticket


@pytest.mark.parametrize("token", ["", "x", None, 7, tickets.SALT])
def test_forged_ticket_opens_nothing(token):
    with pytest.raises(Forbidden):
        tickets.read(token, "h1")


def test_ticket_of_another_hearing_opens_nothing():
    with pytest.raises(Forbidden):
        tickets.read(tickets.issue(Ticket("h2")), "h1")


def test_ticket_signed_for_another_purpose_opens_nothing():
    with pytest.raises(Forbidden):
        tickets.read(signing.dumps({"topic": "h1", "role": "staff", "holder": ""}, salt="other"), "h1")


def test_ticket_ends_after_five_minutes(monkeypatch):
    token = tickets.issue(Ticket("h1"))
    later = (clock.now() + timedelta(seconds=tickets.LIFE_SECONDS + 1)).timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    with pytest.raises(Forbidden):
        tickets.read(token, "h1")
