"""Whoever takes personal data away as a file proves themselves anew by the second factor, and leaves a line."""

import pytest
from django.urls import get_resolver, reverse

from cms.backoffice import base
from core.accounts import assurance
from core.accounts.models import Role
from core.events.models import Event

from .conftest import PASSWORD, app_code

pytestmark = pytest.mark.django_db
WAGTAILS = ["/admin/reports/site-history/results/?export=csv", "/admin/reports/aging-pages/results/?export=xlsx"]


def files():
    """Give the address of every file that the desk hands out, found by the names of its routes."""
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("backoffice_")}
    names = {name for name in names if name.endswith("csv")}
    assert names == {"backoffice_csv", "backoffice_audit_csv"}
    return [
        *(reverse("backoffice_csv", args=[queue.key]) for queue in base.queues()),
        reverse("backoffice_audit_csv"), *WAGTAILS,
    ]  # fmt: skip


@pytest.fixture
def stale(client, make_staff):
    """Sign an administrator in, second factor and all, six minutes ago."""
    admin = make_staff("admin@parliament.example", Role.ADMIN, app=True)
    client.force_login(admin)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 360
    session.save()
    return client


def taken(client):
    """Give the files that come out at once."""
    return [path for path in files() if client.get(path).status_code == 200]


def test_every_file_asks_for_the_second_factor_first(stale):
    assert taken(stale) == []
    assert Event.objects.filter(verb="user.export_personal").count() == 0
    for path in files():
        assert stale.get(path)["Location"].startswith("/en/account/again/code/?next=%2Fadmin%2F"), path


def test_after_it_the_way_goes_on_to_the_file_and_each_leaves_a_line(stale):
    path = reverse("backoffice_csv", args=["petitions"])
    asked = stale.get(path)["Location"]
    assert stale.post(asked, {"code": app_code()})["Location"] == path
    assert taken(stale) == files()
    lists = [event.data["list"] for event in Event.objects.filter(verb="user.export_personal").order_by("id")]
    queues = [queue.key for queue in base.queues()]
    assert lists == [*queues, "audit", "reports/site-history/results", "reports/aging-pages/results"]


def test_the_password_alone_is_not_enough(stale):
    stale.post("/en/account/again/", {"password": PASSWORD})
    assert taken(stale) == []


def test_a_factor_that_counts_forever_would_be_seen(stale, monkeypatch):
    monkeypatch.setattr(assurance, "FRESH_SECONDS", 10_000)
    assert taken(stale) == files()
