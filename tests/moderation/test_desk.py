"""The moderators' desk: by age and clock, narrowed by kind and rule; who comes late is told who was first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.accounts.models import Role
from core.moderation import actions
from core.moderation.models import Decision, Report
from core.moderation.rules import author_of
from tests.moderation.conftest import days_ago, file, uphold

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/reports/"


def item(record, queue="reports"):
    """Give the address of a record's screen."""
    return reverse("backoffice_item", args=[queue, record.pk])


def test_the_oldest_stands_first_and_the_overdue_are_marked(client, make_thing, ann):
    thing = make_thing("petition")
    young, old = file(thing, rule="spam"), file(thing, rule="hate")
    days_ago(old, 9)
    client.force_login(ann.user)
    page = client.get(DESK)
    assert [row.pk for row in page.context["object_list"]] == [old.pk, young.pk]
    assert page.content.decode().count(", overdue") == 1


def test_the_list_is_narrowed_by_kind_rule_and_state(client, make_thing, ann):
    petition, comment = make_thing("petition"), make_thing("comment")
    first, second, third = file(petition, rule="spam"), file(comment, rule="spam"), file(comment, rule="hate")
    actions.dismiss_report(third, by=ann, reason="It keeps the rules.")
    client.force_login(ann.user)

    def rows(query):
        return {row.pk for row in client.get(f"{DESK}?{query}").context["object_list"]}

    assert rows("kind=comment") == {second.pk}
    assert rows("rule=spam") == {first.pk, second.pk}
    assert rows("kind=comment&rule=hate&state=all") == {third.pk}
    assert rows("state=not_upheld") == {third.pk}
    assert rows("kind=nonsense") == {first.pk, second.pk}
    page = client.get(f"{DESK}?kind=comment")
    assert [(tab["key"], tab["count"]) for tab in page.context["tabs"]] == [
        ("waiting", 1), ("received", 1), ("not_upheld", 1), ("all", 2),
    ]  # fmt: skip
    assert {tab["query"] for tab in page.context["tabs"]} == {
        f"state={state}&kind=comment" for state in ("waiting", "received", "not_upheld", "all")
    }


def test_the_screen_shows_the_thing_what_was_decided_and_the_other_reports(client, make_thing, ann):
    thing = make_thing("petition")
    earlier, report = file(thing), file(thing)
    actions.dismiss_report(earlier, by=ann, reason="EARLIERREASON")
    client.force_login(ann.user)
    page = client.get(item(report))
    html = page.content.decode()
    assert thing.record.background in html
    assert "EARLIERREASON" in html
    assert item(earlier) in html
    assert [decision["move"].verb for decision in page.context["decisions"]] == ["take_up", "uphold", "dismiss"]


def test_a_moderator_upholds_by_the_form(client, make_thing, ann):
    thing = make_thing("comment")
    report = file(thing)
    client.force_login(ann.user)
    assert client.post(item(report), {"verb": "uphold", "uphold-rule": "hate"}).status_code == 422
    done = client.post(item(report), {"verb": "uphold", "uphold-rule": "hate", "uphold-reason": "Hateful."})
    assert done.status_code == 302
    assert (thing.fresh().state, str(thing.fresh().hidden_reason)) == ("hidden", "Hateful.")


def test_who_comes_late_is_told_who_was_first_and_keeps_what_was_typed(client, report, ann, bob):
    actions.dismiss_report(report, by=ann, reason="Ann finds nothing.")
    client.force_login(bob.user)
    answer = client.post(item(report), {"verb": "uphold", "uphold-rule": "threat", "uphold-reason": "BOBSWORDS"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "First was <b>Ann</b>: Do not uphold" in html
    assert "Ann finds nothing." in html
    assert [(str(line["label"]), line["value"]) for line in answer.context["typed"]] == [
        ("Which rule does it break?", "It threatens somebody or calls for violence"),
        ("Reason, in words that everybody may read", "BOBSWORDS"),
    ]
    assert Decision.objects.get().outcome == "kept"


def test_the_first_moderator_may_not_decide_the_appeal_and_another_may(client, report, ann, bob):
    decision = uphold(report, by=ann, rule="hate", reason="Hateful.")
    appeal = actions.file_appeal(decision, words="No.", language="en", by=author_of(decision))
    client.force_login(ann.user)
    page = client.get(item(appeal, "appeals"))
    assert page.context["decisions"] == []
    assert "You made the first decision." in page.content.decode()
    facts = {"verb": "refuse", "refuse-reason": "It stays."}
    assert client.post(item(appeal, "appeals"), facts).status_code == 403
    appeal.refresh_from_db()
    assert appeal.state == "received"
    client.force_login(bob.user)
    assert client.post(item(appeal, "appeals"), facts).status_code == 302
    appeal.refresh_from_db()
    assert appeal.state == "refused"


@pytest.mark.parametrize("role", [Role.COMMS, Role.MEMBER, Role.APPROVER])
def test_nobody_else_sees_reports(client, report, staff, role):
    client.force_login(staff[role])
    for path in (DESK, f"{DESK}csv/", item(report), "/admin/desk/appeals/"):
        assert client.get(path).status_code in {302, 403}


def test_lists_take_the_same_queries_for_one_and_for_a_hundred(client, make_thing, ann):
    thing = make_thing("petition")
    client.force_login(ann.user)
    file(thing)
    client.get(DESK)
    counts = []
    for more in (0, 99):
        Report.objects.bulk_create(
            Report(kind="petition", target_id=thing.reported_by, rule="spam", language="en", received_at=clock.now(),
                   due_on=clock.today())
            for _turn in range(more)
        )  # fmt: skip
        for report in Report.objects.all():
            actions.claim_item(report, by=ann)
        with CaptureQueriesContext(connection) as counter:
            assert client.get(DESK).status_code == 200
        counts.append(len(counter))
    assert counts[0] == counts[1]
