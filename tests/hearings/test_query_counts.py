"""Lists cost the same with one row and with a hundred."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.hearings.models import Hearing, Question
from tests.hearings import world

pytestmark = pytest.mark.django_db


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def fill(hearing, clerk):
    """Put one question in each column."""
    for state in ("published", "answered_live", "pending"):
        world.make_question(hearing, clerk=clerk, state=state, witness="reyes")


def copies(rows, how_many, **facts):
    """Write many more of each row, as it stands."""
    for row in rows:
        made = []
        for turn in range(how_many):
            made.append(type(row).objects.get(pk=row.pk))
            made[-1].pk, made[-1].public_id = None, uuid.uuid4()
            for name, value in facts.items():
                setattr(made[-1], name, value.format(row.pk, turn))
        type(row).objects.bulk_create(made)


@pytest.mark.parametrize(
    "door",
    ["/en/hearings/{0}/?all", "/en/hearings/{0}/?questions=asked&all", "/api/v1/hearings/{0}/questions/?page_size=100"],
)
def test_questions_cost_the_same(client, hearing, clerk, door):
    fill(hearing, clerk)
    url = door.format(hearing.slug)
    few = queries(client, url)
    copies(Question.objects.all(), 99)
    assert queries(client, url) == few


def test_console_costs_the_same(client, hearing, clerk):
    client.force_login(clerk.user)
    fill(hearing, clerk)
    url = f"/admin/desk/hearings/{hearing.slug}/console/"
    few = queries(client, url)
    copies(Question.objects.all(), 99)
    assert queries(client, url) == few


@pytest.mark.parametrize("door", ["/en/hearings/", "/api/v1/hearings/?page_size=100"])
def test_hearings_cost_the_same(client, clerk, door):
    for state in ("announced", "live", "ended"):
        world.make_hearing(clerk, state=state)
    few = queries(client, door)
    copies(Hearing.objects.all(), 99, slug="copy-{}-{}")
    assert queries(client, door) == few
