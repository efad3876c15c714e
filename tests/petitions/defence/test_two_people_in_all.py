"""The number from which on two people are needed counts all that one person has begun; rivals take nothing back."""

from datetime import UTC, datetime, timedelta

import pytest

from core import clock
from core.errors import Invalid, WrongState
from petitions.actions import holding_desk
from petitions.actions.figures import add_source, set_figures
from petitions.actions.invalidating import (
    agree_to_invalidation,
    ask_for_second,
    resume_invalidation,
    start_invalidation,
    stop_invalidation,
)
from petitions.models import DefenceFigures, Signature
from petitions.sources import figures_row
from tests.petitions.defence.helpers import clerk, crowd, facts, states
from tests.petitions.defence.test_invalidation import full_run, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_of_each(open_petition, staff):
    """Let three people sign from each of three domains; one person alone may take out four."""
    set_figures(by=clerk(staff), four_eyes_above=4)
    crowd(open_petition, [facts(n, email=f"p{n}@{where}.example") for where in "abc" for n in range(3)])
    return open_petition


def queries(petition, staff):
    """Write three queries down, each of three signatures."""
    return [save(petition, staff, domain=f"{where}.example") for where in "abc"]


def test_two_that_are_begun_before_the_first_has_run_are_counted_together(three_of_each, staff):
    first, second, _third = queries(three_of_each, staff)
    start_invalidation(first, by=clerk(staff))
    with pytest.raises(WrongState):
        start_invalidation(second, by=clerk(staff))
    full_run(first)
    with pytest.raises(WrongState):
        start_invalidation(second, by=clerk(staff))
    assert states(three_of_each) == {"confirmed": 6, "invalidated": 3}


def test_what_was_written_down_long_ago_counts_by_when_it_ran(three_of_each, staff):
    with clock.frozen(clock.now() - timedelta(hours=30)):
        first, second, third = queries(three_of_each, staff)
    start_invalidation(first, by=clerk(staff))
    full_run(first)
    with pytest.raises(WrongState):
        start_invalidation(second, by=clerk(staff))
    with clock.frozen(clock.now() + timedelta(hours=25)):
        start_invalidation(second, by=clerk(staff))
        full_run(second)
    ask_for_second(third, by=clerk(staff))
    agree_to_invalidation(third, by=clerk(staff, "moderator"))
    assert full_run(third) == 1


def test_stopping_and_going_on_is_no_way_around_it(three_of_each, staff):
    begun = queries(three_of_each, staff)
    for query in begun[:2]:
        start_invalidation(query, by=clerk(staff))
        stop_invalidation(query, by=clerk(staff))
    resume_invalidation(begun[0], by=clerk(staff))
    with pytest.raises(WrongState):
        resume_invalidation(begun[1], by=clerk(staff))
    ask_for_second(begun[2], by=clerk(staff))
    agree_to_invalidation(begun[2], by=clerk(staff, "moderator"))
    stop_invalidation(begun[2], by=clerk(staff))
    resume_invalidation(begun[2], by=clerk(staff))  # what two people want goes on by the word of one
    assert begun[2].state == "running"


def test_what_is_released_while_a_query_takes_it_out_goes_with_the_rest(three_of_each, staff, monkeypatch):
    Signature.objects.filter(personal__domain="a.example").update(state="held", hold_rule="domain")
    query = save(three_of_each, staff, domain="a.example")
    start_invalidation(query, by=clerk(staff))
    real = holding_desk.take_out

    def released_first(rows, **given):
        rows = list(rows)
        holding_desk.release_signatures([row.pk for row in rows], by=clerk(staff))
        return real(rows, **given)

    monkeypatch.setattr("petitions.actions.invalidating.take_out", released_first)
    full_run(query)
    assert (query.touched, states(three_of_each)) == (3, {"confirmed": 6, "invalidated": 3})


def test_two_clerks_who_set_figures_take_nothing_back_from_each_other(staff, monkeypatch):
    set_figures(by=clerk(staff), hold_days=7)
    stale = figures_row()
    set_figures(by=clerk(staff), hold_days=3)
    monkeypatch.setattr("petitions.sources.figures_row", lambda: stale)
    monkeypatch.setattr("petitions.actions.figures.figures_row", lambda: stale, raising=False)
    set_figures(by=clerk(staff, "moderator"), warn_minute=50)
    add_source(by=clerk(staff), of="domain", pattern="bots.example", stands="held")
    assert DefenceFigures.objects.values_list("hold_days", "warn_minute").get() == (3, 50)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_moment_that_no_zone_can_reckon_with_is_refused(open_petition, staff, year):
    with pytest.raises(Invalid) as refused:
        save(open_petition, staff, since=datetime(year, 1, 1, tzinfo=UTC))
    assert list(refused.value.fields) == ["since"]
