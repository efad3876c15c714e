"""From the form on a clause's page to a comment everybody can read."""

import re

import pytest

from consultations.bills.actions.moderating import hide_comment, publish_comment, restore_comment
from consultations.bills.models import Annotation, Bill, ClauseCounter
from core.actors import ANONYMOUS, actor_for
from core.comments.models import Comment
from core.errors import Forbidden, Invalid, WrongState

pytestmark = pytest.mark.django_db
TYPED = {
    "stance": "change", "on": "section-2-1", "text": "A day is too late.",
    "wording": "A notice must be sent within an hour.",
    "wording_of": "section-2", "name": "Imre Sólyom", "email": "imre@example.org", "shown_as": "name",
}  # fmt: skip
URL = "/en/bills/rivers-bill/section-2/"


@pytest.fixture
def send(client, version):
    """Give a function that posts the form with some fields changed."""
    return lambda **changes: client.post(URL, {**TYPED, **changes})


@pytest.fixture
def moderator(staff):
    """Give the actor who reads comments."""
    return actor_for(staff["moderator"])


def code_of(mail):
    """Give the six digits of a mail."""
    return re.search(r"\b\d{6}\b", mail.body).group()


def counts(version):
    """Give own and total counts by clause, where there are any."""
    rows = ClauseCounter.objects.filter(version=version, total__gt=0).select_related("clause")
    return {row.clause.code: (row.own, row.total, row.by_stance) for row in rows}


def test_comment_is_written_confirmed_read_and_shown(client, send, version, mails, moderator):
    code_page = send()["Location"]
    assert client.get(code_page).status_code == 200
    [mail] = mails("bills/ask_to_confirm_comment")

    receipt = client.post(code_page, {"code": code_of(mail)})["Location"]
    assert "A moderator reads it" in client.get(receipt).content.decode()
    assert "A day is too late." not in client.get(receipt).content.decode() + client.get(URL).content.decode()

    publish_comment(Comment.objects.get(), by=moderator)
    page = client.get(URL)
    [row] = page.context["comments"]
    assert (row["stance_words"], row["name"], row["place"], row["text"]) == (
        "Would change it", "Imre Sólyom", "on (1)", "A day is too late.",
    )  # fmt: skip
    assert [piece.kind for piece in row["redline"]].count("added") >= 1
    assert "A day is too late." in client.get(receipt).content.decode()
    assert [mail.kind for mail in mails()] == [
        "bills/ask_to_confirm_comment", "bills/tell_comment_received", "bills/tell_comment_published",
    ]  # fmt: skip


def test_mailed_link_changes_nothing_until_its_button_is_pressed(client, send, mails):
    send()
    [mail] = mails("bills/ask_to_confirm_comment")
    link = re.search(r"https?://[^/]+(/\S+)", mail.body).group(1)

    asked = client.get(link)
    assert asked.status_code == 200 and "Clause 2" in asked.content.decode()
    assert Comment.objects.get().state == "unconfirmed"
    assert client.post(link).status_code == 302
    assert Comment.objects.get().state == "pending"
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stance": ""}, "stance"),
        ({"stance": "maybe"}, "stance"),
        ({"on": "section-3"}, "on"),
        ({"text": "  "}, "text"),
        ({"text": "a" * 2001}, "text"),
        ({"wording": "a" * 6001}, "wording"),
        ({"name": ""}, "name"),
        ({"email": "nobody"}, "email"),
        ({"shown_as": ""}, "shown_as"),
    ],
)
def test_faults_come_back_with_everything_kept(send, changes, field):
    page = send(**changes)

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    words = page.content.decode()
    assert "<title>Error:" in words and "There is a problem" in words
    assert page.context["form"]["name"].value() == changes.get("name", TYPED["name"])
    assert Comment.objects.count() == 0


def test_words_left_as_they_were_are_no_proposal(client, send, version):
    form = client.get(URL).context["form"]
    assert form.initial["wording"].startswith("(1) A notice must—\n(a) be readable, and")

    send(wording=form.initial["wording"], wording_of=form.initial["wording_of"])

    assert (Annotation.objects.get().wording, Annotation.objects.get().kind) == ("", "comment")


@pytest.mark.parametrize(("start", "about"), [("section-2", "section-2-2"), ("section-2-2", "section-2")])
@pytest.mark.parametrize("preview", [{}, {"preview": "1"}])
def test_changed_words_of_another_piece_are_no_proposal_for_this_one(client, send, start, about, preview):
    words = client.get(f"{URL}?on={start}").context["form"].initial["wording"]
    changed = words.replace("the place.", "the place and the hour.")
    page = send(wording=changed, wording_of=start, on=about, **preview)

    assert (page.status_code, list(page.context["form"].errors), Comment.objects.count()) == (422, ["wording"], 0)
    assert page.context["form"]["wording"].value() == changed
    assert "You changed the words of" in page.content.decode()


def test_words_of_ones_own_may_stand_for_any_piece(send):
    for about in ("section-2", "section-2-1", "section-2-2"):
        assert send(on=about, wording="It states the river, and why.", email=f"{about}@example.org").status_code == 302
    assert send(on="section-2-2", wording="It states the place and the hour.", email="d@example.org").status_code == 302


