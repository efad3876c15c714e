"""Signatures on paper: typed, sampled by a second person, de-duplicated against online ones in both directions."""

import pytest

from core.errors import Conflict, Forbidden, Invalid, WrongState
from petitions.actions.paper import (
    LineFacts,
    add_lines,
    check_batch,
    compare_lines,
    give_back,
    hand_over,
    open_batch,
    refuse_batch,
)
from petitions.actions.paper_counting import accept_batch
from petitions.counting import fold
from petitions.counting.reconciling import reconcile
from petitions.models import PaperLine, Signature, Tally
from petitions.paper_csv import read_lines
from tests.petitions.defence.helpers import POSTCODES, clerk, crowd, facts, figures, sign, states

pytestmark = pytest.mark.django_db


def line(number, **others):
    """Give the line of the person that `facts(number)` is online."""
    return LineFacts(**{"name": f"Ann Lee {number}", "postcode": POSTCODES[number % 3], **others})


def batch(petition, staff, lines, reference="sheets 1"):
    """Open a batch, type its lines, hand it over."""
    by = clerk(staff)
    made = open_batch(petition, by=by, reference=reference, counted_by="Registry", counted_lines=len(lines))
    add_lines(made, lines, by=by)
    hand_over(made, by=by)
    made.refresh_from_db()
    return made


def check(made, staff, bad=()):
    """Compare the sample as another person."""
    by = clerk(staff, "moderator")
    numbers = made.lines.filter(is_sampled=True).values_list("number", flat=True)
    compare_lines(made, {number: number in bad for number in numbers}, by=by)
    check_batch(made, by=by)
    return made


def accept(made, staff):
    """Count it as another person."""
    return accept_batch(made, by=clerk(staff, "moderator"))


def fates(made):
    """Give how many lines came to what."""
    found = {}
    for fate in made.lines.values_list("fate", flat=True):
        found[fate] = found.get(fate, 0) + 1
    return found


def test_200_paper_lines_of_which_50_also_signed_online_add_150(open_petition, staff):
    crowd(open_petition, [facts(n) for n in range(50)])
    made = batch(open_petition, staff, [line(n) for n in range(200)])
    assert (made.sample_size, made.lines.filter(is_sampled=True).count()) == (20, 20)
    assert accept(check(made, staff), staff) == 150
    fold(open_petition.pk)
    assert fates(made) == {"added": 150, "online": 50}
    assert set(figures(open_petition).values()) == {200}
    sums = {row.counted_class: 0 for row in Tally.objects.all()}
    for row in Tally.objects.filter(petition=open_petition):
        sums[row.counted_class] += row.count
    assert sums == {"online": 50, "paper": 150}
    counted = reconcile(open_petition)["counted"]
    assert (counted["total"], counted["paper"], counted["by_class"]["online"]) == (200, 150, 50)


def test_an_address_is_the_same_person_under_whatever_name(open_petition, staff):
    crowd(open_petition, [facts(1)])
    made = batch(
        open_petition, staff, [line(7, name="A. Lee", email="P1@Example.org"), line(8, email="p8@example.org")]
    )
    assert accept(check(made, staff), staff) == 1
    assert fates(made) == {"online": 1, "added": 1}


def test_two_lines_of_one_person_count_once_in_a_batch_and_over_batches(open_petition, staff):
    made = batch(open_petition, staff, [line(1), line(1, name="ANN  lee 1"), line(2)])
    assert accept(check(made, staff), staff) == 2
    again = batch(open_petition, staff, [line(2), line(3)], reference="sheets 2")
    assert accept(check(again, staff), staff) == 1
    assert (fates(made), fates(again)) == ({"added": 2, "twice": 1}, {"twice": 1, "added": 1})


def test_lines_without_a_key_count_on_paper_only(open_petition, staff, deliver):
    made = batch(open_petition, staff, [LineFacts(), LineFacts(name="Ann Lee"), LineFacts(name="Ann Lee")])
    assert accept(check(made, staff), staff) == 3
    deliver()
    assert set(figures(open_petition).values()) == {3}
    assert set(Tally.objects.values_list("counted_class", flat=True)) == {"paper"}


