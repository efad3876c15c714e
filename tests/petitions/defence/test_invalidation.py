"""Invalidation by saved query: previewed, run in batches, stopped, killed and taken up again, undone entirely."""

from datetime import timedelta

import pytest
from django.db.models import Count

from core import clock
from core.errors import Forbidden, Invalid, WrongState
from core.moderation.actions import file_appeal, grant_appeal
from core.moderation.links import decision_by_token
from core.moderation.selectors import public_decisions
from petitions import matching
from petitions.actions import invalidating
from petitions.actions.figures import set_figures
from petitions.actions.invalidating import (
    InvalidationFacts,
    agree_to_invalidation,
    ask_for_second,
    run_batch,
    save_invalidation,
    start_invalidation,
    stop_invalidation,
    undo_invalidation,
)
from petitions.counting import fold
from petitions.emails.defence import tell_of_invalidations
from petitions.models import InvalidatedRow, Signature, SignaturePersonal, Tally, TallyEntry
from tests.petitions.defence.helpers import clerk, crowd, facts, figures, number_of, states

pytestmark = pytest.mark.django_db
BAD = "bots.example"


def save(petition, staff, **query):
    """Save a query as the clerk."""
    return save_invalidation(
        InvalidationFacts(reason="automated", petition=petition, **query), by=clerk(staff)
    )  # fmt: skip


def bots(petition, how_many, start=0):
    """Let programs sign."""
    return crowd(petition, [facts(n, email=f"b{n}@{BAD}") for n in range(start, start + how_many)])


def cells(petition):
    """Give every cell of the tallies."""
    return {(row.area_id, row.country, row.counted_class): row.count for row in Tally.objects.filter(petition=petition)}


def full_run(query):
    """Run to the end, as the job does; gives the batches."""
    batches = 0
    while run_batch(str(query.public_id)):
        batches += 1
    query.refresh_from_db()
    return batches


def test_1000_invalidated_by_query_and_undone_leave_equal_tallies(open_petition, staff):
    crowd(open_petition, [facts(n) for n in range(30)] + [facts(n, email=f"b{n}@{BAD}") for n in range(1000, 2000)])
    fold(open_petition.pk)
    before, shown = cells(open_petition), figures(open_petition)
    rows = set(Signature.objects.values_list("pk", "state", "confirmed_at"))
    assert set(shown.values()) == {1030}
    query = save(open_petition, staff, domain=BAD)
    ask_for_second(query, by=clerk(staff))
    agree_to_invalidation(query, by=clerk(staff, "moderator"))
    assert full_run(query) == 1
    fold(open_petition.pk)
    assert (query.state, query.touched) == ("done", 1000)
    assert set(figures(open_petition).values()) == {30}
    undo_invalidation(query, by=clerk(staff))
    full_run(query)
    fold(open_petition.pk)
    assert (query.state, query.undone) == ("undone", 1000)
    assert cells(open_petition) == before
    assert figures(open_petition) == shown
    assert set(Signature.objects.values_list("pk", "state", "confirmed_at")) == rows
    per_row = TallyEntry.objects.exclude(reason="confirm").values("signature").annotate(n=Count("pk"))
    assert {row["n"] for row in per_row} == {2}


def test_the_button_has_the_job_run_to_its_end(open_petition, staff, deliver):
    bots(open_petition, 3)
    query = save(open_petition, staff, domain=BAD)
    start_invalidation(query, by=clerk(staff))
    deliver()
    query.refresh_from_db()
    assert (query.state, query.touched, set(figures(open_petition).values())) == ("done", 3, {0})
    undo_invalidation(query, by=clerk(staff))
    deliver()
    query.refresh_from_db()
    assert (query.state, query.undone, set(figures(open_petition).values())) == ("undone", 3, {3})


