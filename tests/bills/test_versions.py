"""A new version keeps the clauses it continues, with their comments; what is gone is listed, never lost."""

from datetime import timedelta

import pytest

from consultations.bills.actions.versions import import_bill, publish_version
from consultations.bills.models import Version
from core import clock
from core.actors import IMPORT

from .data import BODY, small_bill

pytestmark = pytest.mark.django_db
FIRST = """<section eId="sec_1"><num>1</num><heading>Purpose</heading><content><p>Rivers are to be clean.</p></content>
</section>"""
ADDED = """<section eId="x"><num>3</num><heading>New</heading><content><p>Brand new.</p></content></section>"""
AMENDED = BODY.replace("It states the place.", "It states the place and the hour.").replace(
    "<num>3</num>", "<num>4</num>"
)
AMENDED = AMENDED.replace('<part eId="part_2">', f'{ADDED}<part eId="part_2">')
AMENDED = AMENDED.replace(FIRST.replace("\n", ""), "")


@pytest.fixture
def second(version):
    """Give the second version: one clause gone, one new, one renumbered, one reworded."""
    made = import_bill(small_bill(AMENDED), by=IMPORT)
    return publish_version(made, by=IMPORT)


def test_second_version_takes_over_and_the_first_is_closed(version, second):
    assert (second.bill, second.number, second.state) == (version.bill, 2, "published")
    assert Version.objects.get(pk=version.pk).state == "closed"


def test_clauses_live_on(version, second):
    links = second.links.select_related("old__clause", "new__clause")
    found = {(link.relation, link.old and link.old.number, link.new and link.new.number) for link in links}

    assert {("deleted", "1", None), ("new", None, "3"), ("moved", "3", "4"), ("reworded", "(2)", "(2)")} <= found
    codes = {row.number: row.clause.code for row in second.provisions.select_related("clause")}
    assert (codes["4"], codes["3"], codes["2"]) == ("section-3", "section-3-2", "section-2")


def test_comments_stay_with_their_clause_and_say_on_which_version_they_were_made(client, version, say):
    say("section-2-2", text="On the old words.")
    publish_version(import_bill(small_bill(AMENDED), by=IMPORT), by=IMPORT)

    [row] = client.get("/en/bills/rivers-bill/section-2/").context["comments"]
    assert (row["text"], row["written_on"], row["place"]) == ("On the old words.", "written on version 1", "on (2)")


def test_comment_on_a_deleted_clause_keeps_its_page(client, say, version):
    comment = say("section-1", text="Keep this.")
    publish_version(import_bill(small_bill(AMENDED), by=IMPORT), by=IMPORT)

    receipt = client.get(f"/en/bills/rivers-bill/comments/{comment.public_id}/")
    assert receipt.status_code == 200
    page = client.get(receipt.context["clause_url"])
    words = page.content.decode()
    assert (page.status_code, page.context["form"]) == (200, None)
    assert "Removed in version 2." in words and "Rivers are to be clean." in words and "Keep this." in words
    assert (page.context["tabs"][0]["count"], len(page.context["comments"])) == (1, 1)


def test_a_version_closed_before_its_deadline_names_no_day_to_come(client, version):
    Version.objects.filter(pk=version.pk).update(comments_until=clock.now() + timedelta(days=9))
    glance = client.get("/en/bills/rivers-bill/section-1/").context["glance"]
    assert (glance[3]["label"], "when" in glance[3]) == ("Until", True)
    publish_version(import_bill(small_bill(AMENDED), by=IMPORT), by=IMPORT)
    assert client.get("/en/bills/rivers-bill/section-1/").context["glance"][3] == {"label": "Until", "value": "over"}


def test_a_deleted_clause_takes_no_comments(client, version, say):
    publish_version(import_bill(small_bill(AMENDED), by=IMPORT), by=IMPORT)
    facts = {"stance": "support", "text": "x", "name": "Ann", "email": "a@example.org", "shown_as": "name"}

    client.post("/en/bills/rivers-bill/section-1/", {**facts, "on": "section-1"})
    assert not version.annotations.exists()


def test_the_bill_lists_the_clauses_that_were_removed(client, version, say):
    say("section-1")
    assert client.get("/en/bills/rivers-bill/").context["removed"] == []
    publish_version(import_bill(small_bill(AMENDED), by=IMPORT), by=IMPORT)

    page = client.get("/en/bills/rivers-bill/")
    url = "/en/bills/rivers-bill/section-1/"
    assert page.context["removed"] == [{"name": "Clause 1: Purpose", "url": url, "version": 1, "count": 1}]
    assert f'<a href="{url}">Clause 1: Purpose</a>' in page.content.decode()


def test_programs_read_a_deleted_clause_where_it_last_stood_and_add_nothing(client, version, say):
    say("section-1", text="Keep this.")
    publish_version(import_bill(small_bill(AMENDED), by=IMPORT), by=IMPORT)
    here, stays = "/api/v1/bills/rivers-bill/clauses/section-1/", "/api/v1/bills/rivers-bill/clauses/section-2/"

    told = client.get(here).json()
    assert [told["removed_in"], told["is_open"], told["comments"]] == [2, False, 1]
    assert client.get(stays).json()["removed_in"] is None
    assert [row["text"] for row in client.get(f"{here}comments/").json()["results"]] == ["Keep this."]
    facts = {"stance": "support", "text": "x", "name": "Ann", "email": "a@example.org"}
    assert client.post(f"{here}comments/", facts, content_type="application/json").status_code == 409
