"""The deepest bill that is taken can be read on every page."""

import pytest

from consultations.bills.actions.versions import import_bill, publish_version
from consultations.bills.akomantoso import MAX_NESTING
from core.actors import IMPORT

from .data import small_bill

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "clause"), [("paragraph", "paragraph-1"), ("part", "section-1")])
def test_deepest_bill_has_its_pages(client, kind, clause):
    around = MAX_NESTING - 1 if kind == "part" else MAX_NESTING
    inside = (
        "<section><num>1</num><content><p>The bottom.</p></content></section>"
        if kind == "part"
        else "<content><p>The bottom.</p></content>"
    )
    body = f"<{kind}><num>1</num>" * around + inside + f"</{kind}>" * around
    bill = publish_version(import_bill(small_bill(body), by=IMPORT), by=IMPORT).bill

    assert client.get(f"/en/bills/{bill.slug}/").status_code == 200
    page = client.get(f"/en/bills/{bill.slug}/{clause}/")
    assert "The bottom." in page.content.decode()
    assert client.get(f"/api/v1/bills/{bill.slug}/clauses/{clause}/").status_code == 200
