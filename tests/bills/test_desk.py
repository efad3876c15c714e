"""The moderator's and the clerk's desk."""

import pytest

from consultations.bills.models import OfficialAnswer
from core.comments.models import Comment

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/comments/"


def test_moderator_reads_and_publishes(client, staff, say):
    comment = say(state="pending")
    client.force_login(staff["moderator"])

    assert [row.pk for row in client.get(DESK).context["object_list"]] == [comment.pk]
    page = client.get(f"{DESK}{comment.pk}/").content.decode()
    assert "Clean rivers, please." in page and "Ann Archer" in page
    assert client.post(f"{DESK}{comment.pk}/", {"verb": "publish"}).status_code == 302
    assert Comment.objects.get().state == "published"


def test_hiding_asks_for_the_public_reason(client, staff, say):
    comment = say(state="pending")
    client.force_login(staff["moderator"])

    assert client.post(f"{DESK}{comment.pk}/", {"verb": "hide"}).status_code == 422
    client.post(f"{DESK}{comment.pk}/", {"verb": "hide", "hide-public_reason": "Advert."})
    assert str(Comment.objects.get().hidden_reason) == "Advert."


def test_clerk_answers_for_the_committee(client, staff, say, mails):
    comment = say()
    reply = say(parent=comment, email="b@example.org")
    client.force_login(staff["clerk"])
    facts = {"verb": "answer", "answer-outcome": "partly", "answer-answer": "Two hours, and this is why."}

    assert client.post(f"{DESK}{comment.pk}/", {**facts, "answer-answer": ""}).status_code == 422
    assert client.post(f"{DESK}{comment.pk}/", facts).status_code == 302
    assert client.post(f"{DESK}{reply.pk}/", facts).status_code == 409

    [row] = client.get("/en/bills/rivers-bill/section-2/").context["comments"]
    assert (row["answer"]["outcome"], row["answer"]["text"]) == ("Partly taken up", "Two hours, and this is why.")
    assert "Two hours, and this is why." in client.get(row["url"]).content.decode()
    api = client.get("/api/v1/bills/rivers-bill/clauses/section-2/comments/").json()["results"][0]["answer"]
    assert (api["outcome"], api["text"]) == ("partly", {"en": "Two hours, and this is why."})
    assert "Two hours, and this is why." in mails("bills/tell_comment_answered")[0].body


def test_moderator_does_not_answer_for_the_committee(client, staff, say):
    comment = say()
    client.force_login(staff["moderator"])
    facts = {"verb": "answer", "answer-outcome": "noted", "answer-answer": "Thank you."}

    assert client.post(f"{DESK}{comment.pk}/", facts).status_code == 403
    assert OfficialAnswer.objects.count() == 0


def test_second_moderator_is_told_that_it_is_done(client, staff, say):
    comment = say()
    client.force_login(staff["moderator"])

    assert client.post(f"{DESK}{comment.pk}/", {"verb": "publish"}).status_code == 409


def test_comms_does_not_see_the_desk(client, staff, say):
    comment = say(state="pending")
    client.force_login(staff["comms"])

    assert {client.get(url).status_code for url in (DESK, f"{DESK}{comment.pk}/")} <= {302, 403, 404}


def test_clerk_publishes_a_draft(client, staff, db):
    from consultations.bills.actions.versions import import_bill
    from core.actors import IMPORT

    from .data import small_bill

    version = import_bill(small_bill(), by=IMPORT)
    client.force_login(staff["clerk"])
    answer = client.post(
        f"/admin/desk/versions/{version.pk}/", {"verb": "publish", "publish-comments_until": "2099-12-31T17:00"}
    )

    version.refresh_from_db()
    assert (answer.status_code, version.state, version.comments_until.year) == (302, "published", 2099)


def test_clerk_discards_a_wrong_draft(client, staff, db):
    from consultations.bills.actions.versions import import_bill
    from core.actors import IMPORT

    from .data import small_bill

    version = import_bill(small_bill(), by=IMPORT)
    client.force_login(staff["clerk"])
    answer = client.post(f"/admin/desk/versions/{version.pk}/", {"verb": "discard"})

    version.refresh_from_db()
    assert (answer.status_code, version.state) == (302, "discarded")


@pytest.mark.parametrize(("typed", "meant"), [("2098-12-31T17:00", "16:00"), ("2099-07-31T17:00", "15:00")])
def test_the_deadline_is_meant_on_the_parliaments_clock(client, staff, db, settings, typed, meant):
    """A winter's and a summer's day; the account's own zone, New York, counts for nothing."""
    from wagtail.users.models import UserProfile

    from consultations.bills.actions.versions import import_bill
    from core.actors import IMPORT

    from .data import small_bill

    settings.PARLIAMENT_TIME_ZONE = "Europe/Brussels"
    version = import_bill(small_bill(), by=IMPORT)
    UserProfile.objects.update_or_create(user=staff["clerk"], defaults={"current_time_zone": "America/New_York"})
    client.force_login(staff["clerk"])
    desk = f"/admin/desk/versions/{version.pk}/"
    assert "Central European Time" in client.get(desk).content.decode()
    assert client.post(desk, {"verb": "publish", "publish-comments_until": typed}).status_code == 302
    version.refresh_from_db()
    assert f"{version.comments_until:%Y-%m-%dT%H:%M}" == f"{typed[:11]}{meant}"
    assert "17:00 CE" in client.get(desk).content.decode()


def test_a_refused_deadline_stands_as_it_was_typed(client, staff, db):
    from consultations.bills.actions.versions import import_bill
    from core.actors import IMPORT

    from .data import small_bill

    version = import_bill(small_bill(), by=IMPORT)
    client.force_login(staff["clerk"])
    facts = {"verb": "publish", "publish-comments_until": "2001-07-31T17:00"}
    answer = client.post(f"/admin/desk/versions/{version.pk}/", facts)
    assert answer.status_code == 422
    assert 'value="2001-07-31T17:00"' in answer.content.decode()
