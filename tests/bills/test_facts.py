"""A clerk says at the desk what no file says: the committee, the moderation, the day of the answers, the stages."""

from datetime import date

import pytest

from consultations.bills.actions.facts import BillFacts, save_bill_facts
from consultations.bills.models import Bill, Stage
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT, actor_for
from core.errors import Forbidden, Invalid
from core.events.models import Event
from tests.fixtures.people import HouseClient

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(parliament):
    """Let the House stand before the bill, which comes into its first chamber."""


@pytest.fixture
def health(parliament):
    return parliament.committees["health"]


@pytest.fixture
def transport(parliament):
    return parliament.committees["transport"]


def clerk_of(committee):
    user = User.objects.create_user(f"{committee.slug if committee else 'house'}@parliament.example", name="Noor")
    grant_role(user, Role.CLERK, by=IMPORT, committee=committee)
    return user


def signed_in(user):
    client = HouseClient()
    client.force_login(user)
    return client


def path_of(version):
    return f"/admin/desk/versions/{version.pk}/facts/"


def typed(committee, **facts):
    return {
        "committee": committee.pk if committee else "", "moderation": "post", "answers_due_on": "2099-03-31",
        "stages_en": "2026-03-01 First reading\nSecond reading",
        "stages_fr": "2026-03-01 Première lecture\nDeuxième lecture", **facts,
    }  # fmt: skip


def test_the_facts_are_written_and_stand_on_the_page(client, version, health):
    desk = signed_in(clerk_of(None))
    assert path_of(version) in desk.get(f"/admin/desk/versions/{version.pk}/").content.decode()
    assert desk.get(path_of(version)).status_code == 200
    saved = desk.post(path_of(version), typed(health))
    assert (saved.status_code, saved.url) == (302, f"/admin/desk/versions/{version.pk}/")
    bill = Bill.objects.get()
    assert (bill.committee, bill.moderation, bill.answers_due_on) == (health, "post", date(2099, 3, 31))
    assert [(row.order, row.starts_on, dict(row.name)) for row in bill.stages.all()] == [
        (1, date(2026, 3, 1), {"en": "First reading", "fr": "Première lecture"}),
        (2, None, {"en": "Second reading", "fr": "Deuxième lecture"}),
    ]
    event = Event.objects.get(verb="version.write")
    assert (event.subject_id, event.is_public, event.data["committee"]) == (version.public_id, False, "health")
    assert "Première lecture" in client.get("/fr/bills/rivers-bill/").content.decode()
    assert client.get("/api/v1/bills/rivers-bill/").json()["committee"] == "health"


def test_the_form_shows_what_stands_and_writes_the_same_again(version, health):
    desk = signed_in(clerk_of(None))
    desk.post(path_of(version), typed(health, stages_fr="2026-03-01 Première lecture\n–"))
    Stage.objects.filter(order=1).update(note={"en": "In the morning"})
    initial = desk.get(path_of(version)).context["form"].initial
    assert initial["stages_en"] == "2026-03-01 First reading\nSecond reading"
    assert initial["stages_fr"] == "2026-03-01 Première lecture\n–"
    before = list(Stage.objects.values("order", "name", "note", "starts_on"))
    again = {key: "" if value is None else value for key, value in initial.items()}
    assert desk.post(path_of(version), again).status_code == 302
    assert list(Stage.objects.values("order", "name", "note", "starts_on")) == before


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"moderation": "never"}, "moderation"), ({"answers_due_on": "soon"}, "answers_due_on"),
     ({"stages_en": "2026-13-01 First reading"}, "stages_en"), ({"stages_fr": "0000-01-01 x"}, "stages_fr")],
)  # fmt: skip
def test_faults_are_named_and_change_nothing(version, health, facts, field):
    answer = signed_in(clerk_of(None)).post(path_of(version), typed(health, **facts))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "Second reading" in answer.content.decode() or field == "stages_en"
    bill = Bill.objects.get()
    assert (bill.committee, bill.moderation, bill.stages.count()) == (None, "pre", 0)
    assert not Event.objects.filter(verb="version.write").exists()


def test_a_clerk_writes_of_the_own_committees_bills(version, health, transport):
    Bill.objects.update(committee=health)
    own, other = signed_in(clerk_of(health)), signed_in(clerk_of(transport))
    assert (own.get(path_of(version)).status_code, other.get(path_of(version)).status_code) == (200, 404)
    assert other.post(path_of(version), typed(transport)).status_code == 404
    assert [row.slug for row in own.get(path_of(version)).context["form"].fields["committee"].queryset] == ["health"]
    assert own.post(path_of(version), typed(transport)).status_code == 422
    assert own.post(path_of(version), typed(None)).status_code == 422
    assert own.post(path_of(version), typed(health)).status_code == 302
    assert Bill.objects.get().committee == health


def test_the_action_asks_for_both_committees(version, health, transport):
    Bill.objects.update(committee=health)
    own, other = actor_for(clerk_of(health)), actor_for(clerk_of(transport))
    for by, committee in ((other, transport), (other, health), (own, transport), (own, None)):
        with pytest.raises(Forbidden):
            save_bill_facts(version, BillFacts(committee, "pre"), by=by)
    with pytest.raises(Invalid):
        save_bill_facts(version, BillFacts(health, "never"), by=own)
    with pytest.raises(Invalid):
        save_bill_facts(version, BillFacts(health, "pre", stages=[(None, {})]), by=own)
    assert Bill.objects.get().committee == health


def test_who_is_no_clerk_does_not_get_in(version, staff):
    client = signed_in(staff["moderator"])
    assert client.get(path_of(version)).status_code in {302, 403}
