"""A clerk of one committee works on what is that committee's; a clerk of the House, and the administrator, on all."""

import pytest

from consultations.bills.actions import answering, moderating
from consultations.bills.actions.versions import import_bill
from consultations.hearings import actions as hearings
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT, actor_for
from core.comments.lifecycle import COMMENT
from core.comments.models import Comment
from core.errors import Forbidden
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from tests.bills.data import small_bill
from tests.fixtures.people import HouseClient
from tests.hearings import world

pytestmark = pytest.mark.django_db


def clerk_of(committee):
    user = User.objects.create_user(f"clerk-{committee and committee.slug}@parliament.example", name="Noor Verbeek")
    grant_role(user, Role.CLERK, by=IMPORT, committee=committee)
    return actor_for(user)


@pytest.fixture
def hearing():
    return world.make_hearing(world.make_clerk())


@pytest.fixture
def rail():
    return clerk_of(Committee.objects.create(chamber=main_chamber(), slug="rail", name={"en": "Rail Committee"}))


def page(actor, address):
    client = HouseClient()
    client.force_login(actor.user)
    return client.get(address)


def titles(actor, desk):
    return [str(row) for row in page(actor, f"/admin/desk/{desk}/?state=all").context["object_list"]]


def test_a_hearing_is_its_committees(hearing, rail):
    own, house = clerk_of(hearing.committee), clerk_of(None)
    assert [len(titles(actor, "hearings")) for actor in (own, house, rail)] == [1, 1, 0]
    with pytest.raises(Forbidden):
        hearings.pause_hearing(hearing, by=rail)
    hearings.pause_hearing(hearing, by=own)
    hearings.resume_hearing(hearing, by=house)


def test_questions_are_read_by_the_committees_clerks_and_by_moderators(hearing, rail):
    question = world.make_question(hearing)
    moderator = world.make_clerk(Role.MODERATOR)
    assert [len(titles(actor, "questions")) for actor in (clerk_of(hearing.committee), moderator, rail)] == [1, 1, 0]
    with pytest.raises(Forbidden):
        hearings.approve_question(question, by=rail)
    console = f"/admin/desk/hearings/{hearing.slug}/console/"
    client = HouseClient()
    client.force_login(rail.user)
    assert (client.get(console).status_code, client.get(f"{console}ticket/").status_code) == (302, 302)


def test_a_clerk_chooses_among_the_own_committees(hearing, rail):
    client = HouseClient()
    client.force_login(rail.user)
    for door in ("hearings", "calls"):
        form = client.get(f"/admin/desk/{door}/write/").context["form"]
        assert [row.slug for row in form.fields["committee"].queryset] == ["rail"]
    assert client.get(f"/admin/desk/hearings/{hearing.pk}/write/").status_code == 404


def test_a_bill_that_no_committee_has_is_for_clerks_of_the_house(rail):
    made = import_bill(small_bill(), by=IMPORT)
    assert [len(titles(actor, "versions")) for actor in (rail, clerk_of(None))] == [0, 1]
    assert made.bill.committee is None
    made.bill.committee = Committee.objects.get(slug="rail")
    made.bill.save()
    assert len(titles(rail, "versions")) == 1


@pytest.fixture
def comment(version, say, hearing):
    """Give a published comment on a bill that lies with the committee of the hearing."""
    version.bill.committee = hearing.committee
    version.bill.save()
    return say()


def verbs_of(record, actor):
    return {move.verb for move in COMMENT.open_to(actor, record)}


def test_comments_on_a_bill_are_its_committees(comment, say, hearing, rail):
    reply = say(parent=comment, email="bo@example.org")
    own, house = clerk_of(hearing.committee), clerk_of(None)
    moderator = world.make_clerk(Role.MODERATOR)
    assert [len(titles(actor, "comments")) for actor in (own, house, moderator, rail)] == [2, 2, 2, 0]
    for row in (Comment.objects.get(pk=comment.pk), Comment.objects.get(pk=reply.pk)):
        assert verbs_of(row, rail) == set()
        assert {"hide"} <= verbs_of(row, own) & verbs_of(row, house) & verbs_of(row, moderator)
    item = f"/admin/desk/comments/{comment.pk}/"
    assert page(rail, item).status_code == 404
    assert page(own, item).status_code == 200


def test_a_comment_on_another_committees_bill_is_not_decided(comment, hearing, rail):
    moves = (
        lambda by: moderating.hide_comment(comment, by=by, public_reason="An advert."),
        lambda by: moderating.restore_comment(comment, by=by),
        lambda by: answering.answer_comment(comment, by=by, outcome="noted", answer="Thank you."),
    )
    own = clerk_of(hearing.committee)
    for make in moves:
        with pytest.raises(Forbidden):
            make(rail)
        make(own)


def test_a_comment_on_a_bill_that_no_committee_has_is_for_clerks_of_the_house(version, say, rail):
    say(state="pending")
    assert [len(titles(actor, "comments")) for actor in (rail, clerk_of(None))] == [0, 1]


def test_the_api_gives_a_clerk_the_own_committees_comments(comment, hearing, rail):
    path = "/api/v1/desk/comments/"
    moves = f"/api/v1/comments/{comment.public_id}/actions/"
    assert (page(rail, path).json()["results"], page(rail, moves).status_code) == ([], 404)
    own = clerk_of(hearing.committee)
    assert (len(page(own, path).json()["results"]), page(own, moves).status_code) == (1, 200)
