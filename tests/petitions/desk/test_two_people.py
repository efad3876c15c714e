"""Hiding, refusing with a hidden reason and removing need two people: at the desk, in the API, after a report."""

import threading
from collections import Counter
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from core.actors import ANONYMOUS, actor_for
from core.errors import Conflict, DomainError, Forbidden, Invalid, WrongState
from core.events.models import Event
from core.moderation import actions as moderation
from core.moderation import targets
from core.moderation.actions.settling import settle_reports
from core.moderation.lifecycle import APPEAL
from core.moderation.log import log_decision
from core.moderation.models import Appeal, Decision, Report
from core.moderation.rules import author_of
from petitions import actions
from petitions.lifecycle import PETITION
from petitions.models import Petition, PetitionProposal
from petitions.rules import is_public
from petitions.selectors import public_petitions

pytestmark = pytest.mark.django_db
ORDER = "High Court, 3 May 2027, 4 K 17/27"
WAYS = {
    "hide": lambda row, by: actions.hide_petition(row, by=by, rule="hate", reason="It calls a group names."),
    "remove": lambda row, by: actions.remove_petition(row, by=by, reference=ORDER, reason="So ordered."),
    "refuse": lambda row, by: actions.reject_petition(row, by=by, reason_code="offensive", reason="Insults."),
}


def made(verb, make_petition):
    """Make a petition in a state where the verb is possible."""
    return make_petition(state="in_moderation" if verb == "refuse" else "open")


@pytest.mark.parametrize("verb", WAYS)
def test_hiding_needs_two_people(make_petition, offensive, ann, bob, verb):
    petition = made(verb, make_petition)
    before = petition.state
    proposal = WAYS[verb](petition, ann)
    assert (Petition.objects.get().state, proposal.state, proposal.verb) == (before, "open", verb)
    proposal = PetitionProposal.objects.select_related("petition__kind").get()
    with pytest.raises(Forbidden):
        actions.confirm_proposal(proposal, by=ann)
    assert (Petition.objects.get().state, PetitionProposal.objects.get().state) == (before, "open")
    actions.confirm_proposal(proposal, by=bob)
    petition = Petition.objects.get()
    proposal = PetitionProposal.objects.get()
    assert (petition.state, proposal.state) == ("hidden", "confirmed")
    assert (proposal.proposed_by, proposal.decided_by) == (ann.user, bob.user)
    assert petition.removed_by_order == (ORDER if verb == "remove" else "")
    [event] = Event.objects.filter(verb=f"petition.{verb}")
    assert (event.actor_id, event.is_public) == (bob.id, False)


@pytest.mark.parametrize("verb", WAYS)
def test_the_table_itself_lets_nobody_hide_alone(make_petition, offensive, ann, bob, verb):
    """Not a door but the life cycle refuses: without a proposal, with one's own, with another petition's, twice."""
    facts = {"reason_code": "offensive"} if verb == "refuse" else {"reference": ORDER} if verb == "remove" else {}
    petition, other = made(verb, make_petition), made(verb, make_petition)
    elsewhere = WAYS[verb](other, ann)
    own = WAYS[verb](petition, bob)
    for proposal in (None, elsewhere, own):
        with pytest.raises(Forbidden):
            PETITION.fire(verb, petition, by=bob, proposal=proposal, second=bob, **facts)
    PETITION.fire(verb, petition, by=ann, proposal=own, second=ann, **facts)
    Petition.objects.filter(pk=petition.pk).update(state="in_moderation" if verb == "refuse" else "open")
    petition.refresh_from_db()
    with pytest.raises(WrongState):
        PETITION.fire(verb, petition, by=ann, proposal=own, second=ann, **facts)


def test_the_database_refuses_one_person_in_both_places(open_petition, ann):
    proposal = WAYS["hide"](open_petition, ann)
    rows = PetitionProposal.objects.filter(pk=proposal.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="confirmed", decided_by=ann.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="confirmed", decided_by=None)


def test_a_planted_fault_in_the_rule_of_two_is_seen(open_petition, ann, monkeypatch):
    """Without the word "another" the first person's own yes would pass the table: the database still refuses it."""
    from petitions import rules
    from petitions.lifecycle import desk

    proposal = WAYS["hide"](open_petition, ann)
    monkeypatch.setattr(rules.is_another_person, "ask", lambda _actor, _proposal: True)
    with pytest.raises(Forbidden):  # the guard of the move asks once more
        actions.confirm_proposal(PetitionProposal.objects.get(), by=ann)
    monkeypatch.setattr(desk, "agree", lambda *_facts: None)
    actions.confirm_proposal(PetitionProposal.objects.get(), by=ann)
    assert (Petition.objects.get().state, proposal.state) == ("hidden", "open")  # what the guard keeps from happening


