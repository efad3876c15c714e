"""Error pages are plain, carry the reference number, and speak to machines as machines."""

import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from core.web import errors, views


def ask(path="/en/x/", **headers):
    request = RequestFactory().get(path, headers=headers)
    request.request_id = "ref-123"
    return request


@pytest.mark.parametrize("status", sorted(errors.KNOWN))
def test_every_status_has_its_page(status):
    answer = errors.page(ask(), status, retry_at=None)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f"<b>{status}</b>" in page
    assert "ref-123" in page
    assert len(re.findall("<h1", page)) == 1


def test_a_page_that_is_not_there_says_so_once_and_helps_before_the_reference_number():
    page = errors.respond(ask(), NotFound()).content.decode()
    assert "We cannot find this." not in page
    assert "No petition 7." in errors.respond(ask(), NotFound("No petition 7.")).content.decode()
    assert page.index("Perhaps the address has a mistake") < page.index("ref-123")


@pytest.mark.parametrize("error", [Invalid(), Forbidden(), NotFound("No petition 7."), Conflict()])
def test_a_refusal_that_no_view_took_becomes_its_page(error):
    guard = errors.DomainErrorMiddleware(lambda request: HttpResponse())
    answer = guard.process_exception(ask(), error)
    assert answer.status_code == error.status
    assert str(error.message) in answer.content.decode()


def test_machines_get_the_faulty_fields():
    answer = errors.respond(ask("/api/v1/x/"), Invalid("No.", fields={"email": "Bad"}))
    assert answer["Content-Type"] == "application/problem+json"
    assert b'"fields": [{"field": "email", "message": "Bad"}]' in answer.content


def test_other_faults_are_left_to_django():
    guard = errors.DomainErrorMiddleware(lambda request: HttpResponse())
    assert guard.process_exception(ask(), ValueError()) is None


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.permission_denied, 403), (views.page_not_found, 404), (views.server_error, 500)],
)
def test_handlers_answer_people_and_machines(view, status):
    assert view(ask()).status_code == status
    assert view(ask("/api/v1/x/"))["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_a_page_that_is_not_there(client):
    answer = client.get("/fr/pas-la/")
    assert answer.status_code == 404
    assert answer["X-Request-Id"] in answer.content.decode()


def test_where_even_the_page_fails_the_number_is_shown(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(errors, "render_to_string", fail)
    answer = errors.page(ask(), 500)
    assert (answer.status_code, b"ref-123" in answer.content) == (500, True)


def test_an_expired_form_gives_the_text_back():
    request = RequestFactory().post("/en/x/", {"comment": "Long and <b>dear</b>", "csrfmiddlewaretoken": "t"})
    page = views.csrf_failure(request)
    text = page.content.decode()
    assert page.status_code == 403
    assert "Send again" in text
    assert "Long and &lt;b&gt;dear&lt;/b&gt;" in text
    assert 'name="csrfmiddlewaretoken" value="t"' not in text


def test_an_unknown_refusal_keeps_its_status():
    class Gone(DomainError):
        status = 410

    assert errors.respond(ask(), Gone()).status_code == 410
