"""The counters agree with the comments, and a recount finds what does not."""

import pytest
from django.core.management import call_command

from consultations.bills.actions.moderating import hide_comment, publish_comment
from consultations.bills.actions.versions import import_bill, publish_version
from consultations.bills.counting import recount
from consultations.bills.models import Annotation, ClauseCounter, Version
from core.actors import CLOCK, IMPORT, actor_for

from .data import BODY, small_bill

pytestmark = pytest.mark.django_db


def test_recount_finds_nothing_wrong_after_every_kind_of_move(version, say):
    root = say("section-2-1-a", stance="support")
    say("section-1", stance="oppose", email="b@example.org")
    say("section-3", "pending", email="c@example.org")
    say(parent=root, email="d@example.org")

    assert recount(version) == []
    assert Version.objects.get().comments_count == 2


def test_recount_mends_what_drifted(version, say):
    say("section-2-1")
    ClauseCounter.objects.filter(clause__code__in=["section-2", "section-3"]).update(total=7)

    assert sorted(recount(version)) == ["section-2", "section-3"]
    assert recount(version) == []


def shown(client, code="section-2"):
    """Give the figures of a clause wherever they are shown, and how many comments are listed."""
    page = client.get(f"/en/bills/rivers-bill/{code}/").context
    api = client.get(f"/api/v1/bills/rivers-bill/clauses/{code}/").json()["comments"]
    card = next(card for card in client.get("/en/bills/rivers-bill/").context["cards"] if card["code"] == code)
    return page["tabs"][0]["count"], api, card["count"], len(page["comments"])


def figures(client):
    """Give how many comments the bill has, in the list and for machines."""
    entry = client.get("/en/bills/").context["entries"][0]["figure"]["value"]
    return entry, client.get("/api/v1/bills/rivers-bill/").json()["comments"]


def changed(old, new):
    """Publish a second version with other words in it."""
    return publish_version(import_bill(small_bill(BODY.replace(old, new)), by=IMPORT), by=IMPORT)


def test_a_new_version_counts_what_it_lists(client, version, say):
    say("section-2-2", stance="oppose")
    say("section-2", email="b@example.org")
    second = changed("It states the place.", "It states the place and the hour.")

    assert (shown(client), figures(client)) == ((2, 2, 2, 2), (2, 2))
    assert [tab["count"] for tab in client.get("/en/bills/rivers-bill/section-2/").context["tabs"]] == [2, 1, 0, 1, 0]
    assert (recount(second), recount(version)) == ([], [])


def test_comments_on_the_old_version_are_counted_and_taken_away_in_the_new_one(client, version, say, staff):
    waiting, hidden = say("section-2-2", "pending"), say("section-2-2", email="b@example.org")
    second = changed("It states the place.", "It states the place and the hour.")
    publish_comment(waiting, by=CLOCK)
    assert (shown(client), figures(client)) == ((2, 2, 2, 2), (2, 2))

    hide_comment(hidden, by=actor_for(staff["moderator"]), public_reason="Advert.")
    assert (shown(client)[:3], figures(client)) == ((1, 1, 1), (1, 1))
    assert (recount(second), recount(version)) == ([], [])


def test_comments_on_a_piece_that_is_gone_stand_and_count_on_its_clause(client, version, say, staff):
    gone = say("section-2-2")
    second = changed("<num>(2)</num><content><p>It states the place.", "<num>(3)</num><content><p>Bees are kept.")
    assert not second.provisions.filter(clause__code="section-2-2").exists()

    assert (shown(client), figures(client)) == ((1, 1, 1, 1), (1, 1))
    hide_comment(gone, by=actor_for(staff["moderator"]), public_reason="Advert.")
    assert (shown(client)[:3], recount(second)) == ((0, 0, 0), [])


def test_a_comment_stands_where_its_clause_stands_now_whatever_page_it_was_written_on(client, version, say):
    say("section-2-2")
    Annotation.objects.update(unit=version.bill.clauses.get(code="section-3"))

    assert (shown(client), shown(client, "section-3"), recount(version)) == ((1, 1, 1, 1), (0, 0, 0, 0), [])


def test_figures_of_an_older_rule_are_counted_anew_before_they_fall_below_nothing(client, version, say, staff):
    comment = say("section-2-2")
    say("section-2-2", email="b@example.org")
    second = changed("It states the place.", "It states the place and the hour.")
    second.counters.update(total=0, own=0, support=0)
    Version.objects.filter(pk=second.pk).update(comments_count=0)
    hide_comment(comment, by=actor_for(staff["moderator"]), public_reason="Advert.")

    assert (shown(client)[:3], figures(client), recount(second)) == ((1, 1, 1), (1, 1), [])


def test_the_command_mends_what_drifted(client, version, say, capsys):
    say("section-2")
    ClauseCounter.objects.update(total=0)
    call_command("bill_recount")
    out = capsys.readouterr().out

    assert "rivers-bill, version 1: section-2\n" in out
    assert shown(client) == (1, 1, 1, 1)