def test_declining_and_taking_back_leave_the_petition(open_petition, ann, bob):
    first = WAYS["hide"](open_petition, ann)
    with pytest.raises(Conflict) as standing:
        WAYS["hide"](open_petition, bob)
    assert ann.user.name in str(standing.value.message)
    with pytest.raises(Forbidden):
        actions.decline_proposal(first, by=ann, reason="No.")
    with pytest.raises(Invalid):
        actions.decline_proposal(first, by=bob, reason=" ")
    actions.decline_proposal(first, by=bob, reason="It is a quotation.")
    second = WAYS["hide"](open_petition, bob)
    with pytest.raises(Forbidden):
        actions.take_back_proposal(second, by=ann)
    actions.take_back_proposal(second, by=bob)
    assert list(PetitionProposal.objects.order_by("id").values_list("state", "answer")) == [
        ("declined", "It is a quotation."), ("lapsed", ""),
    ]  # fmt: skip
    assert Petition.objects.get().state == "open"


def test_a_report_takes_down_by_two_people_and_is_then_upheld(open_petition, ann, bob, mails):
    report = moderation.file_report(
        "petition", open_petition.public_id, rule="hate", words="Names.", language="en", by=ANONYMOUS,
        email="rob@example.org",
    )  # fmt: skip
    facts = {"rule": "hate", "reason": "It calls a group names."}
    assert moderation.uphold_report(report, by=ann, **facts) is None
    assert (Petition.objects.get().state, Report.objects.get().state) == ("open", "in_review")
    assert Decision.objects.count() == 0
    with pytest.raises(Forbidden):
        moderation.uphold_report(Report.objects.get(), by=ann, **facts)
    decision = moderation.uphold_report(Report.objects.get(), by=bob, **facts)
    assert (decision.outcome, decision.decided_by) == ("removed", bob.id)
    assert (Petition.objects.get().state, Report.objects.get().state) == ("hidden", "upheld")
    told = {mail.to_address for mail in mails()}
    assert {open_petition.petitioner.email, "rob@example.org"} <= told
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("verb", ["hide", "remove"])
def test_a_take_down_at_the_petitions_desk_ends_the_reports_about_it(open_petition, ann, bob, deliver, mails, verb):
    """Planted: without the follower the reports stay open for ever, and nobody tells who reported."""

    def report(email):
        return moderation.file_report(
            "petition", open_petition.public_id, rule="insult", words="Names.", language="en", by=ANONYMOUS,
            email=email,
        )  # fmt: skip

    first, second = report("rob@example.org"), report("sue@example.org")
    elsewhere = moderation.dismiss_report(report("tom@example.org"), by=ann, reason="It is a quotation.")
    actions.confirm_proposal(WAYS[verb](open_petition, ann), by=bob)
    deliver()
    taken = Event.objects.get(verb=f"petition.{verb}")
    lines = {row.report_id: row for row in Decision.objects.exclude(pk=elsewhere.pk)}
    assert {row.state for row in Report.objects.filter(pk__in=[first.pk, second.pk])} == {"upheld"}
    assert Report.objects.get(pk=elsewhere.report_id).state == "not_upheld"
    assert (lines[first.pk].event_id, lines[first.pk].outcome) == (taken.uuid, "removed")
    assert (lines[first.pk].decided_by, lines[second.pk].outcome) == (bob.id, "already_gone")
    told = [mail.to_address for mail in mails("moderation/tell_report_decided")]
    assert sorted(told) == ["rob@example.org", "sue@example.org", "tom@example.org"]
    assert settle_reports(taken) == []
    assert Decision.objects.count() == 3


@pytest.fixture
def appeal(open_petition, ann, bob):
    """Give the petitioner's appeal against what Ann proposed and Bob confirmed."""
    actions.confirm_proposal(WAYS["hide"](open_petition, ann), by=bob)
    decision = log_decision(Event.objects.get(verb="petition.hide"))
    return moderation.file_appeal(decision, words="I quoted a law.", language="en", by=author_of(decision))


@pytest.mark.parametrize(("decide", "after"), [("grant", "paused"), ("refuse", "hidden")])
def test_neither_of_the_two_decides_the_appeal(appeal, ann, bob, staff, decide, after):
    act = {"grant": moderation.grant_appeal, "refuse": moderation.refuse_appeal}[decide]
    for one in (ann, bob):
        assert APPEAL.open_to(one, Appeal.objects.get()) == []
        with pytest.raises(Forbidden):
            act(Appeal.objects.get(), by=one, reason="It is a quotation.")
    assert (Appeal.objects.get().state, Petition.objects.get().state) == ("received", "hidden")
    act(Appeal.objects.get(), by=actor_for(staff["admin"]), reason="It is a quotation.")
    assert Petition.objects.get().state == after


@pytest.mark.parametrize("role", ["clerk", "moderator"])  # Ann proposed it, Bob confirmed it
@pytest.mark.parametrize("decide", ["grant", "refuse"])
def test_no_door_lets_one_of_the_two_decide_the_appeal(client, appeal, staff, role, decide):
    client.force_login(staff[role])
    desk = client.post(f"/admin/desk/appeals/{appeal.pk}/", {"verb": decide, "reason": "It is a quotation."})
    api = client.post(
        f"/api/v1/appeals/{appeal.public_id}/actions/{decide}/", {"reason": "It is a quotation."},
        content_type="application/json",
    )  # fmt: skip
    assert (desk.status_code, api.status_code) == (403, 403)
    assert (Appeal.objects.get().state, Petition.objects.get().state) == ("received", "hidden")


