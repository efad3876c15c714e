"""The clock of petitions: a pause is added at the end; a chamber is moved at once; a term ends and begins."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.actors import actor_for
from core.errors import Forbidden, Invalid
from core.events.models import Event
from core.parliament.models import Chamber, Term
from petitions import actions
from petitions.actions import pausing
from petitions.models import Petition
from tests.fixtures.parliament import make_kind

pytestmark = pytest.mark.django_db
WHY = "The House is dissolved."


def test_a_pause_is_added_at_the_end(make_petition, ann, mails):
    petition = make_petition()
    last_day = petition.closes_at
    actions.pause_petition(petition, by=ann, reason=WHY)
    assert Petition.objects.get().paused_at is not None
    with clock.frozen(clock.now() + timedelta(days=11, hours=5)):
        paused = clock.now() - Petition.objects.get().paused_at
        actions.resume_petition(petition, by=ann)
        told = mails()
    petition.refresh_from_db()
    assert (petition.state, petition.paused_at) == ("open", None)
    assert petition.closes_at == last_day + paused
    kinds = [mail.kind for mail in told if mail.to_address == petition.petitioner.email]
    assert kinds == ["petitions/tell_petitioner_why"] * 2


def test_a_paused_petition_is_not_closed_by_the_clock(make_petition, ann):
    from petitions.tasks import close_due_petitions

    petition = make_petition(closes_at=clock.now() + timedelta(days=1))
    actions.pause_petition(petition, by=ann, reason=WHY)
    with clock.frozen(clock.now() + timedelta(days=9)):
        assert close_due_petitions() == 0
        actions.resume_petition(petition, by=ann)
        assert close_due_petitions() == 0


def test_a_whole_chamber_pauses_and_goes_on_with_each_its_own_pause(make_petition, parliament, ann):
    other = make_kind(Chamber.objects.create(key="senate", name={"en": "Senate"}), version=2)
    first, second, elsewhere = make_petition(), make_petition(), make_petition(kind=other)
    actions.pause_petition(first, by=ann, reason=WHY)
    early = Petition.objects.get(pk=first.pk)
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert actions.pause_petitions(parliament.chamber, by=ann, reason=WHY).paused == 1
    late = Petition.objects.get(pk=second.pk)
    with clock.frozen(clock.now() + timedelta(days=10)):
        now = clock.now()
        assert pausing.resume_petitions(parliament.chamber, by=ann).carried == 2
    rows = {row.pk: row for row in Petition.objects.all()}
    assert rows[first.pk].closes_at == first.closes_at + (now - early.paused_at)
    assert rows[second.pk].closes_at == second.closes_at + (now - late.paused_at)
    assert rows[elsewhere.pk].closes_at == elsewhere.closes_at
    assert {row.state for row in rows.values()} == {"open"}


def a_term(make_petition, parliament, each):
    """Make so many petitions in every state that a dissolution meets, half of them of a kind that is carried over."""
    lasting = make_kind(parliament.chamber, version=2)
    lasting.carries_over = True
    lasting.save()
    for kind in (parliament.kind, lasting):
        for state in ("draft", "gathering_supporters", "in_moderation", "open", "paused", "closed", "rejected"):
            for _turn in range(each):
                make_petition(state=state, kind=kind)
    return lasting


def test_a_dissolution_stops_pauses_and_closes_and_tells_why(make_petition, parliament, ann, mails):
    lasting = a_term(make_petition, parliament, 1)
    moved = actions.dissolve_chamber(parliament.chamber, by=ann, reason=WHY)
    assert moved == pausing.Moved(stopped=6, paused=1, ended=2)
    for kind, paused in ((parliament.kind, 0), (lasting, 2)):
        states = sorted(Petition.objects.filter(kind=kind).values_list("state", flat=True))
        assert states == sorted(["closed"] * (6 - paused) + ["paused"] * paused + ["rejected"])
    assert set(Event.objects.filter(verb__in=["petition.stop", "petition.end"]).values_list("reason", flat=True)) == {
        WHY
    }
    told = mails("petitions/tell_petitioner_why")
    assert len(told) == 7  # two drafts have unproven addresses: nobody is written to
    assert all(WHY in mail.body for mail in told)


def test_the_next_term_carries_over_what_its_kind_lets_go_on(make_petition, parliament, ann):
    lasting = a_term(make_petition, parliament, 1)
    actions.dissolve_chamber(parliament.chamber, by=ann, reason=WHY)
    term = Term.objects.create(chamber=parliament.chamber, name={"en": "Second term"}, starts_on=clock.today())
    assert actions.carry_over_petitions(term, by=ann).carried == 2
    rows = Petition.objects.filter(state="open")
    assert {(row.kind_id, row.term_id, row.paused_at) for row in rows} == {(lasting.pk, term.pk, None)}


def statements(act):
    """Count the statements of an action."""
    with CaptureQueriesContext(connection) as counter:
        act()
    return len(counter)


def test_a_dissolution_takes_as_many_statements_for_one_as_for_a_hundred(make_petition, parliament, ann):
    counts = []
    for each in (1, 1, 15):  # the first fills what is kept for the process
        a_term_of(make_petition, parliament, each)
        counts.append(statements(lambda: actions.dissolve_chamber(parliament.chamber, by=ann, reason=WHY)))
        term = Term.objects.create(chamber=parliament.chamber, name={"en": "Next"}, starts_on=clock.today())
        counts.append(statements(lambda term=term: actions.carry_over_petitions(term, by=ann)))
    assert counts[2:4] == counts[4:]


def a_term_of(make_petition, parliament, each):
    """Make petitions of one kind that is carried over: seven states, so 105 rows at the second call."""
    parliament.kind.carries_over = True
    parliament.kind.save()
    for state in ("draft", "gathering_supporters", "in_moderation", "open", "paused", "closed", "rejected"):
        for _turn in range(each):
            make_petition(state=state)


def test_only_the_desk_may_and_only_with_a_reason(parliament, staff, ann):
    for act in (actions.pause_petitions, actions.dissolve_chamber):
        with pytest.raises(Invalid):
            act(parliament.chamber, by=ann, reason=" ")
        with pytest.raises(Forbidden):
            act(parliament.chamber, by=actor_for(staff["comms"]), reason=WHY)
    with pytest.raises(Forbidden):
        pausing.resume_petitions(parliament.chamber, by=actor_for(staff["comms"]))


def test_another_petitioner_proves_the_address_and_the_old_page_is_shut(client, make_petition, ann, mails):
    import re

    from petitions.actions.handing_over import hand_over_petition
    from petitions.actions.starting import manage_digest, manage_key

    petition = make_petition()
    old_key = manage_key(petition)
    Petition.objects.filter(pk=petition.pk).update(manage_hash=manage_digest(old_key))
    petition.refresh_from_db()
    hand_over_petition(petition, by=ann, email="nora@example.org", name="Nora Moss", reason="She moved away.")
    [mail] = mails("petitions/ask_new_petitioner")
    link = re.search(r"https?://[^/\s]+(/\S*/take-over/\S+)", mail.body).group(1)
    assert mail.to_address == "nora@example.org"
    assert client.get(link).status_code == 200
    assert Petition.objects.get().petitioner_name == "Marta Lind"
    done = client.post(link)
    petition = Petition.objects.select_related("petitioner").get()
    assert (petition.petitioner.email, petition.petitioner_name) == ("nora@example.org", "Nora Moss")
    assert client.get(done["Location"]).status_code == 200
    assert client.get(f"/en/petitions/mine/{old_key}/").status_code == 404
    assert manage_key(petition) in done["Location"]  # and later mails lead there
    facts = [(event.data, event.reason) for event in Event.objects.filter(subject_id=petition.public_id)]
    assert "nora" not in str(facts).lower()
