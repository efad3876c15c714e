"""Questions that are compiled once: they give what the query set gives, each time for other values."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, models

from core import clock, prepared
from core.accounts.models import User
from core.mail.models import Mail
from core.mail.queue import queue_mail
from core.shapes import Shape, records

pytestmark = pytest.mark.django_db
NAMES = ("id", "public_id", "to_address", "created_at")


def query(since, kinds):
    rows = Mail.objects.filter(kind__among=kinds, created_at__gt=since).order_by("pk")
    return rows.values_list(*NAMES)


def test_a_shape_gives_what_its_query_set_gives(open_petition):
    for place in range(3):
        facts = {"petition": open_petition, "code": "1", "link": "https://a.example/", "name": "Ann"}
        queue_mail("petitions/ask_to_confirm_signature", f"a{place}@example.org", language="en",
                   dedupe=f"event {place}", **facts)  # fmt: skip
    shape, long_ago = Shape(query, models.DateTimeField), clock.now() - timedelta(days=1)
    kinds = ["petitions/ask_to_confirm_signature"]
    expected = list(query(long_ago, kinds))
    assert len(expected) == 3
    assert shape.rows(long_ago, kinds) == expected
    assert shape.rows(clock.now() + timedelta(days=1), kinds) == []
    assert shape.rows(long_ago, ["none/such", *kinds]) == expected
    assert shape.rows(long_ago, []) == []
    made = records(Mail, NAMES, expected)
    assert [(row.pk, row.to_address) for row in made] == [(row[0], row[2]) for row in expected]
    assert made[0].kind == kinds[0]  # what was not named is read when it is asked for


@pytest.mark.parametrize(
    "word", ["2026-11-23 15:44:49.5+00", "2026-02-28 23:59:59+00", "1999-01-01 00:00:00.000001+00"]
)
def test_moments_are_read_as_the_driver_reads_them(word):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: its moments come as texts")
    with prepared.cursor() as fast:
        fast.execute("SELECT %s::timestamptz", [word])
        assert fast.fetchone()[0] == datetime.fromisoformat(word.replace("+00", "+00:00")).astimezone(UTC)
    user = User.objects.create_user("one@example.org")
    assert User.objects.get(pk=user.pk).date_joined == user.date_joined