def test_preview_shows_what_was_added_and_writes_nothing(send):
    page = send(preview="1")

    assert (page.status_code, Comment.objects.count()) == (200, 0)
    preview = page.context["preview"]
    assert (preview["name"], preview["stance_words"], preview["text"]) == (
        "Imre Sólyom", "Would change it", "A day is too late.",
    )  # fmt: skip
    assert {piece.kind for piece in preview["redline"]} == {"same", "added", "removed"}
    assert page.context["form"]["wording"].value() == TYPED["wording"]
    assert send(preview="1", text="").status_code == 422


def test_a_link_beside_a_subsection_starts_the_form_there(client, version):
    form = client.get(f"{URL}?on=section-2-2").context["form"]

    assert (form.initial["on"], form.initial["wording"]) == ("section-2-2", "It states the place.")


def test_nothing_personal_stands_in_the_columns_of_the_package(say):
    comment = say()

    assert (comment.user_name, comment.user_email, comment.user_url, comment.ip_address, comment.user) == (
        "",
        "",
        "",
        None,
        None,
    )


def test_verified_residents_are_not_named(client, say):
    say(shown_as="resident", name="Secret Name")
    page = client.get(URL)

    assert page.context["comments"][0]["name"] == "Verified resident"
    assert "Secret Name" not in page.content.decode()
    assert Comment.objects.get().shown_name == ""


def test_known_and_unknown_addresses_get_the_same_answer(client, send, say):
    say(email="imre@example.org")
    known, unknown = send(), send(email="new@example.org")

    assert (known.status_code, unknown.status_code) == (302, 302)
    assert known["Location"].rsplit("/", 2)[0] == unknown["Location"].rsplit("/", 2)[0]
    pages = [re.sub(r"[0-9a-f-]{32,36}", "", client.get(a["Location"]).content.decode()) for a in (known, unknown)]
    assert pages[0] == pages[1]


def test_the_same_form_twice_is_one_comment(client, version):
    typed = {**TYPED, "once": "a" * 32}
    first, second = client.post(URL, typed), client.post(URL, typed)

    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1


def test_a_post_from_another_site_is_refused(client, version):
    answer = client.post(URL, TYPED, headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})

    assert (answer.status_code, Comment.objects.count()) == (403, 0)


def test_comment_counts_on_its_clause_and_on_what_holds_it(version, say, moderator):
    say("section-2-1-a", stance="support")
    say("section-2-1", stance="oppose", email="b@example.org")
    comment = say("section-2-2", stance="question", email="c@example.org")
    one = {"support": 1, "change": 0, "oppose": 1, "question": 0}

    assert counts(version) == {
        "part-1": (0, 3, {**one, "question": 1}),
        "section-2": (0, 3, {**one, "question": 1}),
        "section-2-1": (1, 2, one),
        "section-2-1-a": (1, 1, {**one, "oppose": 0}),
        "section-2-2": (1, 1, {"support": 0, "change": 0, "oppose": 0, "question": 1}),
    }

    hide_comment(comment, by=moderator, public_reason="It named a private person.")
    assert counts(version)["section-2"] == (0, 2, one)
    restore_comment(comment, by=moderator)
    assert counts(version)["section-2"] == (0, 3, {**one, "question": 1})


def test_hidden_comment_leaves_its_place_and_the_reason(client, say, moderator, mails):
    comment = say(text="Mr X did it.")
    hide_comment(comment, by=moderator, public_reason="It named a private person.")
    page = client.get(URL).content.decode()

    assert "Mr X did it." not in page
    assert "It named a private person." in page
    assert "It named a private person." in mails("bills/tell_comment_hidden")[0].body


def test_hiding_needs_a_reason_and_a_moderator(say, staff, moderator):
    comment = say("section-1", "pending")

    with pytest.raises(Invalid):
        hide_comment(comment, by=moderator, public_reason=" ")
    for nobody in (ANONYMOUS, actor_for(staff["comms"]), actor_for(staff["member"])):
        with pytest.raises(Forbidden):
            publish_comment(comment, by=nobody)
    publish_comment(comment, by=moderator)
    with pytest.raises(WrongState):
        publish_comment(comment, by=moderator)


def test_comments_are_shown_at_once_where_the_bill_says_so(client, bill, say, mails):
    Bill.objects.filter(pk=bill.pk).update(moderation="post")
    say("section-2", "pending")

    assert Comment.objects.get().state == "published"
    assert len(client.get(URL).context["comments"]) == 1
    assert [mail.kind for mail in mails()][-1] == "bills/tell_comment_published"


def test_tabs_filter_by_stance(client, say):
    say(stance="support")
    say(stance="oppose", email="b@example.org")

    page = client.get(f"{URL}?stance=oppose")
    assert [row["stance_words"] for row in page.context["comments"]] == ["Opposes it"]
    assert [(tab["words"], tab["count"]) for tab in page.context["tabs"]] == [
        ("All", 2), ("Support", 1), ("Change", 0), ("Oppose", 1), ("Questions", 0),
    ]  # fmt: skip


def test_script_in_a_comment_stays_words(client, say):
    say(text="<script>alert(1)</script>", wording="<img src=x onerror=alert(2)>", stance="change")
    page = client.get(URL).content.decode()

    assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
