"""A clerk of one committee decides reports and appeals about what lies with it, and about petitions (decision 32)."""

import pytest

from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT, actor_for
from core.errors import Forbidden
from core.moderation import actions
from core.moderation.lifecycle import APPEAL, REPORT
from core.moderation.models import Appeal, Decision
from core.moderation.rules import author_of
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from tests.fixtures.people import HouseClient
from tests.moderation.conftest import file, uphold

pytestmark = pytest.mark.django_db
BOUND = ("comment", "question", "submission")


def clerk_of(committee):
    name = f"clerk-{committee.slug if committee else 'house'}@parliament.example"
    user = User.objects.create_user(name, name="Noor Verbeek")
    grant_role(user, Role.CLERK, by=IMPORT, committee=committee)
    return actor_for(user)


@pytest.fixture
def rail(parliament):
    return clerk_of(Committee.objects.create(chamber=main_chamber(), slug="rail", name={"en": "Rail Committee"}))


def page(actor, address):
    client = HouseClient()
    client.force_login(actor.user)
    return client.get(address)


def statuses(actor, resource, record):
    """Say what the desk and the API answer: how many in both lists, and the status of both items."""
    desk = page(actor, f"/admin/desk/{resource}/?state=all").context["object_list"]
    rows = page(actor, f"/api/v1/desk/{resource}/").json()["results"]
    items = (f"/admin/desk/{resource}/{record.pk}/", f"/api/v1/{resource}/{record.public_id}/actions/")
    return len(desk), len(rows), *(page(actor, address).status_code for address in items)


def appeal_of(thing, by):
    report = file(thing)
    uphold(report, by=by, rule="insult", reason="It insults.")
    decision = Decision.objects.filter(report=report).latest("id")
    return actions.file_appeal(decision, words="It does not.", language="en", by=author_of(decision))


@pytest.mark.parametrize("kind", BOUND)
def test_reports_about_another_committees_things_are_neither_read_nor_dismissed(kind, make_thing, ann, rail):
    report = file(make_thing(kind))
    assert statuses(rail, "reports", report) == (0, 0, 404, 404)
    assert statuses(ann, "reports", report) == (1, 1, 200, 200)
    assert REPORT.open_to(rail, report) == []
    with pytest.raises(Forbidden):
        actions.dismiss_report(report, by=rail, reason="It keeps the rules.")
    with pytest.raises(Forbidden):
        actions.take_up_report(report, by=rail)
    house = clerk_of(None)
    assert statuses(house, "reports", report) == (1, 1, 200, 200)
    actions.dismiss_report(report, by=house, reason="It keeps the rules.")


@pytest.mark.parametrize("kind", BOUND)
def test_an_appeal_about_another_committees_things_is_neither_read_nor_refused(kind, make_thing, ann, bob, rail):
    appeal = appeal_of(make_thing(kind), ann)
    assert statuses(rail, "appeals", appeal) == (0, 0, 404, 404)
    assert statuses(bob, "appeals", appeal) == (1, 1, 200, 200)
    assert APPEAL.open_to(rail, appeal) == []
    for decide in (actions.refuse_appeal, actions.grant_appeal):
        with pytest.raises(Forbidden):
            decide(appeal, by=rail, reason="It stands.")
    assert Appeal.objects.get().state == "received"
    actions.refuse_appeal(appeal, by=clerk_of(None), reason="It stands.")


def test_petitions_are_every_clerks(make_thing, ann, rail):
    thing = make_thing("petition")
    report = file(thing)
    assert statuses(rail, "reports", report) == (1, 1, 200, 200)
    actions.dismiss_report(report, by=rail, reason="It keeps the rules.")
    appeal = appeal_of(thing, ann)
    assert statuses(rail, "appeals", appeal) == (1, 1, 200, 200)
    actions.refuse_appeal(appeal, by=rail, reason="It stands.")


@pytest.mark.parametrize("kind", ["comment", "question"])
def test_the_own_committees_are_decided_by_its_clerk(kind, make_thing, ann, rail):
    thing = make_thing(kind)
    record = thing.record
    committee = rail.user.grants.get().committee
    if kind == "comment":
        record.content_object.bill.committee = committee
        record.content_object.bill.save()
    else:
        record.hearing.committee = committee
        record.hearing.save()
    assert statuses(rail, "reports", file(thing)) == (1, 1, 200, 200)
    appeal = appeal_of(thing, ann)
    assert statuses(rail, "appeals", appeal) == (1, 1, 200, 200)
    actions.grant_appeal(appeal, by=rail, reason="It does not.")
    assert thing.fresh().state == "published"