def test_killed_in_the_middle_it_goes_on_where_it_was(open_petition, staff, monkeypatch):
    monkeypatch.setattr(invalidating, "BATCH", 4)
    set_figures(by=clerk(staff), four_eyes_above=100)
    bots(open_petition, 11)
    query = save(open_petition, staff, domain=BAD)
    start_invalidation(query, by=clerk(staff))
    assert run_batch(str(query.public_id))

    def die(*_args, **_kwargs):
        raise MemoryError

    with monkeypatch.context() as dying:
        dying.setattr(invalidating, "take_out", die)
        with pytest.raises(MemoryError):
            run_batch(str(query.public_id))
    query.refresh_from_db()
    assert (query.touched, query.rows.count()) == (4, 4)
    full_run(query)
    fold(open_petition.pk)
    assert (query.state, query.touched, query.looked_at) == ("done", 11, 11)
    assert set(figures(open_petition).values()) == {0}
    undo_invalidation(query, by=clerk(staff))
    assert run_batch(str(query.public_id))
    query.refresh_from_db()
    assert (query.state, query.undone) == ("undoing", 4)
    full_run(query)
    fold(open_petition.pk)
    assert set(figures(open_petition).values()) == {11}
    assert TallyEntry.objects.filter(reason="restore").count() == 11


def test_stopped_it_stops_and_what_was_done_can_be_undone(open_petition, staff, deliver, monkeypatch):
    monkeypatch.setattr(invalidating, "BATCH", 10)
    bots(open_petition, 30)
    query = save(open_petition, staff, domain=BAD)
    start_invalidation(query, by=clerk(staff))
    run_batch(str(query.public_id))
    query.refresh_from_db()
    stop_invalidation(query, by=clerk(staff))
    assert run_batch(str(query.public_id)) is False
    assert states(open_petition) == {"confirmed": 20, "invalidated": 10}
    undo_invalidation(query, by=clerk(staff))
    full_run(query)
    assert states(open_petition) == {"confirmed": 30}


def test_the_preview_counts_and_shows_and_changes_nothing(open_petition, staff):
    bots(open_petition, 25)
    crowd(open_petition, [facts(n) for n in range(100, 105)])
    query = save(open_petition, staff, domain=BAD)
    seen = matching.preview(query)
    assert (seen.found, seen.candidates, seen.is_exact, len(seen.rows)) == (25, 25, True, 20)
    assert query.expected == 25
    assert states(open_petition) == {"confirmed": 30}
    assert not InvalidatedRow.objects.exists()


CRITERIA = [
    ({"name_pattern": "ann lee 1*"}, {1, 10, 11}),
    ({"name_pattern": "*LEE 5"}, {5}),
    ({"email": "P3@example.org"}, {3}),
    ({"domain": "example.org"}, set(range(12))),
    ({"domain": "*.example.org"}, set()),
    ({"postcode": "nh1*"}, {1, 4, 7, 10}),
    ({"country": "FR"}, set()),
    ({"postcode": "SL4 1AA", "name_pattern": "*9"}, {9}),
]


@pytest.mark.parametrize(("query", "wanted"), CRITERIA)
@pytest.mark.parametrize("within", [True, False])
def test_each_criterion_means_exactly_its_own(open_petition, staff, query, wanted, within):
    crowd(open_petition, [facts(n) for n in range(12)])
    found = save(open_petition if within else None, staff, **query)
    meant = matching.matching(found, matching.candidates(found).select_related("personal"))
    assert {number_of(row) for row in meant} == wanted
    assert found.expected == len(wanted)


def test_network_area_and_time_mean_exactly_their_own(open_petition, staff, parliament):
    start = clock.now()
    with clock.frozen(start):
        one = crowd(open_petition, [facts(0, network="203.0.113.1"), facts(1, network="198.51.100.1")])
    with clock.frozen(start + timedelta(hours=1)):
        crowd(open_petition, [facts(2, network="203.0.113.2")])
    first = min(one, key=number_of)
    key = SignaturePersonal.objects.get(pk=first.pk).network_key

    def meant(**query):
        return {number_of(row) for row in matching.candidates(save(open_petition, staff, **query))}

    assert meant(network_key=key) == {0, 2}
    assert meant(area=parliament.areas["NHV"]) == {1}
    assert meant(since=start + timedelta(minutes=1)) == {2}
    assert meant(until=start + timedelta(minutes=1)) == {0, 1}
    assert meant(network_key=key, since=start + timedelta(minutes=1)) == {2}


def test_who_signs_after_the_query_was_saved_is_never_touched(open_petition, staff):
    bots(open_petition, 3)
    query = save(open_petition, staff, domain=BAD)
    bots(open_petition, 2, start=50)
    start_invalidation(query, by=clerk(staff))
    full_run(query)
    assert states(open_petition) == {"invalidated": 3, "confirmed": 2}


