"""Anybody reports anything public; a moderator decides with a public reason; another one decides the appeal."""

import re

import pytest

from core import clock
from core.actors import ANONYMOUS, actor_for
from core.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from core.events.models import Event
from core.mail.models import Mail
from core.moderation import actions, rules, selectors
from core.moderation.links import decision_by_token, token_of
from core.moderation.models import Appeal, Decision, Report
from core.moderation.rules import author_of
from core.moderation.states import Outcome
from core.moderation.targets import target_of
from tests.moderation.conftest import KINDS, file, uphold

pytestmark = pytest.mark.django_db


def address(thing):
    """Give the address of a thing's report form."""
    return f"/en/moderation/report/{thing.kind}/{thing.reported_by}/"


def link_in(mail):
    """Give the path of the last link of a kind in a mail."""
    return re.search(r"https?://[^/\s]+(/\w\w/moderation/appeal/\S+)", mail.body)[1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_goes_from_page_to_decision_to_appeal(client, make_thing, ann, bob, mails, kind):
    thing = make_thing(kind)
    mails()
    page = client.get(address(thing))
    assert (page.status_code, page.cookies) == (200, {})
    answer = client.post(address(thing), {"rule": "hate", "words": "It calls them names.", "email": "rob@example.org"})
    assert answer.status_code == 302
    receipt = client.get(answer["Location"]).content.decode()
    report = Report.objects.get()
    assert str(report.public_id) in receipt
    assert (report.kind, report.target_id, report.state) == (kind, thing.fresh().public_id, "received")
    assert [mail.to_address for mail in mails("moderation/tell_report_received")] == ["rob@example.org"]

    decision = uphold(report, by=ann, rule="hate", reason="It calls a group names.")
    target = target_of(kind)
    assert not target.is_shown(target.find(report.target_id))
    assert (decision.outcome, decision.rule, decision.reason) == ("removed", "hate", "It calls a group names.")
    assert Decision.objects.count() == 1
    before = Mail.objects.count()
    mails()
    assert Decision.objects.count() == 1  # the domain's own event tells of the same decision
    told = list(Mail.objects.order_by("id")[before:])
    assert sorted(mail.to_address for mail in told) == sorted([thing.author, "rob@example.org"])
    [to_author] = [mail for mail in told if mail.to_address == thing.author]
    assert "It calls a group names." in to_author.body
    assert client.get(address(thing)).status_code == 404

    appeal_page = link_in(to_author)
    assert client.get(appeal_page).status_code == 200
    assert client.post(appeal_page, {"words": "I quoted a law."}).status_code == 302
    assert "We have your appeal" in client.get(appeal_page).content.decode()
    report.refresh_from_db()
    assert report.state == "appealed"
    with pytest.raises(Forbidden):
        actions.grant_appeal(Appeal.objects.get(), by=ann, reason="I was right.")
    restored = actions.grant_appeal(Appeal.objects.get(), by=bob, reason="It is a quotation.")
    assert (restored.outcome, restored.rule) == ("restored", "hate")
    report.refresh_from_db()
    assert report.state == "not_upheld"
    assert target.is_shown(target.find(report.target_id))
    mails()
    assert Decision.objects.count() == 2
    assert [mail.to_address for mail in mails("moderation/tell_appeal_decided")] == [thing.author]
    assert "It is a quotation." in client.get(appeal_page).content.decode()


def test_the_form_names_every_fault_and_keeps_what_was_typed(client, make_thing):
    thing = make_thing("petition")
    answer = client.post(address(thing), {"words": "", "email": "no address"})
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["email", "rule", "words"]
    assert 'value="no address"' in answer.content.decode()
    assert Report.objects.count() == 0


@pytest.mark.parametrize("kind", ["petition", "nonsense"])
def test_what_is_not_public_cannot_be_reported(client, make_petition, kind):
    for state in ("draft", "in_moderation", "hidden", "rejected"):
        hidden = make_petition(state=state)
        path = f"/en/moderation/report/{kind}/{hidden.public_id}/"
        assert client.get(path).status_code == 404
        assert client.post(path, {"rule": "spam", "words": "x"}).status_code == 404
    assert Report.objects.count() == 0


def test_the_answer_is_the_same_with_and_without_an_address_and_for_a_second_report(client, make_thing):
    thing = make_thing("petition")
    pages = []
    for email in ("", "ida@example.org", "ida@example.org"):
        answer = client.post(address(thing), {"rule": "spam", "words": f"Advert {len(pages)}", "email": email})
        reference = answer["Location"].rstrip("/").rsplit("/", 1)[1]
        pages.append(client.get(answer["Location"]).content.decode().replace(reference, "REFERENCE"))
    times = [re.sub(r'<time datetime="[^"]+">', "<time>", page) for page in pages]
    assert times[0] == times[1] == times[2]


def test_words_and_address_are_encrypted_and_on_no_public_page(client, make_thing, ann, django_assert_num_queries):
    from django.db import connection

    report = file(make_thing("petition"), words="CANARYWORDS", email="canary@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, email FROM moderation_report")
        assert "CANARY" not in "".join(cursor.fetchone()).upper()
    actions.dismiss_report(report, by=ann, reason="It keeps the rules.")
    paths = (f"/en/moderation/reports/{report.public_id}/", "/en/moderation/", "/en/moderation/decisions.csv",
             "/api/v1/moderation/decisions/", f"/api/v1/reports/{report.public_id}/")  # fmt: skip
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200
        assert "CANARY" not in answer.content.decode().upper()
    facts = [(event.data, event.reason) for event in Event.objects.filter(subject_id=report.public_id)]
    assert "CANARY" not in str(facts).upper()


def test_a_decision_needs_a_reason_and_a_known_rule(report, ann):
    for facts, field in (({"rule": "hate", "reason": " "}, "reason"), ({"rule": "no-rule", "reason": "x"}, "rule")):
        with pytest.raises(Invalid) as refused:
            actions.uphold_report(report, by=ann, **facts)
        assert list(refused.value.fields) == [field]
    with pytest.raises(Forbidden):
        actions.dismiss_report(report, by=ANONYMOUS, reason="x")
    assert Decision.objects.count() == 0


def test_what_is_down_already_stays_down_and_the_report_is_still_upheld(make_thing, ann):
    thing = make_thing("petition")
    first, second = file(thing), file(thing)
    uphold(first, by=ann, rule="hate", reason="Hateful.")
    decision = uphold(second, by=ann, rule="hate", reason="Hateful.")
    assert decision.outcome == Outcome.ALREADY_GONE
    assert Event.objects.filter(verb="petition.hide").count() == 1


def test_a_link_works_for_six_months_and_not_when_changed(report, ann, client):
    decision = uphold(report, by=ann, rule="hate", reason="Hateful.")
    token = token_of(decision)
    assert decision_by_token(token) == decision
    for bad in (token[:-1] + ("A" if token[-1] != "A" else "B"), decision.public_id.hex, "x"):
        with pytest.raises(NotFound):
            decision_by_token(bad)
    with clock.frozen(clock.now() + rules.APPEAL_LIFE * 1.01), pytest.raises(NotFound):
        decision_by_token(token)


def test_one_decision_is_appealed_once(report, ann):
    decision = uphold(report, by=ann, rule="hate", reason="Hateful.")
    author = author_of(decision)
    actions.file_appeal(decision, words="No.", language="en", by=author)
    with pytest.raises(Conflict):
        actions.file_appeal(Decision.objects.get(), words="No!", language="en", by=author)
    kept = Decision(outcome="kept")
    with pytest.raises(WrongState):
        actions.file_appeal(kept, words="No!", language="en", by=author)


def test_an_appeal_that_is_refused_confirms_the_decision(report, ann, bob, mails):
    decision = uphold(report, by=ann, rule="hate", reason="Hateful.")
    appeal = actions.file_appeal(decision, words="No.", language="en", by=author_of(decision))
    line = actions.refuse_appeal(appeal, by=bob, reason="It is hateful indeed.")
    report.refresh_from_db()
    assert (line.outcome, report.state, appeal.state) == ("confirmed", "upheld", "refused")


def test_a_planted_fault_in_the_four_eyes_rule_is_seen(report, ann, monkeypatch):
    """The rule is what refuses: without it the first moderator would decide the appeal."""
    from core.actors import Predicate
    from core.moderation import lifecycle
    from core.moderation.actions import appealing

    decision = uphold(report, by=ann, rule="hate", reason="Hateful.")
    appeal = actions.file_appeal(decision, words="No.", language="en", by=author_of(decision))
    with pytest.raises(Forbidden):
        actions.refuse_appeal(appeal, by=ann, reason="I was right.")
    assert lifecycle.APPEAL.open_to(ann, appeal) == []
    monkeypatch.setattr(appealing, "is_another_person", Predicate(lambda _actor, _appeal: True))
    with pytest.raises(Forbidden):  # the table holds it too
        actions.refuse_appeal(appeal, by=ann, reason="I was right.")
    monkeypatch.setattr(rules.is_another_person, "ask", lambda _actor, _appeal: True)
    assert actions.refuse_appeal(appeal, by=ann, reason="I was right.").outcome == "confirmed"


def test_a_report_is_due_after_three_working_days_and_then_overdue(report):
    assert report.due_on == clock.working_days_after(clock.today(), 3)
    assert selectors.report_counts() == {"received": 1, "waiting": 1, "overdue": 0}
    with clock.frozen(clock.now() + (report.due_on - clock.today()) + rules.CLAIM_LIFE * 48):
        assert rules.is_overdue(report)
        assert selectors.report_counts() == {"received": 1, "waiting": 1, "overdue": 1}


def test_cross_site_posts_are_refused(client, make_thing):
    thing = make_thing("petition")
    answer = client.post(address(thing), {"rule": "spam", "words": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, Report.objects.count()) == (403, 0)


def test_staff_moderator_is_a_role(staff, report):
    with pytest.raises(Forbidden):
        actions.take_up_report(report, by=actor_for(staff["comms"]))
    assert actions.take_up_report(report, by=actor_for(staff["moderator"])).state == "in_review"
