"""One person counts once, whichever way into the count: a merge, an undo, an objection, a move, supporters' sheets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.actors import participant
from core.errors import Invalid, WrongState
from petitions import actions
from petitions.actions.invalidating import InvalidationFacts, save_invalidation, start_invalidation, undo_invalidation
from petitions.actions.merging import ask_key, join_target
from petitions.actions.own_signature import change_area, withdraw_signature
from petitions.actions.paper import LineFacts, add_lines, open_batch
from petitions.counting import fold
from petitions.holdings import forget
from petitions.models import MergeAsk, PaperLine, Petition, Signature
from petitions.signature_appeals import restore
from petitions.tasks import run_invalidation
from tests.petitions.defence.helpers import clerk, crowd, facts, figures, sign, states
from tests.petitions.defence.test_paper import accept, batch, check, line

pytestmark = pytest.mark.django_db


def counted(petition):
    """Give the count, which is the same five ways."""
    fold(petition.pk)
    found = set(figures(petition).values())
    assert len(found) == 1, figures(petition)
    return found.pop()


def on_paper(petition, staff, *lines, reference="sheets"):
    """Count lines of paper."""
    return accept(check(batch(petition, staff, lines, reference=reference), staff), staff)


def take_out(petition, staff, **criteria):
    """Take signatures out of the count by a saved query; gives it."""
    query = save_invalidation(InvalidationFacts("automated", petition=petition, **criteria), by=clerk(staff))
    start_invalidation(query, by=clerk(staff))
    run_invalidation.func(str(query.public_id))
    query.refresh_from_db()
    return query


def undo(query, staff):
    """Undo it."""
    undo_invalidation(query, by=clerk(staff))
    run_invalidation.func(str(query.public_id))


def test_who_joins_a_petition_that_was_signed_on_paper_counts_there_once(make_petition, staff, deliver):
    source, target = make_petition(), make_petition()
    crowd(source, [facts(1), facts(2)])
    on_paper(target, staff, line(1))
    actions.merge_petition(source, by=clerk(staff), into=target, reason="The same train.")
    deliver()
    for ask in MergeAsk.objects.all():
        join_target(ask_key(ask))
    assert (counted(source), counted(target), states(target)) == (0, 2, {"confirmed": 2, "invalidated": 1})


def test_an_undo_counts_nobody_twice_who_signed_on_paper_meanwhile(open_petition, staff):
    crowd(open_petition, [facts(1)])
    query = take_out(open_petition, staff, domain="example.org")
    assert (counted(open_petition), on_paper(open_petition, staff, line(1)), counted(open_petition)) == (0, 1, 1)
    undo(query, staff)
    assert counted(open_petition) == 1
    assert Signature.objects.get(state="confirmed").counted_class == "online"


def test_an_undo_counts_nobody_twice_who_signed_online_meanwhile(open_petition, staff):
    on_paper(open_petition, staff, line(1))
    query = take_out(open_petition, staff, name_pattern="ann*")
    crowd(open_petition, [facts(1)])
    assert counted(open_petition) == 1
    undo(query, staff)
    assert (counted(open_petition), Signature.objects.get(state="confirmed").counted_class) == (1, "online")


def test_an_objection_counts_nobody_twice_and_nobody_who_is_forgotten(open_petition, staff):
    crowd(open_petition, [facts(1), facts(2)])
    take_out(open_petition, staff, domain="example.org")
    on_paper(open_petition, staff, line(1))
    one, two = Signature.objects.filter(counted_class="online").select_related("petition", "personal").order_by("pk")
    ann, bo = (one, two) if one.personal.name == "Ann Lee 1" else (two, one)
    restore(ann, by=clerk(staff, "moderator"), reason="It is mine.")
    assert counted(open_petition) == 1
    forget([bo.pk])
    with pytest.raises(WrongState):
        restore(Signature.objects.get(pk=bo.pk), by=clerk(staff, "moderator"), reason="It was mine.")
    assert counted(open_petition) == 1


@pytest.mark.parametrize("paper_first", [True, False])
def test_who_moves_is_met_on_paper_at_the_new_postcode(open_petition, staff, paper_first):
    [row] = crowd(open_petition, [facts(1)])
    sheet = line(1, postcode="EV2 1AA")
    if paper_first:
        assert on_paper(open_petition, staff, sheet) == 1
    change_area(Signature.objects.select_related("petition").get(pk=row.pk), postcode="EV2 1AA", country="--")
    if not paper_first:
        assert on_paper(open_petition, staff, sheet) == 0
    assert counted(open_petition) == 1


@pytest.mark.parametrize("act", [withdraw_signature, lambda row: change_area(row, postcode="EV2 1AA", country="--")])
def test_a_page_that_was_read_before_the_end_changes_no_final_count(open_petition, act):
    crowd(open_petition, [facts(1)])
    row = Signature.objects.select_related("petition").get()
    Petition.objects.update(closes_at=open_petition.created_at)
    assert actions.close_petitions() == 1
    with pytest.raises(WrongState):
        act(row)
    assert (counted(open_petition), open_petition.tally_entries.count()) == (1, 1)


def test_sheets_carry_a_petition_to_the_moderators(make_petition, parliament, staff, deliver):
    parliament.kind.supporters_needed = 3
    parliament.kind.save()
    petition = make_petition(state="gathering_supporters")
    on_paper(petition, staff, line(1), line(2), line(3))
    deliver()
    assert Petition.objects.get().state == "in_moderation"


def test_supporters_who_were_held_carry_it_once_they_are_released(make_petition, parliament, staff, deliver):
    parliament.kind.supporters_needed = 1
    parliament.kind.save()
    petition = make_petition(state="gathering_supporters")
    actions.sign_petition(petition, [facts(1)], by=participant("x"), support_key=petition.support_key)
    Signature.objects.update(state="held", hold_rule="network")
    from petitions.actions.holding_desk import release_signatures

    release_signatures([Signature.objects.get().pk], by=clerk(staff))
    deliver()
    assert Petition.objects.get().state == "in_moderation"


def test_sheets_of_a_petition_that_was_withdrawn_are_not_counted(open_petition, staff):
    made = check(batch(open_petition, staff, [line(1)]), staff)
    actions.withdraw_petition(open_petition, by=participant(open_petition.petitioner.public_id))
    with pytest.raises(WrongState):
        accept(made, staff)
    assert (states(open_petition), PaperLine.objects.get().fate) == ({}, "typed")


@pytest.mark.parametrize("field", ["name", "address", "postcode", "email"])
def test_a_sign_that_no_database_keeps_is_a_fault_of_its_line(open_petition, staff, field):
    made = open_batch(open_petition, by=clerk(staff), reference="1", counted_by="Registry", counted_lines=10)
    bad = {"name": "An\x00n", "address": "1\x00", "postcode": "SL4\x00", "email": "a\x00b@example.org"}[field]
    with pytest.raises(Invalid) as refused:
        add_lines(made, [line(1), LineFacts(**{field: bad})], by=clerk(staff))
    assert list(refused.value.data["lines"]) == [2]
    assert not PaperLine.objects.exists()


def test_typing_300_lines_asks_no_more_than_typing_30(open_petition, staff):
    asked = []
    for many in (30, 300):
        made = open_batch(open_petition, by=clerk(staff), reference=str(many), counted_by="R", counted_lines=many)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            add_lines(made, [line(n) for n in range(many)], by=clerk(staff))
        asked.append(len([one for one in queries if one["sql"].startswith("SELECT")]))
    assert asked[0] == asked[1]


def test_a_pending_signature_and_a_sheet_of_one_person_are_one(open_petition, staff):
    sign(open_petition, [facts(1)])
    assert on_paper(open_petition, staff, line(1)) == 1
    from petitions.actions.confirming import confirm_signatures

    confirm_signatures([Signature.objects.get(state="pending").pk])
    assert counted(open_petition) == 1
