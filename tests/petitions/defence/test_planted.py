"""Planted faults: each takes one defence away and asks that the figures of its check would show it."""

from dataclasses import replace

import pytest

from core import clock
from core.events import subscribers
from core.lifecycle import Lifecycle
from petitions.actions import confirming, holding_desk, invalidating, paper_counting
from petitions.actions.figures import set_figures
from petitions.actions.invalidating import (
    InvalidationFacts,
    ask_for_second,
    save_invalidation,
    start_invalidation,
    undo_invalidation,
)
from petitions.counting import fold
from petitions.lifecycle import INVALIDATION
from petitions.rules import is_petitions_clerk
from petitions.states import InvalidationState
from tests.petitions.defence.helpers import clerk, crowd, facts, figures, states
from tests.petitions.defence.test_invalidation import full_run
from tests.petitions.defence.test_paper import accept, batch, check, line

pytestmark = pytest.mark.django_db
HOME = {"network": "203.0.113.7"}


@pytest.fixture(autouse=True)
def no_factor(settings):
    """Take the figures as they are written."""
    settings.LIMITS_FACTOR = 1


def saved(petition, staff):
    """Save a query over the programs of the tests."""
    query = InvalidationFacts("automated", petition=petition, domain="bots.example")
    return save_invalidation(query, by=clerk(staff))


def test_planted_without_the_seam_a_fast_network_is_counted(open_petition, staff, monkeypatch):
    set_figures(by=clerk(staff), network="1/m")
    monkeypatch.setattr(confirming, "hold_rules", lambda _rows: {})
    crowd(open_petition, [facts(n, **HOME) for n in range(3)])
    assert states(open_petition) == {"confirmed": 3}


def test_planted_a_counter_that_forgets_lets_batch_after_batch_through(open_petition, staff, monkeypatch):
    from core.limits import counters

    set_figures(by=clerk(staff), network="1/m")
    monkeypatch.setattr(counters, "count_many", lambda costs, _now: {key: cost for key, (cost, _s) in costs.items()})
    with clock.frozen(clock.now()):
        for number in range(3):
            crowd(open_petition, [facts(number, **HOME)])
    assert states(open_petition) == {"confirmed": 3}


def test_planted_without_its_subscriber_a_held_one_hears_nothing(open_petition, staff, mails, monkeypatch):
    set_figures(by=clerk(staff), network="1/m")
    monkeypatch.setitem(subscribers._table, "signature.hold", [])
    crowd(open_petition, [facts(n, **HOME) for n in range(2)])
    assert mails("petitions/tell_signature_held") == []


def test_planted_an_undo_without_entries_leaves_the_ledger_short(open_petition, staff, monkeypatch):
    crowd(open_petition, [facts(n, email=f"b{n}@bots.example") for n in range(3)])
    query = saved(open_petition, staff)
    start_invalidation(query, by=clerk(staff))
    full_run(query)
    undo_invalidation(query, by=clerk(staff))
    monkeypatch.setattr(holding_desk, "enter_tally", lambda *_args, **_facts: None)
    full_run(query)
    fold(open_petition.pk)
    found = figures(open_petition)
    assert (found["rows"], found["ledger"]) == (3, 0)


def test_planted_a_start_that_asks_nobody_lets_one_person_take_out_many(open_petition, staff, monkeypatch):
    set_figures(by=clerk(staff), four_eyes_above=1)
    crowd(open_petition, [facts(n, email=f"b{n}@bots.example") for n in range(3)])
    query = saved(open_petition, staff)
    monkeypatch.setattr(invalidating, "needs_second_person", lambda _query: False)
    start_invalidation(query, by=clerk(staff))
    full_run(query)
    assert states(open_petition) == {"invalidated": 3}


def test_planted_without_the_second_persons_rule_the_first_agrees_to_it(open_petition, staff):
    crowd(open_petition, [facts(n, email=f"b{n}@bots.example") for n in range(2)])
    query = saved(open_petition, staff)
    ask_for_second(query, by=clerk(staff))
    move = INVALIDATION.find("second", "asked")
    planted = Lifecycle("planted", replace(move, may=is_petitions_clerk), states=InvalidationState)
    try:
        planted.fire("second", query, by=clerk(staff))
    finally:
        del Lifecycle.registry["planted"]
    full_run(query)
    assert states(open_petition) == {"invalidated": 2}


def test_planted_without_looking_for_doubles_200_lines_add_more_than_150(open_petition, staff, monkeypatch):
    crowd(open_petition, [facts(n) for n in range(5)])
    made = check(batch(open_petition, staff, [line(n) for n in range(20)]), staff)
    monkeypatch.setattr(paper_counting, "_mark_doubles", lambda _batch: None)
    assert accept(made, staff) == 20


def test_planted_without_giving_way_a_person_counts_twice(open_petition, staff, monkeypatch):
    accept(check(batch(open_petition, staff, [line(1)]), staff), staff)
    monkeypatch.setattr(confirming, "give_way", lambda _rows: [])
    crowd(open_petition, [facts(1)])
    fold(open_petition.pk)
    assert set(figures(open_petition).values()) == {2}
