"""Suspicious signatures are held with notice, never dropped: by network, domain, petition, and by the lists."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from core import clock
from core.errors import Conflict, Invalid
from core.events.models import Event
from petitions.actions.confirming import confirm_signatures
from petitions.actions.figures import add_source, drop_source, set_figures
from petitions.actions.holding_desk import refuse_signatures, release_signatures
from petitions.counting.reconciling import reconcile
from petitions.models import InvalidatedRow, Petition, TallyHour
from tests.petitions.defence.helpers import clerk, crowd, facts, figures, sign, states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_factor(settings):
    """Take the figures as they are written."""
    settings.LIMITS_FACTOR = 1


def test_two_people_of_one_household_within_a_minute_are_both_counted(open_petition, deliver):
    home = {"network": "203.0.113.7"}
    with clock.frozen(clock.now()):
        crowd(open_petition, [facts(1, **home), facts(2, **home)])
    deliver()
    assert states(open_petition) == {"confirmed": 2}
    assert set(figures(open_petition).values()) == {2}


def test_a_network_that_is_too_fast_is_held_beyond_its_number_and_nobody_is_dropped(open_petition, staff, deliver):
    set_figures(by=clerk(staff), network="3/m")
    with clock.frozen(clock.now()):
        one = crowd(open_petition, [facts(n, network=f"203.0.113.{n}") for n in range(5)])
        other = crowd(open_petition, [facts(9, network="198.51.100.1")])
    assert [row.state for row in one] == ["confirmed"] * 3 + ["held"] * 2
    assert {row.hold_rule for row in one[3:]} == {"network"}
    assert [row.state for row in other] == ["confirmed"]
    deliver()
    assert set(figures(open_petition).values()) == {4}
    assert sum(states(open_petition).values()) == 6


def test_the_number_counts_over_batches_and_begins_anew_with_the_window(open_petition, staff):
    set_figures(by=clerk(staff), network="2/m")
    start = clock.now()
    with clock.frozen(start):
        for number in range(3):
            crowd(open_petition, [facts(number, network="203.0.113.7")])
    with clock.frozen(start + timedelta(seconds=61)):
        crowd(open_petition, [facts(7, network="203.0.113.7")])
    assert states(open_petition) == {"confirmed": 3, "held": 1}


def test_burst_and_sustained_figures_both_hold(open_petition, staff):
    set_figures(by=clerk(staff), network="10/m 3/h")
    start = clock.now()
    for number in range(5):
        with clock.frozen(start + timedelta(minutes=2 * number)):
            crowd(open_petition, [facts(number, network="203.0.113.7")])
    assert states(open_petition) == {"confirmed": 3, "held": 2}


def test_a_domain_that_is_too_fast_is_held_but_no_great_letter_box(open_petition, staff):
    set_figures(by=clerk(staff), domain="2/m")
    with clock.frozen(clock.now()):
        odd = crowd(open_petition, [facts(n, email=f"p{n}@odd.example") for n in range(4)])
        mail = crowd(open_petition, [facts(n, email=f"p{n}@gmail.com") for n in range(10, 14)])
    assert [row.state for row in odd] == ["confirmed", "confirmed", "held", "held"]
    assert {row.state for row in mail} == {"confirmed"}


def test_a_whole_petition_is_held_where_the_institution_says_so(open_petition, staff):
    set_figures(by=clerk(staff), petition="2/m")
    with clock.frozen(clock.now()):
        rows = crowd(open_petition, [facts(n) for n in range(3)])
    assert [(row.state, row.hold_rule) for row in rows] == [
        ("confirmed", ""), ("confirmed", ""), ("held", "petition"),
    ]  # fmt: skip


def test_lists_hold_and_trust_domains_and_networks(open_petition, staff):
    by = clerk(staff)
    set_figures(by=by, network="1/m", domain="1/m")
    add_source(by=by, of="domain", pattern="*.throwaway.example", stands="held")
    add_source(by=by, of="network", pattern="203.0.112.0/22", stands="trusted")
    with clock.frozen(clock.now()):
        bad = crowd(open_petition, [facts(1, email="a@x.throwaway.example")])
        trusted = crowd(
            open_petition, [facts(n, email=f"p{n}@d{n}.example", network="203.0.113.9") for n in range(2, 6)]
        )
    assert [(row.state, row.hold_rule) for row in bad] == [("held", "listed_domain")]
    assert {row.state for row in trusted} == {"confirmed"}
    source = drop_source
    source(by=by, of="domain", pattern="*.throwaway.example")
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert crowd(open_petition, [facts(8, email="b@x.throwaway.example")])[0].state == "confirmed"


@pytest.mark.parametrize("pattern", ["10.0.0.0/8", "nonsense", "2001:db8::/32", ""])
def test_a_network_too_wide_or_none_is_refused_at_its_field(staff, pattern):
    with pytest.raises(Invalid) as refused:
        add_source(by=clerk(staff), of="network", pattern=pattern, stands="held")
    assert list(refused.value.fields) == ["pattern"]


def test_who_proved_an_electronic_identity_is_never_held(open_petition, staff):
    set_figures(by=clerk(staff), network="1/m", petition="1/m")
    rows = sign(open_petition, [facts(n, network="203.0.113.7") for n in range(3)])
    open_petition.signatures.update(counted_class="verified")
    confirm_signatures([row.pk for row in rows])
    assert states(open_petition) == {"confirmed": 3}


def test_release_counts_with_the_original_time_and_tells(open_petition, staff, deliver, mails):
    set_figures(by=clerk(staff), network="1/m")
    monday = clock.now().replace(minute=5) - timedelta(hours=5)
    with clock.frozen(monday):
        Petition.objects.filter(pk=open_petition.pk).update(opened_at=monday)
        rows = crowd(open_petition, [facts(n, network="203.0.113.7") for n in range(3)])
    deliver()
    assert set(figures(open_petition).values()) == {1}
    assert reconcile(open_petition)["held"] == 2
    release_signatures([row.pk for row in rows[1:]], by=clerk(staff))
    deliver()
    assert set(figures(open_petition).values()) == {3}
    hours = TallyHour.objects.filter(petition=open_petition)
    assert {row.hour: row.delta for row in hours} == {monday.replace(minute=0, second=0, microsecond=0): 3}
    assert set(open_petition.signatures.values_list("confirmed_at", flat=True)) == {monday}
    assert len(mails("petitions/tell_signature_held")) == 2
    assert len(mails("petitions/tell_signature_counted")) == 3


def test_refused_ones_are_told_with_reason_and_a_way_to_object(open_petition, staff, deliver, mails):
    set_figures(by=clerk(staff), network="1/m")
    rows = crowd(open_petition, [facts(n, network="203.0.113.7") for n in range(2)])
    refuse_signatures([rows[1].pk], by=clerk(staff), reason="automated", words="Made by a program.")
    deliver()
    assert states(open_petition) == {"confirmed": 1, "invalidated": 1}
    assert set(figures(open_petition).values()) == {1}
    assert list(InvalidatedRow.objects.values_list("reason", "before")) == [("automated", "held")]
    public = reconcile(open_petition)
    assert (public["held"], public["invalidated"]) == (0, {"total": 1, "by_reason": {"automated": 1}})
    [mail] = mails("petitions/tell_signature_refused")
    assert "Made by a program." in mail.body
    assert "/appeal/" in mail.body


def test_of_two_clerks_one_decides_and_the_other_changes_nothing(open_petition, staff):
    set_figures(by=clerk(staff), network="1/m")
    rows = crowd(open_petition, [facts(n, network="203.0.113.7") for n in range(4)])
    keys = [row.pk for row in rows[1:]]
    release_signatures(keys[:1], by=clerk(staff))
    with pytest.raises(Conflict) as lost:
        refuse_signatures(keys, by=clerk(staff, "moderator"), reason="automated")
    assert lost.value.data["verb"] == "signature.release"
    assert states(open_petition) == {"confirmed": 2, "held": 2}
    assert open_petition.tally_entries.aggregate(n=Sum("delta"))["n"] == 2
    assert not InvalidatedRow.objects.exists()


def test_holding_leaves_an_event_without_personal_data(open_petition, staff):
    set_figures(by=clerk(staff), network="1/m")
    crowd(open_petition, [facts(n, network="203.0.113.7") for n in range(2)])
    event = Event.objects.get(verb="signature.hold")
    assert (event.from_state, event.to_state, event.is_public) == ("pending", "held", False)
    assert "@" not in str(event.data)


@pytest.mark.parametrize("size", [1, 100])
def test_a_batch_asks_the_same_number_of_statements(open_petition, staff, settings, django_assert_num_queries, size):
    from petitions.holding import hold_rules

    set_figures(by=clerk(staff), network="50/m")
    sign(open_petition, [facts(n, network="203.0.113.7", email=f"p{n}@d{n}.example") for n in range(size)])
    rows = list(open_petition.signatures.select_related("petition"))
    with django_assert_num_queries(3 if settings.REDIS_URL else 4):  # Redis counts without the database
        held = hold_rules(rows)
    assert len(held) == max(0, size - 50)
