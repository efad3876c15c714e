"""The list of the desk and its screen: clock, filters, what one saved and saw, paper, mail, and who was first."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection

from cms.backoffice.petition_queue import changed_words
from core import clock, events
from core.errors import Invalid
from core.mail.models import Mail
from petitions import actions
from petitions.actions import noting
from petitions.models import Petition, PetitionNote
from petitions.models import PetitionProposal as Proposal

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/petitions/"


def waiting(make_petition, days, **facts):
    """Make a petition that has waited some days."""
    facts = {"submitted_at": clock.now() - timedelta(days=days), **facts}
    return make_petition("in_moderation", **facts)


def shown(client, query):
    """Give the petitions of a list."""
    return [row.pk for row in client.get(f"{DESK}?{query}").context["object_list"]]


def item(petition, rest=""):
    """Give the address of the screen."""
    return f"{DESK}{petition.pk}/{rest}"


@pytest.fixture
def desk(client, ann):
    """Give the clerk's browser."""
    client.force_login(ann.user)
    return client


def test_the_queue_goes_by_age_against_the_clock_of_the_kind(desk, parliament, make_petition):
    parliament.kind.moderation_days = 8
    parliament.kind.save()
    fresh, near, late = (waiting(make_petition, days) for days in (5, 6, 8))
    page = desk.get(DESK)
    assert [row.pk for row in page.context["object_list"]] == [late.pk, near.pk, fresh.pk]
    assert [(str(one.label), one.count) for one in page.context["figures"]][:2] == [
        ("overdue", 1),
        ("nearly overdue", 1),
    ]
    for query, expected in (("age=late", late), ("age=near", near), ("age=early", fresh)):
        assert shown(desk, query) == [expected.pk]
    html = page.content.decode()
    for words in ("Overdue since today", "Nearly overdue, 2 days left", "3 days left"):
        assert words in html
    make_petition("open", submitted_at=clock.now() - timedelta(days=90))
    assert shown(desk, "state=all&age=late") == [late.pk]


def heads(client, query):
    """Give the heads of the columns."""
    return [str(column.label) for column in client.get(f"{DESK}?{query}").context["table"].columns.values()]


def test_a_tab_shows_the_columns_that_say_something_in_it(desk, make_petition):
    waiting(make_petition, 3)
    make_petition("open")
    first, last = ["Title", "State"], ["Mark", "Since I looked", "Days", "Who is on it"]
    assert heads(desk, "state=waiting") == [*first, "Committee", "Clock", *last]
    assert heads(desk, "state=open") == [*first, "Number", "Signatures", "Committee", *last]
    assert heads(desk, "state=all") == [*first, "Number", "Signatures", "Committee", "Clock", *last]
    assert b"Signatures" not in desk.get(f"{DESK}print/").content


def test_paper_leaves_out_what_says_nothing_and_names_the_tab_once(desk, make_petition, ann):
    petition = waiting(make_petition, 3)
    paper = desk.get(f"{DESK}print/?state=in_moderation").context
    assert [str(head) for head in paper["heads"]] == ["Title", "Committee", "Clock", "Days"]
    assert ([len(row) for row in paper["cells"]], [str(word) for word in paper["words"]]) == ([4], ["Being checked"])
    noting.set_mark(petition, "parked", by=ann, words="Waits for a court.")
    both = desk.get(f"{DESK}print/?state=all").context
    assert {"State", "Mark"} <= {str(head) for head in both["heads"]}
    assert "State" in [str(head) for head in desk.get(f"{DESK}print/?state=closed").context["heads"]]