@pytest.mark.parametrize("how", ["name and postcode", "address", "pending before"])
def test_who_signed_on_paper_and_then_online_counts_once(open_petition, staff, deliver, how):
    if how == "pending before":
        pending = sign(open_petition, [facts(1)])
    lines = {"name and postcode": [line(1)], "address": [line(7, email="p1@example.org")],
             "pending before": [line(1, email="p1@example.org")]}  # fmt: skip
    made = batch(open_petition, staff, lines[how])
    assert accept(check(made, staff), staff) == 1
    if how == "pending before":
        from petitions.actions.confirming import confirm_signatures

        confirm_signatures([pending[0].pk])
    else:
        crowd(open_petition, [facts(1)])
    deliver()
    assert set(figures(open_petition).values()) == {1}
    assert states(open_petition) == (
        {"confirmed": 1} if how == "address" else {"confirmed": 1, "invalidated": 1}
    )  # fmt: skip
    assert fates(made) == ({"added": 1} if how == "address" else {"left": 1})


def test_bad_lines_of_the_sample_are_left_out(open_petition, staff):
    made = batch(open_petition, staff, [line(n) for n in range(5)])
    check(made, staff, bad={2, 4})
    made.refresh_from_db()
    assert (made.sample_size, made.found_bad) == (5, 2)
    assert accept(made, staff) == 3
    assert fates(made) == {"added": 3, "bad": 2}


def test_who_typed_neither_compares_nor_counts(open_petition, staff):
    made = batch(open_petition, staff, [line(1)])
    with pytest.raises(Forbidden):
        compare_lines(made, {1: False}, by=clerk(staff))
    check(made, staff)
    with pytest.raises(Forbidden):
        accept_batch(made, by=clerk(staff))
    assert not Signature.objects.exists()


def test_nothing_counts_before_the_whole_sample_is_compared(open_petition, staff):
    made = batch(open_petition, staff, [line(n) for n in range(3)])
    compare_lines(made, {1: False}, by=clerk(staff, "moderator"))
    with pytest.raises(Invalid):
        check_batch(made, by=clerk(staff, "moderator"))
    with pytest.raises(WrongState):
        accept(made, staff)


def test_a_batch_is_counted_once(open_petition, staff):
    made = check(batch(open_petition, staff, [line(1)]), staff)
    assert accept(made, staff) == 1
    with pytest.raises(WrongState):
        accept(made, staff)
    with pytest.raises(Conflict):
        batch(open_petition, staff, [line(2)])
    assert states(open_petition) == {"confirmed": 1}


def test_refused_or_given_back_nothing_is_counted(open_petition, staff):
    made = batch(open_petition, staff, [line(1)])
    give_back(made, by=clerk(staff, "moderator"), reason="The pages are mixed up.")
    assert (made.state, made.lines.count()) == ("typed", 0)
    other = batch(open_petition, staff, [line(1)], reference="2")
    refuse_batch(other, by=clerk(staff, "moderator"), reason="Copied from a telephone book.")
    assert states(open_petition) == {}


def test_a_csv_with_faults_names_each_line_and_changes_nothing(open_petition, staff):
    by = clerk(staff)
    made = open_batch(open_petition, by=by, reference="1", counted_by="Registry", counted_lines=10)
    data = b"name,address,postcode,email\nAnn Lee,1 High St,SL4 1AA,\nBo Ek,,XX9 9XX,\nCy Do,,,not an address\n"
    with pytest.raises(Invalid) as refused:
        add_lines(made, read_lines(data), by=by)
    assert list(refused.value.data["lines"]) == [2, 3]
    assert not PaperLine.objects.exists()
    assert add_lines(made, read_lines(data.splitlines(keepends=True)[0] + b"Ann Lee,1 High St,SL4 1AA,\n"), by=by) == 1


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"name\n" + b"x\n" * 50_001])
def test_a_file_that_is_no_list_is_refused(data):
    with pytest.raises(Invalid):
        read_lines(data)


def test_more_lines_than_were_counted_are_refused(open_petition, staff):
    by = clerk(staff)
    made = open_batch(open_petition, by=by, reference="1", counted_by="Registry", counted_lines=1)
    with pytest.raises(Invalid):
        add_lines(made, [line(1), line(2)], by=by)
    assert not PaperLine.objects.exists()
