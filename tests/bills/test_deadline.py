"""Comments are taken to the second; nothing new is taken after it, by any door."""

from datetime import timedelta

import pytest

from consultations.bills.actions.commenting import PURPOSE, confirm_comment
from consultations.bills.actions.versions import close_due_versions, reopen_version
from consultations.bills.errors import CommentsClosed
from consultations.bills.models import Version
from core import clock
from core.actors import actor_for
from core.errors import Invalid
from core.verification.actions import redeem_link, set_secrets
from core.verification.models import Challenge

from .test_a_citizen_comments import TYPED, URL

pytestmark = pytest.mark.django_db


@pytest.fixture
def end(version):
    """Give the moment from which nothing is taken."""
    return version.comments_until


def test_last_second_counts_and_the_next_does_not(client, version, end):
    with clock.frozen(end - timedelta(seconds=1)):
        assert client.post(URL, TYPED).status_code == 302
    with clock.frozen(end):
        assert client.post(URL, {**TYPED, "email": "late@example.org"}).status_code == 409


def test_api_refuses_at_the_same_second(client, version, end):
    typed = {key: TYPED[key] for key in ("stance", "text", "name", "email")}
    url = "/api/v1/bills/rivers-bill/clauses/section-2/comments/"

    with clock.frozen(end - timedelta(seconds=1)):
        assert client.post(url, typed, content_type="application/json").status_code == 202
    with clock.frozen(end):
        answer = client.post(url, typed, content_type="application/json")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:rostra:problem:comments_closed")


def test_replies_end_with_the_comments(version, say, end):
    comment = say()

    with clock.frozen(end), pytest.raises(CommentsClosed):
        say(parent=comment, email="late@example.org")


def test_who_wrote_in_time_may_confirm_within_half_an_hour(say, end):
    with clock.frozen(end - timedelta(minutes=1)):
        waiting = [say(state="unconfirmed", email=f"{who}@example.org") for who in ("early", "late")]
        tokens = [set_secrets(Challenge.objects.get(subject_id=comment.public_id)).token for comment in waiting]
    redeem = [lambda token=token: redeem_link(PURPOSE, token) for token in tokens]

    with clock.frozen(end + timedelta(minutes=29)):
        assert confirm_comment(redeem[0]).state == "pending"
    with clock.frozen(end + timedelta(minutes=30)), pytest.raises(CommentsClosed):
        confirm_comment(redeem[1])


def test_page_is_read_only_after_the_deadline(client, version, say, end):
    say()
    with clock.frozen(end):
        page = client.get(URL)

    assert page.context["form"] is None
    assert page.context["comments"][0]["reply_url"] == ""
    assert "Comments closed" in page.content.decode()


def test_schedule_closes_what_is_due_once(version, end):
    assert close_due_versions() == 0
    with clock.frozen(end):
        assert (close_due_versions(), close_due_versions()) == (1, 0)
    assert Version.objects.get().state == "closed"


def test_clerk_opens_again_until_a_later_moment(version, end, staff):
    clerk = actor_for(staff["clerk"])
    with clock.frozen(end):
        close_due_versions()
        version.refresh_from_db()
        with pytest.raises(Invalid):
            reopen_version(version, by=clerk, comments_until=end)
        reopen_version(version, by=clerk, comments_until=end + timedelta(days=1))
    assert Version.objects.get().comments_until == end + timedelta(days=1)