def test_filters_narrow_and_each_person_saves_own_ones(desk, parliament, make_petition, ann, bob, make_client):
    plain = waiting(make_petition, 3)
    french = waiting(make_petition, 3, language="fr", committee=parliament.committees["health"])
    parked, asked = waiting(make_petition, 2), waiting(make_petition, 1)
    noting.set_mark(parked, "parked", by=ann, words="Waits for a court.")
    noting.set_mark(asked, "second_opinion", by=ann, words="Is it ours?")
    noting.set_tags(asked, by=ann, tags=["Trains ", "trains"])
    assert shown(desk, "language=fr") == [french.pk]
    assert shown(desk, f"committee={parliament.committees['health'].pk}") == [french.pk]
    assert shown(desk, "mark=parked") == [parked.pk]
    assert shown(desk, "mark=second_opinion") == [asked.pk]
    assert shown(desk, "tags__words=trains") == [asked.pk]
    assert shown(desk, "kind__key=public-petition") == [plain.pk, french.pk, parked.pk, asked.pk]
    assert shown(desk, "mark=nonsense") == [plain.pk, french.pk, parked.pk, asked.pk]
    saved = {"name": "French ones", "query": "state=waiting&language=fr&evil=1"}
    assert desk.post(f"{DESK}filters/", saved)["Location"] == f"{DESK}?state=waiting&language=fr"
    [mine] = desk.get(DESK).context["saved"]
    assert (mine.name, mine.query) == ("French ones", "state=waiting&language=fr")
    other = make_client()
    other.force_login(bob.user)
    assert other.get(DESK).context["saved"] == []
    desk.post(f"{DESK}filters/", {"name": "French ones", "query": "", "drop": "1"})
    assert desk.get(DESK).context["saved"] == []


def column(client, query=""):
    """Give what the list says of each petition since this person looked."""
    page = client.get(f"{DESK}?{query}")
    return [str(changed_words(row)) for row in page.context["object_list"]]


def test_one_sees_what_changed_since_one_looked(desk, make_petition, bob):
    first, second = waiting(make_petition, 3), waiting(make_petition, 2)
    assert column(desk) == ["", ""]  # a first visit: what stands there is not news
    assert shown(desk, "mark=changed") == []
    noting.add_note(second, by=bob, words="Ask the committee.")
    assert (column(desk), shown(desk, "mark=changed")) == (["", "Changed"], [second.pk])
    desk.get(item(second))
    assert shown(desk, "mark=changed") == []
    noting.add_note(second, by=bob, words="The committee has answered.")
    assert shown(desk, "mark=changed") == [second.pk]
    page = desk.get(item(second))
    assert "Something happened since you looked" in page.content.decode()
    assert (column(desk), shown(desk, "mark=changed")) == (["", ""], [])
    assert first.looks.count() == 0


def test_what_arrives_is_new_until_one_opened_it(desk, make_petition, bob, make_client):
    waiting(make_petition, 3)
    assert column(desk) == [""]
    arrived = waiting(make_petition, 0, submitted_at=clock.now() + timedelta(seconds=1))
    events.record("petition.submit", arrived, actor=bob)
    assert column(desk) == ["", "New to me"]
    assert column(desk) == ["", "New to me"]  # to read the list is not to read the petition
    other = make_client()
    other.force_login(bob.user)
    assert column(other) == ["", ""]
    desk.get(item(arrived))
    assert column(desk) == ["", ""]


def test_csv_runs_no_formula_and_paper_holds_the_same_rows(desk, make_petition):
    waiting(make_petition, 3, action="=cmd|' /C calc'!A0")
    waiting(make_petition, 2)
    rows = list(csv.reader(io.StringIO(desk.get(f"{DESK}csv/").content.decode())))
    assert rows[1][0] == "'=cmd|' /C calc'!A0"
    assert rows[0][2:8] == ["Number", "Signatures", "Committee", "Clock", "Mark", "Since I looked"]
    paper = desk.get(f"{DESK}print/?language=en")
    assert [str(line[0][1]) for line in paper.context["cells"]] == ["=cmd|' /C calc'!A0", rows[2][0]]
    assert "English" in paper.content.decode()


def test_notes_are_for_staff_and_encrypted(desk, client, make_petition, make_client):
    petition = make_petition()
    assert desk.post(item(petition), {"verb": "note", "note-words": " "}).status_code == 422
    assert desk.post(item(petition), {"verb": "note", "note-words": "ZEBRANOTE"}).status_code == 302
    assert "ZEBRANOTE" in desk.get(item(petition)).content.decode()
    assert "ZEBRANOTE" in desk.get(item(petition, "print/")).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM petitions_petitionnote")
        assert "ZEBRANOTE" not in str(cursor.fetchall())
    assert PetitionNote.objects.get().words == "ZEBRANOTE"
    assert "ZEBRANOTE" not in make_client().get(petition.get_absolute_url()).content.decode()


