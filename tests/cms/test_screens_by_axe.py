"""Every kind of page and every screen of the desk in a real browser: axe, 320 px, right to left, dark."""

from datetime import timedelta

import pytest

from cms.models import (
    CommitteePage,
    ConsultationHubPage,
    EventIndexPage,
    EventPage,
    HomePage,
    MemberIndexPage,
    NewsIndexPage,
    NewsPage,
    OutcomeIndexPage,
    OutcomePage,
    SectionPage,
    StandardPage,
)
from core import clock
from core.accounts.models import Role
from petitions.states import PetitionState
from tests.cms.conftest import staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Faults in Wagtail's own markup, by rule; ours are never listed here.
WAGTAILS_OWN = {"landmark-unique"}


def step(title, state) -> dict:
    """Give one step of a thread."""
    return {"title": title, "text": "Write.", "state": state}


def every_block(petition) -> list:
    """Give a body with every block that needs no file."""
    return [
        ("text", "<p>Words with <b>weight</b>.</p><ul><li>One</li></ul>"),
        ("heading", "A heading"),
        ("quote", {"text": "We listen.", "by": "The chair"}),
        ("callout", {"kind": "warn", "title": "Mind", "text": "<p>The step.</p>"}),
        ("accordion", [{"question": "Why?", "answer": "<p>Because.</p>"}]),
        (
            "steps",
            [{"title": "First", "text": "Write.", "state": "done"}, {"title": "Then", "text": "", "state": "now"}],
        ),
        ("table", {"caption": "Figures", "rows": "Year | Sum\n2025 | 3\n2026 | 4"}),
        ("button", {"words": "Read the rules", "page": None, "url": "/en/terms/"}),
        (
            "contact",
            {"name": "Desk", "email": "desk@parliament.example", "phone": "0555 010", "hours": "", "address": "1"},
        ),
        ("numbers", [{"value": "12", "words": "hearings"}, {"value": "3", "words": "bills"}]),
        ("petition", str(petition.pk)),
        ("news", {"topic": ""}),
    ]


@pytest.fixture
def site(live, parliament, homes, make_petition):
    """Write one page of every kind; gives their addresses."""
    petition = make_petition(state=PetitionState.OPEN)
    home = homes["en"]

    def put(parent, kind, slug, **facts):
        parent.refresh_from_db()
        facts = {"title": slug.title(), "slug": slug, "summary": f"About {slug}.", **facts}
        return parent.add_child(instance=kind(**facts))

    body = every_block(petition)
    news = put(home, NewsIndexPage, "news")
    events = put(home, EventIndexPage, "events")
    answers = put(home, OutcomeIndexPage, "outcomes")
    section = put(home, SectionPage, "committees", body=body[:2])
    now = clock.now()
    put(home, MemberIndexPage, "members", body=body[:1])
    put(home, StandardPage, "terms", body=body)
    put(home, ConsultationHubPage, "rivers", committee=parliament.committees["environment"], body=body)
    put(news, NewsPage, "trains", body=body[:4], related=[("petition", str(petition.pk))])
    put(events, EventPage, "open-house", starts_at=now, ends_at=now + timedelta(days=1), place="Room 2", body=body[:1])
    facts = {
        "verdict": "not_taken_up",
        "source": "Bill 1",
        "you_said": "Do.",
        "we_did": "No.",
        "way": [("step", "Vote")],
    }
    put(answers, OutcomePage, "buses", **facts)
    put(section, CommitteePage, "transport", committee=parliament.committees["transport"])
    HomePage.objects.filter(pk=home.pk).update(title="Have your say")
    below = ("", "news/", "news/trains/", "events/", "events/open-house/", "outcomes/", "outcomes/buses/", "members/",
             "members/sam-salt/", "committees/", "committees/transport/", "terms/", "rivers/")  # fmt: skip
    return [f"/en/{path}" for path in below]


def test_every_kind_of_page_is_clean_and_fits_a_small_phone(open_page, axe, site):
    wide, narrow = open_page("/en/"), open_page("/en/", width=320, dark=True)
    faults = []
    for address in site:
        for page in (wide, narrow):
            assert page.goto(address).status == 200
            faults += [f"{address} {fault}" for fault in axe(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{address} is wider than {page.viewport_size['width']}")
    assert faults == []


def test_the_arabic_home_is_clean_right_to_left(open_page, axe, homes, live):
    page = open_page("/ar/", width=320)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert axe(page) == []


def test_the_desk_is_clean_and_fits_a_small_phone(open_page, axe, live, parliament, make_petition):
    petition = make_petition(state=PetitionState.IN_MODERATION)
    clerk = staff("clerk@parliament.example", Role.CLERK)
    wide, narrow = open_page("/admin/", user=clerk), open_page("/admin/", user=clerk, width=320)
    faults = []
    for address in (
        "/admin/",
        "/admin/desk/petitions/",
        "/admin/desk/milestones/",
        f"/admin/desk/petitions/{petition.pk}/",
    ):
        for page in (wide, narrow):
            page.goto(address)
            faults += [f"{address} {fault}" for fault in axe(page) if fault.split(":")[0] not in WAGTAILS_OWN]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{address} is wider than {page.viewport_size['width']}")
    assert faults == []


def test_a_clerk_rejects_by_keyboard_and_a_missing_rule_is_said(open_page, axe, live, parliament, make_petition):
    petition = make_petition(state=PetitionState.IN_MODERATION)
    clerk = staff("clerk@parliament.example", Role.CLERK)
    page = open_page(f"/admin/desk/petitions/{petition.pk}/", user=clerk)
    page.locator("summary", has_text="Reject").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Reason, in words the person can read").fill("It repeats an older one.")
    page.get_by_role("button", name="Reject").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.get_by_label("Reason, in words the person can read").input_value() == "It repeats an older one."
    assert [fault for fault in axe(page) if fault.split(":")[0] not in WAGTAILS_OWN] == []
    page.get_by_label("Which rule does it break?").select_option("duplicate")
    page.get_by_role("button", name="Reject").click()
    page.get_by_text("Done:").wait_for()
    petition.refresh_from_db()
    assert (petition.state, petition.rejection_reason.code) == (PetitionState.REJECTED, "duplicate")
