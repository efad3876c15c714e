"""Inviting, roles, leaving: the administrators' screen and the actions behind it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.accounts import leaving
from core.accounts.actions import add_role, end_role, leave, reset_second_factor
from core.accounts.models import AccountSession, Invitation, Role, RoleGrant, User
from core.actors import actor_for
from core.errors import Forbidden, Invalid
from core.events.models import Event
from core.verification import actions as verification
from core.verification.actions import LINK_LIFE

pytestmark = pytest.mark.django_db
INVITE = {"name": "Noor Ali", "email": "noor@parliament.example", "language": "fr", "role": "clerk", "committee": ""}
JOIN = {"name": "Noor Ali", "password": "four words not together"}


@pytest.fixture
def admin(make_staff):
    return make_staff("admin@parliament.example", Role.ADMIN)


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def link_of(mail):
    return re.search(r"https?://[^/]+(/\S+/account/join/\S+/)", mail.body)[1]


def test_an_invitation_works_once(desk, make_client, mails, parliament):
    health = parliament.committees["health"]
    assert desk.post("/admin/desk/people/invite/", {**INVITE, "committee": health.pk}).status_code == 302
    (mail,) = mails("accounts/ask_to_join")
    assert (mail.to_address, mail.language) == ("noor@parliament.example", "fr")
    link, noor, other = link_of(mail), make_client(), make_client()
    assert link.startswith("/fr/")
    assert noor.get(link).status_code == 200
    assert User.objects.filter(email="noor@parliament.example").count() == 0  # looking changes nothing
    assert noor.post(link, {**JOIN, "password": "short"}).status_code == 422
    assert noor.post(link, JOIN)["Location"] == "/fr/account/prove/"
    assert [other.get(link).status_code, other.post(link, JOIN).status_code] == [404, 404]
    user = User.objects.get(email="noor@parliament.example")
    assert list(user.grants.values_list("role", "committee__slug")) == [("clerk", "health")]
    assert list(user.groups.values_list("name", flat=True)) == ["clerk"]
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert "/account/prove/" in noor.get("/admin/")["Location"]
    assert list(Event.objects.filter(verb__startswith="invitation").order_by("id").values_list("verb", flat=True)) == [
        "invitation.send", "invitation.accept",
    ]  # fmt: skip


def test_planted_a_link_that_is_not_used_up_works_twice(desk, make_client, mails, monkeypatch):
    """With a redeem that only looks, and an invitation that does not ask, the second use passes: the fault is seen."""
    desk.post("/admin/desk/people/invite/", INVITE)
    link = link_of(mails("accounts/ask_to_join")[0])
    monkeypatch.setattr("core.accounts.views.joining.verification.redeem_link", verification.find_by_link)
    monkeypatch.setattr(
        "core.accounts.invitations._of", lambda found: Invitation.objects.get(public_id=found.subject_id)
    )
    assert [make_client().post(link, JOIN).status_code for _turn in range(2)] == [302, 302]


def test_an_old_or_withdrawn_or_replaced_link_opens_nothing(desk, make_client, mails):
    desk.post("/admin/desk/people/invite/", INVITE)
    first = link_of(mails("accounts/ask_to_join")[0])
    invitation = Invitation.objects.get()
    with clock.frozen(clock.now() + LINK_LIFE * 1.01):
        assert make_client().get(first).status_code == 404
    desk.post("/admin/desk/people/", {"verb": "again", "invitation": str(invitation.public_id)})
    second = link_of(mails("accounts/ask_to_join")[1])
    assert [make_client().get(link).status_code for link in (first, second)] == [404, 200]
    desk.post("/admin/desk/people/", {"verb": "withdraw", "invitation": str(invitation.public_id)})
    assert make_client().post(second, JOIN).status_code == 404
    assert second.split("/")[-2] not in str(list(Event.objects.values()))


def test_nobody_is_invited_twice_or_where_they_work_already(desk, make_staff):
    make_staff("noor@parliament.example", Role.COMMS)
    refused = desk.post("/admin/desk/people/invite/", INVITE)
    assert (refused.status_code, "works here already" in refused.content.decode()) == (422, True)
    twice = {**INVITE, "email": "ana@parliament.example"}
    assert [desk.post("/admin/desk/people/invite/", twice).status_code for _turn in range(2)] == [302, 422]


@pytest.mark.parametrize("role", [Role.CLERK, Role.MODERATOR, Role.COMMS])
def test_only_administrators_keep_people(client, make_staff, role):
    other = make_staff("other@parliament.example", Role.CLERK)
    client.force_login(make_staff("me@parliament.example", role))
    page = f"/admin/desk/people/{other.public_id}/"
    answers = [client.get("/admin/desk/people/"), client.get(page), client.post(page, {"verb": "reset"})]
    # Wagtail leads who lacks the right back to the desk; nothing of ours is shown or done.
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert [answer["Location"] for answer in answers] == ["/admin/"] * 3
    assert Event.objects.filter(verb="account.reset_second_factor").count() == 0


def test_wagtails_own_screens_lead_to_ours(desk):
    for address in ("/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/groups/1/"):
        assert desk.get(address)["Location"] == "/admin/desk/people/"


def test_roles_come_and_go_and_groups_follow(desk, make_staff, parliament):
    clerk = make_staff("clerk@parliament.example", Role.CLERK)
    page = f"/admin/desk/people/{clerk.public_id}/"
    health = parliament.committees["health"]
    desk.post(page, {"verb": "add_role", "add_role-role": "moderator", "add_role-committee": health.pk})
    clerk = User.objects.get(pk=clerk.pk)
    assert sorted(clerk.groups.values_list("name", flat=True)) == ["clerk", "moderator"]
    for grant in clerk.grants.order_by("id"):
        desk.post(page, {"verb": "end_role", "grant": grant.pk})
    clerk = User.objects.get(pk=clerk.pk)
    assert (list(clerk.groups.all()), clerk.is_staff) == ([], False)
    assert [event.data for event in Event.objects.filter(verb="role.end").order_by("id")] == [
        {"role": "clerk", "committee": ""}, {"role": "moderator", "committee": "health"},
    ]  # fmt: skip


def test_a_lost_second_factor_is_lifted_by_another_and_never_by_oneself(desk, admin, make_staff, mails):
    clerk = make_staff("clerk@parliament.example", Role.CLERK, app=True)
    AccountSession.objects.create(user=clerk, session_key="x", begun_at=clock.now(), seen_at=clock.now())
    desk.post(f"/admin/desk/people/{clerk.public_id}/", {"verb": "reset"})
    assert Authenticator.objects.filter(user=clerk).count() + AccountSession.objects.filter(user=clerk).count() == 0
    assert [mail.to_address for mail in mails("accounts/tell_reset")] == ["clerk@parliament.example"]
    assert desk.post(f"/admin/desk/people/{admin.public_id}/", {"verb": "reset"}).status_code == 403
    with pytest.raises(Forbidden):
        reset_second_factor(admin, by=actor_for(admin))
    with pytest.raises(Forbidden):
        reset_second_factor(admin, by=actor_for(clerk))


def test_nobody_grants_themselves(admin, make_staff):
    clerk = make_staff("clerk@parliament.example", Role.CLERK)
    for user, by in ((clerk, clerk), (admin, admin), (admin, clerk)):
        with pytest.raises(Forbidden):
            add_role(user, Role.ADMIN, by=actor_for(by))
        with pytest.raises(Forbidden):
            end_role(user.grants.get(), by=actor_for(by))


def test_the_last_administrator_stays(admin, make_staff):
    second = make_staff("second@parliament.example", Role.ADMIN)
    leave(second, to=None, by=actor_for(admin))
    ghost = actor_for(User.objects.get(pk=second.pk))
    with pytest.raises(Forbidden):
        leave(admin, to=None, by=ghost)
    third = actor_for(make_staff("third@parliament.example", Role.ADMIN))
    RoleGrant.objects.filter(user=third.user).delete()  # a right lost between the page and the button
    with pytest.raises(Invalid):
        end_role(admin.grants.get(), by=third)


def test_who_leaves_hands_over_and_is_out_at_once(desk, make_client, make_staff, monkeypatch):
    clerk, heir = (
        make_staff("clerk@parliament.example", Role.CLERK, app=True),
        make_staff("heir@parliament.example", Role.CLERK),
    )
    browser = make_client()
    browser.force_login(clerk)
    browser.get("/admin/")
    seen = []
    monkeypatch.setattr(leaving, "_functions", {})
    leaving.register(lambda user, to, by: seen.append((user.email, to.email)) or 3, key="claims")
    page = f"/admin/desk/people/{clerk.public_id}/"
    assert desk.post(page, {"verb": "leave", "leave-to": heir.pk}).status_code == 302
    clerk = User.objects.get(pk=clerk.pk)
    assert seen == [("clerk@parliament.example", "heir@parliament.example")]
    assert (clerk.is_active, clerk.is_staff, clerk.grants.count(), clerk.has_usable_password()) == (
        False,
        False,
        0,
        False,
    )
    assert browser.get("/admin/").status_code == 302
    assert Event.objects.get(verb="account.leave").data == {"handed_over": {"claims": 3}, "to": str(heir.public_id)}
    assert "left on" in desk.get(page).content.decode()
    assert desk.post(page, {"verb": "leave", "leave-to": ""}).status_code == 409


def test_a_domain_that_fails_to_hand_over_keeps_the_person(admin, make_staff, monkeypatch):
    clerk = make_staff("clerk@parliament.example", Role.CLERK)
    monkeypatch.setattr(leaving, "_functions", {})

    def fail(user, to, by):
        raise Invalid

    leaving.register(fail)
    with pytest.raises(Invalid):
        leave(clerk, to=None, by=actor_for(admin))
    clerk.refresh_from_db()
    assert (clerk.is_active, clerk.grants.count()) == (True, 1)


def test_a_change_is_asked_for_anew_after_five_minutes_and_goes_on(client, make_staff):
    from .conftest import PASSWORD

    admin, clerk = (
        make_staff("admin@parliament.example", Role.ADMIN),
        make_staff("clerk@parliament.example", Role.CLERK),
    )
    client.force_login(admin)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()
    page = f"/admin/desk/people/{clerk.public_id}/"
    assert client.get(page).status_code == 200
    again = client.post(page, {"verb": "end_role", "grant": clerk.grants.get().pk})
    assert again["Location"].startswith("/en/account/again/")
    assert clerk.grants.count() == 1
    client.post(again["Location"], {"password": PASSWORD})
    assert clerk.grants.count() == 0


@pytest.mark.parametrize("many", [1, 100])
def test_the_list_costs_the_same_for_one_and_for_a_hundred(desk, make_staff, many):
    desk.get("/admin/desk/people/")
    for turn in range(many):
        make_staff(f"clerk{turn}@parliament.example", Role.CLERK)
    with CaptureQueriesContext(connection) as seen:
        page = desk.get("/admin/desk/people/").content.decode()
    assert page.count("@parliament.example") >= min(many, 49)
    assert len(seen) <= 24
