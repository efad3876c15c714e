"""The demo door exists in the demo and on loopback only (decision 25)."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from config.demo_site import urls, views
from config.demo_site.guard import demo_only

DOORS = [pattern.callback for pattern in urls.urlpatterns]


def ask(view, *, host="localhost:8000", address="127.0.0.1"):
    request = RequestFactory().post("/demo/role/", {"role": "admin"}, headers={"host": host}, REMOTE_ADDR=address)
    return view(request)


@demo_only
def door(request):
    return HttpResponse("open")


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["*"]


def test_it_opens_on_loopback(demo):
    assert ask(door).content == b"open"


@pytest.mark.parametrize("where", [{"host": "parliament.example"}, {"address": "203.0.113.7"}])
def test_it_is_not_there_for_the_public(demo, where):
    with pytest.raises(Http404):
        ask(door, **where)


def test_it_is_not_there_outside_the_demo(settings):
    settings.DEMO = False
    with pytest.raises(Http404):
        ask(door)


def test_every_demo_view_stands_behind_the_guard(settings):
    """A planted view without the guard turns this red: it would answer instead of raising."""
    settings.DEMO = False
    for view in DOORS:
        with pytest.raises(Http404):
            view(RequestFactory().post("/demo/"), **({"public_id": None} if view is views.mail_message else {}))


def test_a_view_without_the_guard_would_be_seen(settings):
    settings.DEMO = False
    assert ask(door.__wrapped__).content == b"open"


@pytest.mark.django_db
def test_the_demo_has_no_route_in_other_settings(client):
    assert client.get("/demo/mail/", follow=True).status_code == 404
