"""Who sends after the end is told so, and gets every word back to read."""

from datetime import timedelta

import pytest

from core import clock
from core.comments.models import Comment

from .test_a_citizen_comments import TYPED, URL

pytestmark = pytest.mark.django_db
CLOSED = "Comments on this bill are closed."


@pytest.fixture
def late(version):
    """Stand in the second after the deadline."""
    with clock.frozen(version.comments_until + timedelta(seconds=1)):
        yield


def summary(page):
    """Give the words of the summary of faults."""
    words = page.content.decode()
    assert "<title>Error:" in words
    return words.partition("data-problem")[2].partition("</div>")[0]


@pytest.mark.parametrize("changes", [{}, {"text": "A day is too late.", "name": ""}, {"preview": "1"}])
def test_a_comment_comes_back_with_the_reason(client, late, changes):
    page = client.post(URL, {**TYPED, **changes})

    assert (page.status_code, Comment.objects.count()) == (409, 0)
    assert summary(page).count("<li>") == 1 and CLOSED in summary(page)
    words = page.content.decode()
    assert "A day is too late." in words and "A notice must be sent within an hour." in words
    assert "I would change it" in words and "Send comment" not in words


def test_a_wording_left_as_it_was_is_not_called_theirs(client, version):
    form = client.get(URL).context["form"]
    with clock.frozen(version.comments_until):
        page = client.post(URL, {**TYPED, "wording": form.initial["wording"], "version": form.initial["version"]})

    assert [row["label"] for row in page.context["typed"]] == ["On Clause 2", "About", "Comment"]


def test_a_reply_comes_back_with_the_reason(client, say, version):
    url = f"/en/bills/rivers-bill/comments/{say().public_id}/reply/"
    typed = {"text": "I\nagree.", "name": "Bea", "email": "bea@example.org", "shown_as": "name"}
    with clock.frozen(version.comments_until):
        assert client.get(url).status_code == 200
        page = client.post(url, typed)

    assert (page.status_code, Comment.objects.count()) == (409, 1)
    assert CLOSED in summary(page)
    assert "I<br>agree." in page.content.decode()
