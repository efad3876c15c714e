"""A thread outlives the version it began on, and who wrote in time has half an hour to prove the address."""

from datetime import timedelta

import pytest

from consultations.bills.actions.commenting import PURPOSE, confirm_comment
from consultations.bills.actions.versions import close_version, import_bill, publish_version, reopen_version
from consultations.bills.errors import CommentsClosed
from core import clock
from core.actors import CLOCK, IMPORT, actor_for
from core.verification.actions import redeem_link, set_secrets
from core.verification.models import Challenge

from .data import BODY, small_bill

pytestmark = pytest.mark.django_db
URL = "/en/bills/rivers-bill/section-2/"
REPLY = {"text": "I agree.", "name": "Bea", "email": "bea@example.org", "shown_as": "name"}


@pytest.fixture(params=["with a deadline", "without one"])
def version(request, version):
    """Give the open version, with a deadline and without."""
    if request.param == "without one":
        version.comments_until = None
        version.save()
    return version


@pytest.fixture
def waiting(say):
    """Give the link of a comment whose writer has not yet proven the address."""
    comment = say(state="unconfirmed")
    token = set_secrets(Challenge.objects.get(subject_id=comment.public_id)).token
    return lambda: redeem_link(PURPOSE, token)


def second(until=None):
    """Publish the second version."""
    made = import_bill(small_bill(BODY.replace("the place.", "the place and the hour.")), by=IMPORT)
    return publish_version(made, by=IMPORT, comments_until=until)


def test_the_link_beside_an_older_comment_takes_a_reply(client, version, say):
    say()
    second()
    url = client.get(URL).context["comments"][0]["reply_url"]

    assert "Send reply" in client.get(url).content.decode()
    assert client.post(url, REPLY)["Location"].startswith("/en/bills/comments/code/")


def test_no_version_is_answered_once_the_newest_is_closed(client, version, say):
    comment = say()
    close_version(second(), by=CLOCK)
    url = f"/en/bills/rivers-bill/comments/{comment.public_id}/reply/"

    assert client.get(URL).context["comments"][0]["reply_url"] == ""
    assert "Send reply" not in client.get(url).content.decode()
    assert client.post(url, REPLY).status_code == 409


def test_a_new_version_stops_nobody_who_is_confirming(version, waiting):
    second(clock.now() + timedelta(days=1))

    with clock.frozen(clock.now() + timedelta(hours=20)):
        assert confirm_comment(waiting).state == "pending"


@pytest.mark.parametrize(("minutes", "is_taken"), [(29, True), (30, False)])
def test_closing_by_hand_leaves_half_an_hour(version, waiting, minutes, is_taken):
    now = clock.now()
    with clock.frozen(now):
        close_version(version, by=CLOCK)

    with clock.frozen(now + timedelta(minutes=minutes)):
        if is_taken:
            assert confirm_comment(waiting).state == "pending"
        else:
            with pytest.raises(CommentsClosed):
                confirm_comment(waiting)


def test_the_last_closing_counts(version, waiting, staff):
    now = clock.now()
    with clock.frozen(now):
        close_version(version, by=CLOCK)
    with clock.frozen(now + timedelta(hours=2)):
        reopen_version(version, by=actor_for(staff["clerk"]))
    with clock.frozen(now + timedelta(hours=3)):
        close_version(version, by=CLOCK)
        assert confirm_comment(waiting).state == "pending"
