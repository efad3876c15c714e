"""The policy of public pages has no hole; the back office has its own under its own path only."""

import json

import pytest
from django.core.cache import cache

from core.web import csp


def rules(header: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/components/", "/ar/components/", "/en/not-there/"])
def test_public_answers_carry_the_strict_policy(client, path):
    answer = client.get(path)
    found = rules(answer["Content-Security-Policy"])
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert found["default-src"] == found["script-src"] == found["style-src"] == "'self'"
    assert (found["object-src"], found["base-uri"]) == ("'none'", "'none'")
    assert (found["form-action"], found["frame-ancestors"]) == ("'self'", "'none'")
    assert found["report-uri"] == "/csp-report/"
    companions = {name: answer[name] for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")}
    assert companions == {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_a_nonce_stands_in_the_header_only_when_it_is_used():
    assert "nonce" not in csp.policy("/en/")
    assert rules(csp.policy("/en/", "abc"))["script-src"] == "'self' 'nonce-abc'"


@pytest.mark.parametrize(
    ("path", "is_office"),
    [("/admin/", True), ("/en/admin/pages/", True), ("/en/administration/", False), ("/en/petitions/admin/", False)],
)
def test_the_laxer_policy_ends_with_the_back_office(path, is_office):
    assert csp.is_back_office(path) == is_office
    assert ("unsafe-inline" in csp.policy(path)) == is_office


def test_a_report_is_counted_and_its_query_forgotten(client, caplog):
    cache.clear()
    body = {
        "document-uri": "https://house.example/en/search/?q=secret",
        "effective-directive": "script-src",
        "blocked-uri": "inline",
    }
    answer = client.post("/csp-report/", json.dumps({"csp-report": body}), content_type="application/csp-report")
    assert (answer.status_code, csp.reports_counted()) == (204, 1)
    assert "secret" not in caplog.text


def test_a_report_that_is_none_is_refused(client):
    cache.clear()
    assert client.post("/csp-report/", "{", content_type="application/csp-report").status_code == 400
    assert client.post("/csp-report/", "[]", content_type="application/csp-report").status_code == 204
    assert csp.reports_counted() == 0
