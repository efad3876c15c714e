"""The public log: what domains decide by themselves is in it too, and every figure equals the rows."""

import csv
import io
from collections import Counter

import pytest
from django.test import Client

from consultations.bills.actions.moderating import hide_comment, restore_comment
from consultations.evidence.actions import return_submission
from consultations.hearings.actions import reject_question
from core.actors import actor_for
from core.moderation import actions, selectors
from core.moderation.models import Decision
from petitions.actions import confirm_proposal, hide_petition, reject_petition
from tests.evidence.conftest import handed_in, make_call
from tests.hearings.world import make_clerk, make_hearing, make_question
from tests.moderation.conftest import file, uphold

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(make_thing, make_petition, parliament, say, ann, bob, staff, deliver):
    """Let the domains and the moderators decide one thing each way; gives (kind, outcome, rule, reason)."""
    clerk = actor_for(staff["clerk"])
    reject_petition(make_petition(state="in_moderation"), by=clerk, reason_code="duplicate", reason="See 12.")
    proposal = hide_petition(make_petition(), by=clerk, reason="Court order.", rule="illegal")
    confirm_proposal(proposal, by=ann)
    comment = say(state="pending")
    hide_comment(comment, by=clerk, public_reason="An advert.", rule="spam")
    restore_comment(comment, by=clerk)
    hearing_clerk = make_clerk()
    reject_question(make_question(make_hearing(hearing_clerk)), by=hearing_clerk, reason_code="off_topic", reason="x")
    return_submission(handed_in(make_call(parliament.committees["health"], "LOG")), by=clerk, return_reason="Private.")
    thing = make_thing("petition")
    actions.dismiss_report(file(thing), by=ann, reason="It keeps the rules.")
    uphold(file(thing), by=bob, rule="hate", reason="Hateful.")
    deliver()
    return [
        ("petition", "refused", "duplicate", "See 12."),
        ("petition", "removed", "illegal", ""),
        ("comment", "removed", "spam", "An advert."),
        ("comment", "restored", "spam", ""),
        ("question", "refused", "off_topic", ""),
        ("submission", "refused", "not_evidence", ""),
        ("petition", "kept", "insult", "It keeps the rules."),
        ("petition", "removed", "hate", "Hateful."),
    ]


def test_what_domains_decide_stands_in_the_log_once(decided, deliver):
    deliver()
    rows = Decision.objects.values_list("kind", "outcome", "rule", "reason")
    assert sorted(rows) == sorted(decided)


def test_every_public_figure_equals_the_rows(decided):
    counts = selectors.decision_counts()
    assert counts.total == Decision.objects.count() == len(decided)
    for name, place in (("kind", 0), ("outcome", 1), ("rule", 2)):
        assert getattr(counts, f"by_{name}") == dict(Counter(row[place] for row in decided))
    assert sum(counts.by_month.values()) == counts.total
    body = Client().get("/api/v1/moderation/counts/").json()
    assert (body["total"], body["by_rule"]) == (counts.total, counts.by_rule)
    assert body["reports"] == {"received": 2, "waiting": 0, "overdue": 0}


def test_page_csv_and_api_show_the_same_rows(decided, client):
    page = client.get("/en/moderation/")
    assert [row["id"] for row in page.context["entries"]] == [row.public_id for row in Decision.objects.order_by("-id")]
    table = {str(table["label"]): dict(table["rows"]) for table in page.context["tables"]}
    assert table["By outcome"] == {"Not published": 3, "Taken down": 3, "Left as it is": 1, "Restored": 1}
    assert table["By reason"]["There is one already"] == 1
    written = list(csv.DictReader(io.StringIO(client.get("/en/moderation/decisions.csv").content.decode())))
    read = client.get("/api/v1/moderation/decisions/?page_size=100").json()["results"]
    assert [(row["id"], row["kind"], row["rule"], row["reason"]) for row in written] == [
        (row["id"], row["kind"], row["rule"], row["reason"]) for row in read
    ]
    assert sorted((row["kind"], row["outcome"], row["rule"], row["reason"]) for row in read) == sorted(decided)


def test_the_api_narrows_the_log(decided, client):
    read = client.get("/api/v1/moderation/decisions/?kind=petition&outcome=removed").json()["results"]
    assert sorted(row["rule"] for row in read) == ["hate", "illegal"]
    assert sorted(read[0]) == ["decided_at", "id", "is_after_appeal", "kind", "outcome", "reason", "rule"]


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(make_thing, ann, client):
    actions.dismiss_report(file(make_thing("petition")), by=ann, reason="=1+1")
    assert "'=1+1" in client.get("/en/moderation/decisions.csv").content.decode()


def test_the_author_of_what_a_clerk_refused_may_appeal(make_petition, staff, bob, mails, client):
    from core.verification.actions import meet_participant
    from tests.moderation.test_reports import link_in

    petition = make_petition(state="in_moderation", petitioner=meet_participant("pia@example.org"))
    reject_petition(petition, by=actor_for(staff["clerk"]), reason_code="duplicate", reason="See 12.")
    [mail] = mails("petitions/tell_petitioner")
    assert client.post(link_in(mail), {"words": "12 asks for something else."}).status_code == 302
    appeal = Decision.objects.get().appealed
    actions.grant_appeal(appeal, by=bob, reason="It does ask for something else.")
    petition.refresh_from_db()
    assert (petition.state, petition.rejection_reason) == ("in_moderation", None)


def test_a_report_by_the_api_and_its_status(make_thing, client, ann):
    thing = make_thing("comment")
    sent = {"kind": "comment", "id": str(thing.reported_by), "rule": "spam", "words": "An advert."}
    answer = client.post("/api/v1/reports/", sent, content_type="application/json")
    assert answer.status_code == 201
    body = answer.json()
    assert sorted(body) == [
        "decided_at", "due_on", "kind", "reason", "received_at", "reference", "state", "status_url", "url",
    ]  # fmt: skip
    from core.moderation.models import Report

    uphold(Report.objects.get(), by=ann, rule="spam", reason="It sells boats.")
    status = client.get(f"/api/v1/reports/{body['reference']}/").json()
    assert (status["state"], status["reason"]) == ("upheld", "It sells boats.")
    refused = client.post("/api/v1/reports/", {**sent, "rule": "none"}, content_type="application/json")
    assert (refused.status_code, refused.json()["fields"][0]["field"]) == (400, "rule")
    gone = client.post("/api/v1/reports/", sent, content_type="application/json")
    assert gone.status_code == 404
