"""Replies stand where they belong, however many people write at once."""

import threading

import pytest
from django.db import connection

from consultations.bills.actions.moderating import hide_comment
from core.actors import actor_for
from core.comments.actions import MAX_LEVEL
from core.comments.models import Comment
from core.errors import Invalid

pytestmark = pytest.mark.django_db
URL = "/en/bills/rivers-bill/section-2/"


def test_replies_are_read_in_the_order_of_the_thread(client, say):
    root = say(text="root")
    first = say(text="first", parent=root, email="a@example.org")
    say(text="second", parent=root, email="b@example.org")
    say(text="first.first", parent=first, email="c@example.org")

    [row] = client.get(URL).context["comments"]
    assert [(reply["text"], reply["level"]) for reply in row["replies"]] == [
        ("first", 1),
        ("first.first", 2),
        ("second", 1),
    ]
    root.refresh_from_db()
    assert (root.replies, root.published_replies) == (2, 3)


def test_the_packages_own_columns_keep_their_meaning(say):
    root = say()
    reply = say(parent=root, email="b@example.org")
    root.refresh_from_db()

    assert (root.thread_id, root.parent_id, root.level) == (root.pk, root.pk, 0)
    assert (reply.thread_id, reply.parent_id, reply.level) == (root.pk, root.pk, 1)


def test_reply_page_sends_a_reply(client, say, mails):
    root = say()
    url = f"/en/bills/rivers-bill/comments/{root.public_id}/reply/"
    typed = {"text": "I agree.", "name": "Bea", "email": "bea@example.org", "shown_as": "name"}

    assert client.get(url).status_code == 200
    assert client.post(url, {**typed, "text": ""}).status_code == 422
    assert client.post(url, typed)["Location"].startswith("/en/bills/comments/code/")
    assert "I agree." in mails("bills/ask_to_confirm_comment")[-1].body


def test_only_a_shown_comment_is_answered(client, say, staff):
    root = say()
    hide_comment(root, by=actor_for(staff["moderator"]), public_reason="Advert.")

    with pytest.raises(Invalid):
        say(parent=root, email="b@example.org")
    assert client.get(f"/en/bills/rivers-bill/comments/{root.public_id}/reply/").status_code == 404


def test_a_thread_has_an_end(say):
    comment = say()
    for turn in range(MAX_LEVEL):
        comment = say(parent=comment, email=f"{turn}@example.org")

    with pytest.raises(Invalid, match="deep enough"):
        say(parent=comment, email="last@example.org")


def test_a_comment_is_not_found_under_another_bill(client, say, version):
    from consultations.bills.actions.versions import import_bill, publish_version
    from core.actors import IMPORT

    from .data import small_bill

    other = publish_version(import_bill(small_bill().replace(b"/2026/17", b"/2026/18"), by=IMPORT), by=IMPORT)
    comment = say()

    for url in (f"/en/bills/{other.bill.slug}/comments/{comment.public_id}/{end}" for end in ("", "reply/")):
        assert client.get(url).status_code == 404


def test_unconfirmed_comments_have_no_page(client, say):
    comment = say(state="unconfirmed")

    assert client.get(f"/en/bills/rivers-bill/comments/{comment.public_id}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_eight_people_reply_at_once_and_nobody_loses_a_place(say):
    root = say()
    faults: list[Exception] = []

    def write(who):
        try:
            for turn in range(5):
                say(state="unconfirmed", parent=root, email=f"{who}-{turn}@example.org")
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=write, args=(who,)) for who in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert faults == []
    paths = list(Comment.objects.filter(root=root).order_by("path").values_list("path", flat=True))
    assert paths == [f"{place:06d}" for place in range(1, 41)]
    assert set(Comment.objects.filter(root=root).values_list("parent_id", "level")) == {(root.pk, 1)}
