"""No other site may post here, and the test itself sees when the guard is taken away."""

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from core.web import cross_site

PATH = "/en/components/"
OWN = {"https://house.example"}

REFUSED = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "https://house.example"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://house.example"},
    {"origin": "https://house.example.evil.example"},
    {"sec-fetch-site": "none", "origin": "https://evil.example"},
    {"referer": "https://evil.example/https://house.example"},
]
LET_IN = [
    {"sec-fetch-site": "same-origin", "origin": "https://house.example"},
    {"sec-fetch-site": "none"},
    {"origin": "https://house.example"},
    {"referer": "https://house.example/en/petitions/"},
    {},
]


@pytest.mark.parametrize("headers", REFUSED, ids=str)
def test_another_site_is_refused(headers):
    assert cross_site.refusal(headers, OWN) != ""


@pytest.mark.parametrize("headers", LET_IN, ids=str)
def test_our_own_pages_are_let_in(headers):
    assert cross_site.refusal(headers, OWN) == ""


def planted(client: Client) -> int:
    """Post as a page on another site would."""
    headers = {"origin": "https://evil.example", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    return client.post(PATH, {"full_name": "Mallory"}, headers=headers).status_code


def test_a_planted_post_is_refused_with_a_page(client):
    assert planted(client) == 403


def test_without_the_guard_the_planted_post_would_come_through(client, settings):
    """The plant: were the middleware taken out, the test above would turn red."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "CrossSite" not in name]
    assert planted(Client()) == 422


def test_reading_is_open_to_links_from_anywhere(client):
    assert client.get(PATH, headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_machines_get_a_problem_document(client):
    answer = client.post("/api/v1/none/", headers={"origin": "https://evil.example"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["code"] == "cross_site"


@override_settings(CSRF_TRUSTED_ORIGINS=["https://other.example"])
def test_a_named_origin_is_ours(rf):
    assert "https://other.example" in cross_site.own_origins(rf.post("/"))


class Person:
    def __init__(self, is_authenticated):
        self.is_authenticated = is_authenticated


def token_answer(rf, *, cookie, signed_in):
    """Give what the token guard says to a post without a token."""
    request = rf.post("/x/")
    request._dont_enforce_csrf_checks = False
    request.user = Person(signed_in)
    if cookie:
        request.COOKIES["sessionid"] = "s"
    guard = cross_site.SignedInCsrfMiddleware(lambda request: HttpResponse("in"))
    return guard.process_view(request, lambda request: HttpResponse("in"), (), {})


@pytest.mark.parametrize(
    ("cookie", "signed_in", "status"), [(False, False, None), (True, False, None), (True, True, 403)]
)
def test_the_token_is_asked_of_people_who_are_signed_in(rf, cookie, signed_in, status):
    answer = token_answer(rf, cookie=cookie, signed_in=signed_in)
    assert (answer.status_code if answer else None) == status