@pytest.mark.parametrize("query", [{}, {"name_pattern": "*"}, {"postcode": " * "}])
def test_a_query_that_means_everybody_is_refused(open_petition, staff, query):
    with pytest.raises(Invalid):
        save(open_petition, staff, **query)


def test_many_need_two_people_and_one_cannot_be_both(open_petition, staff):
    set_figures(by=clerk(staff), four_eyes_above=5)
    bots(open_petition, 6)
    query = save(open_petition, staff, domain=BAD)
    with pytest.raises(WrongState):
        start_invalidation(query, by=clerk(staff))
    ask_for_second(query, by=clerk(staff))
    with pytest.raises(Forbidden):
        agree_to_invalidation(query, by=clerk(staff))
    agree_to_invalidation(query, by=clerk(staff, "moderator"))
    full_run(query)
    assert states(open_petition) == {"invalidated": 6}


def test_many_small_ones_of_a_day_count_together(open_petition, staff):
    set_figures(by=clerk(staff), four_eyes_above=5)
    bots(open_petition, 4)
    crowd(open_petition, [facts(n, email=f"o{n}@other.example") for n in range(60, 63)])
    first = save(open_petition, staff, domain=BAD)
    start_invalidation(first, by=clerk(staff))
    full_run(first)
    with pytest.raises(WrongState):
        start_invalidation(save(open_petition, staff, domain="other.example"), by=clerk(staff))


@pytest.mark.parametrize("role", ["comms", "member"])
def test_nobody_else_saves_a_query(open_petition, staff, role):
    with pytest.raises(Forbidden):
        save_invalidation(InvalidationFacts("automated", petition=open_petition, domain=BAD), by=clerk(staff, role))


def test_after_24_hours_nothing_is_undone_and_signers_are_told_once(open_petition, staff, deliver, mails, client):
    bots(open_petition, 2)
    query = save(open_petition, staff, domain=BAD)
    start_invalidation(query, by=clerk(staff))
    full_run(query)
    deliver()
    assert (tell_of_invalidations(), len(mails("petitions/tell_signature_refused"))) == (0, 0)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        with pytest.raises(WrongState):
            undo_invalidation(query, by=clerk(staff))
        assert (tell_of_invalidations(), tell_of_invalidations()) == (2, 0)
        told = mails("petitions/tell_signature_refused")
    assert len(told) == 2
    assert "Not made by a person" in told[0].body
    assert list(public_decisions()) == []


def test_an_objection_goes_to_another_person_and_counts_again(open_petition, staff, deliver, mails):
    bots(open_petition, 1)
    query = save(open_petition, staff, domain=BAD)
    start_invalidation(query, by=clerk(staff))
    full_run(query)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        tell_of_invalidations()
        [mail] = mails("petitions/tell_signature_refused")
        token = mail.body.split("/appeal/")[1].split("/")[0].split()[0]
        decision = decision_by_token(token)
        appeal = file_appeal(decision, words="It is me.", language="en", by=clerk(staff, "member"))
        with pytest.raises(Forbidden):  # the job took it out, but this person started the job
            grant_appeal(appeal, by=clerk(staff), reason="It is.")
        grant_appeal(appeal, by=clerk(staff, "moderator"), reason="It is.")
        deliver()
    assert states(open_petition) == {"confirmed": 1}
    assert set(figures(open_petition).values()) == {1}


def test_held_ones_are_taken_out_without_an_entry_and_put_back_as_held(open_petition, staff, deliver, settings):
    settings.LIMITS_FACTOR = 1
    set_figures(by=clerk(staff), domain="2/m")
    bots(open_petition, 5)
    query = save(open_petition, staff, domain=BAD)
    start_invalidation(query, by=clerk(staff))
    full_run(query)
    deliver()
    assert states(open_petition) == {"invalidated": 5}
    assert set(figures(open_petition).values()) == {0}
    undo_invalidation(query, by=clerk(staff))
    full_run(query)
    deliver()
    assert states(open_petition) == {"confirmed": 2, "held": 3}
    assert set(figures(open_petition).values()) == {2}
