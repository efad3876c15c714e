"""A bill on pages: open as long as comments are taken, with a deadline or without."""

from datetime import timedelta

import pytest

from cms.live.bills import card, open_
from cms.live.table import card_of
from consultations.bills.actions.versions import close_version, import_bill, publish_version
from core import clock
from core.accounts.models import Role
from core.actors import IMPORT, actor_for
from tests.bills.data import small_bill
from tests.cms.conftest import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(parliament):
    return import_bill(small_bill(), by=IMPORT)


def test_a_bill_without_a_deadline_is_open(client, homes, draft):
    version = publish_version(draft, by=IMPORT)
    [found] = open_(5)
    shown = card(found)
    assert (found.pk, shown.is_open, shown.lead, shown.until) == (version.pk, True, "Open for comments", None)
    assert card_of("bill", version.bill_id).tag == "open"
    assert "Read and comment" in client.get("/en/").content.decode()


def test_a_bill_is_shut_after_its_deadline_and_when_it_is_closed(draft):
    version = publish_version(draft, by=IMPORT, comments_until=clock.now() + timedelta(days=3))
    assert card(version).lead == "Closes in 3 days"
    with clock.frozen(version.comments_until):
        assert (list(open_(5)), card(version).is_open, card(version).lead) == ([], False, "Comments are closed")
    close_version(version, by=actor_for(staff("clerk@parliament.example", Role.CLERK)))
    assert (list(open_(5)), card(version).tag) == ([], "shut")
