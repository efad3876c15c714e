"""Walks through the staged form as a citizen does: page after page, by redirects."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.petitions.helpers import START, code_of

PAGES = ("similar", "why", "more", "standards", "you", "check")
FIELDS = {
    "what": ("action",),
    "similar": ("nearest", "because"),
    "why": ("background",),
    "more": ("details",),
    "standards": ("asks", "polite", "private"),
    "you": ("name", "email", "postcode", "country", "constituency", "committee"),
    "check": (),
}


def typed(page: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Give what is typed on one page."""
    return {name: facts[name] for name in FIELDS[page] if name in facts}


def begin(client: Any, **facts: Any) -> str:
    """Begin a draft; give the token of its pages."""
    answer = client.post(reverse("petitions:petition_start"), typed("what", {**START, **facts}))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer.url.split("/")[-3]


def page_of(token: str, page: str) -> str:
    """Give the address of one page of a draft."""
    return reverse(f"petitions:draft_{page}", args=[token])


def fill(client: Any, token: str, pages: tuple[str, ...] = PAGES[:-1], **facts: Any) -> str:
    """Fill in the pages; give where the last one led."""
    url = ""
    for page in pages:
        answer = client.post(page_of(token, page), typed(page, {**START, **facts}))
        assert answer.status_code == 302, (page, answer.content.decode()[:3000])
        url = answer.url
    return url


def start(client: Any, **facts: Any) -> Any:
    """Walk from the first page to the code; give the answer that leads to the page of the code."""
    token = begin(client, **facts)
    fill(client, token, **facts)
    return client.post(page_of(token, "check"), {})


def prove(client: Any, mails: Any, **facts: Any) -> str:
    """Start a petition and enter the code; give the petitioner's own page."""
    answer = start(client, **facts)
    return client.post(answer.url, {"code": code_of(mails("petitions/ask_to_confirm_petition")[-1])}).url
