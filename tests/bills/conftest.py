"""A published bill of ours, and a citizen who comments on it."""

from datetime import timedelta

import pytest

from consultations.bills.actions import commenting
from consultations.bills.actions.moderating import publish_comment
from consultations.bills.actions.versions import import_bill, publish_version
from consultations.bills.selectors import provision_by_code
from core import clock
from core.actors import ANONYMOUS, CLOCK, IMPORT
from core.comments.models import Comment
from core.verification.actions import set_secrets

from .data import small_bill


@pytest.fixture
def version(db):
    """Give a small bill, published and open for ten days."""
    made = import_bill(small_bill(), by=IMPORT)
    return publish_version(made, by=IMPORT, comments_until=clock.now() + timedelta(days=10))


@pytest.fixture
def bill(version):
    """Give the bill of the small version."""
    return version.bill


@pytest.fixture
def say(version):
    """Give a function that writes a comment on a code and brings it to "unconfirmed", "pending" or "published"."""

    def write(code="section-2", state="published", *, text="Clean rivers, please.", parent=None, **facts):
        writer = commenting.Writer(
            name=facts.pop("name", "Ann Archer"), email=facts.pop("email", "ann@example.org"),
            shown_as=facts.pop("shown_as", "name"), language=facts.pop("language", "en"),
        )  # fmt: skip
        if parent is None:
            row = provision_by_code(version, code)
            facts = {"stance": "support", **facts}
            challenge = commenting.comment_on_clause(row, by=ANONYMOUS, writer=writer, text=text, **facts)
        else:
            challenge = commenting.reply_to_comment(parent, by=ANONYMOUS, writer=writer, text=text)
        if state == "unconfirmed":
            return Comment.objects.get(public_id=challenge.subject_id)
        token = set_secrets(challenge).token
        comment = commenting.confirm_comment(lambda: commenting.verification.redeem_link(commenting.PURPOSE, token))
        return publish_comment(comment, by=CLOCK) if state == "published" else comment

    return write
