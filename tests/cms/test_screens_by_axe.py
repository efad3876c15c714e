"""The desk by keyboard alone; how every page and screen looks is seen in tests/journeys/test_every_page.py."""

import pytest

from core.accounts.models import Role
from petitions.states import PetitionState
from tests.cms.conftest import staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Faults in Wagtail's own markup, by rule; ours are never listed here.
WAGTAILS_OWN = {"landmark-unique"}


def test_a_clerk_rejects_by_keyboard_and_a_missing_rule_is_said(open_page, axe, live, parliament, make_petition):
    petition = make_petition(state=PetitionState.IN_MODERATION)
    clerk = staff("clerk@parliament.example", Role.CLERK)
    page = open_page(f"/admin/desk/petitions/{petition.pk}/", user=clerk)
    page.locator("form:has([name=verb][value=reject]) summary").focus()
    page.keyboard.press("Enter")
    reason = page.locator("[name=reject-reason]")
    reason.fill("It repeats an older one.")
    page.get_by_role("button", name="Reject", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert reason.input_value() == "It repeats an older one."
    assert [fault for fault in axe(page) if fault.split(":")[0] not in WAGTAILS_OWN] == []
    page.locator("[name=reject-reason_code]").select_option("duplicate")
    page.get_by_role("button", name="Reject", exact=True).click()
    page.get_by_text("Done:").wait_for()
    petition.refresh_from_db()
    assert (petition.state, petition.rejection_reason.code) == (PetitionState.REJECTED, "duplicate")
