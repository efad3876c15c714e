"""What paper and queries hold of people: given out, erased, and gone by itself in its time."""

from datetime import timedelta

import pytest

from core import clock
from core.privacy.person import Person
from core.privacy.registry import holdings
from petitions.actions.invalidating import InvalidationFacts, save_invalidation
from petitions.actions.paper import LineFacts
from petitions.defence_holding import old_lines, old_queries
from petitions.models import Invalidation, PaperLine, Petition
from tests.petitions.defence.helpers import clerk, crowd, facts, states
from tests.petitions.defence.test_paper import accept, batch, check, line

pytestmark = pytest.mark.django_db


def holding(key):
    """Give a holding by its key."""
    return next(one for one in holdings() if one.key == key)


def settle(key):
    """Let time take its due."""
    [rule] = holding(key).retention
    return rule.settle(list(rule.due(clock.now()).values_list("pk", flat=True)))


def test_a_line_is_given_out_and_blanked_and_its_place_stays(open_petition, staff):
    made = batch(open_petition, staff, [LineFacts("Ann Lee", "1 High St", "SL4 1AA", "ann@example.org"), line(2)])
    accept(check(made, staff), staff)
    person, paper = Person("Ann@Example.org"), holding("petitions.paper")
    [row] = paper.find(person)
    assert paper.export(row)["address"] == "1 High St"
    assert paper.erase(person, paper.find(person)) == 1
    assert list(PaperLine.objects.values_list("name", "number", "fate")) == [
        ("", 1, "added"),
        ("Ann Lee 2", 2, "added"),
    ]
    assert not paper.find(person).exists()


def test_an_erased_person_who_was_held_is_dropped_and_never_released(open_petition):
    [row] = crowd(open_petition, [facts(1)])
    open_petition.signatures.update(state="held", hold_rule="network")
    person, signatures = Person("p1@example.org"), holding("petitions.signatures")
    assert signatures.erase(person, signatures.find(person)) == 1
    assert states(open_petition) == {"withdrawn": 1}
    row.refresh_from_db()
    assert row.person_key.startswith("gone:")


def test_lines_go_with_the_signers_details_and_not_before(open_petition, staff):
    batch(open_petition, staff, [line(1)])
    now = clock.now()
    Petition.objects.update(state="closed", closed_at=now)
    days = open_petition.kind.retention_days
    assert not old_lines(now + timedelta(days=days - 1)).exists()
    with clock.frozen(now + timedelta(days=days + 1)):
        assert (settle("petitions.paper"), settle("petitions.paper")) == (1, 0)
    assert list(PaperLine.objects.values_list("name", "postcode", "name_key")) == [("", "", "")]


def test_whom_a_query_sought_goes_after_a_month_and_it_means_nobody_then(open_petition, staff):
    crowd(open_petition, [facts(1)])
    query = InvalidationFacts("automated", petition=open_petition, email="p1@example.org")
    save_invalidation(query, by=clerk(staff))
    assert not old_queries(clock.now() + timedelta(days=29)).exists()
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert settle("petitions.invalidations") == 1
    assert list(Invalidation.objects.values_list("email", "last")) == [("", 0)]