def test_a_planted_fault_in_who_took_part_is_seen(appeal, ann, monkeypatch):
    """Without the petitions' own word on it, who proposed the hiding would refuse the appeal against it."""
    monkeypatch.setitem(targets._targets, "petition", replace(targets.target_of("petition"), took_part=lambda _: {""}))
    assert moderation.refuse_appeal(appeal, by=ann, reason="I was right.").outcome == "confirmed"


def test_what_is_removed_by_order_leaves_a_stub_and_no_text(client, open_petition, ann, bob, searchable, deliver):
    from core.search.models import SearchRow

    text = open_petition.action
    page = open_petition.get_absolute_url()
    number = open_petition.number
    actions.pause_petition(open_petition, by=ann, reason="x")
    actions.resume_petition(open_petition, by=ann)
    deliver()
    assert SearchRow.objects.filter(uuid=open_petition.public_id).exists()
    actions.confirm_proposal(WAYS["remove"](open_petition, ann), by=bob)
    deliver()
    stub = client.get(page)
    assert stub.status_code == 410
    assert ORDER in stub.content.decode()
    answer = client.get(f"/api/v1/petitions/{number}/")
    assert answer.status_code == 410
    paths = ["/en/petitions/?state=all", "/api/v1/petitions/", f"/en/search/?q={number}", "/petitions.json"]
    for body in (stub, answer, *(client.get(path) for path in paths)):
        assert text not in body.content.decode()
    assert not SearchRow.objects.filter(uuid=open_petition.public_id, title=text).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_wins(make_petition, ann, bob, staff):
    for _round in range(3):
        petition = make_petition()
        WAYS["hide"](petition, ann)
        start, said = threading.Barrier(2), []

        def confirm(user, start=start, said=said, key=petition.pk):
            proposal = PetitionProposal.objects.select_related("petition__kind").get(petition=key)
            start.wait(30)
            try:
                actions.confirm_proposal(proposal, by=actor_for(user))
                said.append("won")
            except DomainError as refusal:
                said.append(refusal.code)
            finally:
                connection.close()

        threads = [threading.Thread(target=confirm, args=[staff[role]]) for role in ("moderator", "admin")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert Counter(said) == {"won": 1, "conflict": 1}
        assert Event.objects.filter(verb="petition.hide", subject_id=petition.public_id).count() == 1


@pytest.mark.parametrize("state", ["closed", "withdrawn", "merged", "paused", "open"])
def test_what_is_shown_again_stands_as_it_stood(client, make_petition, staff, ann, bob, deliver, state):
    """What had ended takes no signatures again: neither is it paused, nor can a clerk let it go on."""
    petition = make_petition()
    petitioner = author_actor(petition)
    if state == "closed":
        Petition.objects.update(closes_at=petition.created_at)
        actions.close_petitions()
    elif state == "withdrawn":
        actions.withdraw_petition(petition, by=petitioner)
    elif state == "merged":
        actions.merge_petition(petition, by=ann, into=make_petition().number, reason="The same train.")
    elif state == "paused":
        actions.pause_petition(petition, by=ann, reason="A look.")
    closed_at = Petition.objects.get(pk=petition.pk).closed_at
    proposal = WAYS["remove"](Petition.objects.get(pk=petition.pk), ann)
    actions.confirm_proposal(PetitionProposal.objects.select_related("petition__kind").get(pk=proposal.pk), by=bob)
    deliver()
    hidden = Petition.objects.get(pk=petition.pk)
    verbs = {row.verb for row in PETITION.open_to(ann, hidden)} - {"remove"}
    after = {"closed": "closed", "withdrawn": "withdrawn", "merged": "closed"}.get(state, "paused")
    shown = actions.restore_petition(hidden, by=ann, reason="The order is lifted.")
    assert (shown.state, shown.removed_by_order, shown.closed_at) == (after, "", closed_at)
    way = {"paused": {"restore", "reconsider"}, "closed": {"restore_closed"}, "withdrawn": {"restore_withdrawn"}}
    assert verbs == way[after]
    if after != "paused":
        with pytest.raises(WrongState):
            actions.resume_petition(shown, by=ann)


def author_actor(petition):
    """Give the petitioner."""
    from core.actors import participant

    return participant(petition.petitioner.public_id)


def test_a_hidden_text_that_is_read_again_is_not_public_by_the_petitioners_own_press(make_petition, ann, bob):
    petition = make_petition()
    by = author_actor(petition)
    WAYS["hide"](petition, ann)
    actions.confirm_proposal(PetitionProposal.objects.select_related("petition__kind").get(), by=bob)
    again = actions.reconsider_petition(Petition.objects.get(), by=ann)
    assert again.state == "in_moderation"
    withdrawn = actions.withdraw_petition(Petition.objects.get(), by=by)
    assert (withdrawn.state, is_public(withdrawn), list(public_petitions())) == ("withdrawn", False, [])
    assert (again.paused_at, again.opened_at, again.removed_by_order) == (None, None, "")