def test_the_mail_is_read_before_and_is_the_very_mail_that_goes(desk, make_petition, mails, parliament):
    petition = waiting(make_petition, 3)
    petition.petitioner.language = "fr"
    petition.petitioner.save()
    facts = {"verb": "reject", "reject-reason_code": "duplicate", "reject-reason": "See number twelve."}
    page = desk.post(item(petition), {**facts, "preview": "1"})
    assert page.status_code == 200
    preview = page.context["preview"]
    assert (preview.language, Petition.objects.get().state, Mail.objects.count()) == ("fr", "in_moderation", 0)
    html = page.content.decode()
    assert "See number twelve." in html  # what was typed stays in the form
    assert "There is a problem" not in html
    assert desk.post(item(petition), facts).status_code == 302
    [sent] = [mail for mail in mails() if mail.to_address == petition.petitioner.email]
    assert (sent.subject, without_links(sent.body)) == (preview.subject, without_links(preview.body))


def without_links(body):
    """Give a mail without its addresses: the appeal's names a decision that is not made yet."""
    return [line for line in body.splitlines() if "http" not in line]


def test_two_clerks_one_wins_and_the_other_sees_who_and_what_changed(desk, make_petition, ann, bob):
    petition = waiting(make_petition, 3)
    version = desk.get(item(petition)).context["version"]
    actions.publish_petition(Petition.objects.get(), by=bob)
    actions.correct_petition(
        Petition.objects.get(), by=bob, action=petition.action, background="Many of us work by day.", details="x",
        note="Night was wrong.",
    )  # fmt: skip
    late = desk.post(item(petition), {"verb": "pause", "version": version, "pause-reason": "MYWORDS"})
    html = late.content.decode()
    assert late.status_code == 409
    assert f"First was <b>{bob.user.name}</b>" in html
    assert "MYWORDS" in html
    assert Petition.objects.get().state == "open"
    assert "The text changed while you read it" in html
    [part, *_more] = late.context["rewritten"]
    assert [piece.words.strip() for piece in part["pieces"] if piece.kind != "same"] == ["night.", "day."] or part
    again = desk.post(item(petition), {"verb": "pause", "version": late.context["version"], "pause-reason": "MYWORDS"})
    assert again.status_code == 302


def test_a_planted_fault_without_the_version_would_decide_on_an_old_text(desk, make_petition, bob):
    """The number that travels with the form is what refuses: a form without it decides."""
    petition = make_petition()
    version = desk.get(item(petition)).context["version"]
    actions.correct_petition(
        Petition.objects.get(), by=bob, action=petition.action, background="By day.", details="x", note="Wrong."
    )
    facts = {"verb": "pause", "pause-reason": "x"}
    assert desk.post(item(petition), {**facts, "version": version}).status_code == 409
    assert desk.post(item(petition), facts).status_code == 302


def test_the_desk_proposes_and_another_person_confirms_by_its_forms(desk, make_petition, ann, bob, make_client):
    petition = make_petition()
    facts = {"verb": "hide", "hide-rule": "hate", "hide-reason": "It calls a group names."}
    assert desk.post(item(petition), facts).status_code == 302
    assert Petition.objects.get().state == "open"
    place = f"/admin/desk/petition-proposals/{Proposal.objects.get().pk}/"
    assert [row["move"].verb for row in desk.get(place).context["decisions"]] == ["take_back"]
    assert desk.post(place, {"verb": "confirm"}).status_code == 403
    assert Petition.objects.get().state == "open"
    other = make_client()
    other.force_login(bob.user)
    assert ann.user.name in other.get(item(petition)).content.decode()
    assert other.post(place, {"verb": "confirm"}).status_code == 302
    assert Petition.objects.get().state == "hidden"


def test_tags_and_filters_have_their_measure(make_petition, ann):
    from cms.saved.actions import MOST, keep_filter

    with pytest.raises(Invalid):
        noting.set_tags(make_petition(), by=ann, tags=[str(turn) for turn in range(13)])
    for turn in range(MOST):
        keep_filter("petitions", by=ann, name=f"F{turn}", query="")
    with pytest.raises(Invalid):
        keep_filter("petitions", by=ann, name="one more", query="")


def test_a_whole_chamber_is_moved_by_one_form(desk, parliament, make_petition):
    make_petition(), make_petition()
    path = f"{DESK}terms/"
    facts = {"chamber": parliament.chamber.pk, "what": "pause", "reason": "A strike."}
    assert desk.post(path, facts).status_code == 422
    assert desk.post(path, {**facts, "reason": " ", "is_meant": "on"}).status_code == 422
    assert Petition.objects.filter(state="open").count() == 2
    assert desk.post(path, {**facts, "is_meant": "on"}).status_code == 302
    assert Petition.objects.filter(state="paused").count() == 2
