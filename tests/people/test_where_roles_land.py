"""After sign-in everybody lands where they have something to do; nobody is led in a circle."""

import pytest

from core.accounts.models import Role

from .conftest import PASSWORD, app_code

pytestmark = pytest.mark.django_db(transaction=True)
DESK, ACCOUNT = "/admin/", "/en/account/"
LANDS = {role: ACCOUNT if role == Role.MEMBER else DESK for role in Role}
MOST_STEPS = 3


def enter(client, email, after=""):
    """Sign in by password and app; gives the last answer and the places on the way to it."""
    where = f"?next={after}" if after else ""
    form = {"login": email, "password": PASSWORD, **({"next": after} if after else {})}
    client.post(f"/en/account/sign-in/password/{where}", form)
    answer = client.post("/en/account/sign-in/second-factor/", {"code": app_code()}, follow=True)
    return answer, [place for place, _status in answer.redirect_chain]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_lands_where_it_works(client, make_staff, role):
    user = make_staff(f"{role}@parliament.example", role, app=True)
    answer, places = enter(client, user.email)
    assert (answer.status_code, places[-1]) == (200, LANDS[role])
    assert len(places) <= MOST_STEPS


def test_a_member_who_wanted_the_back_office_is_told_and_not_led_in_a_circle(client, make_staff):
    user = make_staff("member@parliament.example", Role.MEMBER, app=True)
    answer, places = enter(client, user.email, after="/admin/")
    assert (answer.status_code, len(places) <= MOST_STEPS) == (403, True)
    assert "opens nothing in the back office" in answer.content.decode()
    assert f'href="{ACCOUNT}"' in answer.content.decode()


def test_a_door_that_sends_a_member_back_would_be_seen(client, make_staff, monkeypatch):
    from django.test.client import RedirectCycleError

    monkeypatch.setattr("core.accounts.selectors.opens_back_office", lambda _user: True)
    user = make_staff("member@parliament.example", Role.MEMBER, app=True)
    with pytest.raises(RedirectCycleError):
        enter(client, user.email, after="/admin/")


@pytest.mark.browser
def test_a_member_at_the_back_office_in_a_browser(live, open_page, make_staff, axe):
    member = make_staff("member@parliament.example", Role.MEMBER)
    page = open_page(ACCOUNT, user=member)
    answers = []
    page.on("response", lambda answer: answers.append(answer.status) if answer.request.is_navigation_request() else 0)
    page.goto(DESK)
    page.get_by_text("opens nothing in the back office").wait_for()
    assert (answers[-1], len(answers) <= MOST_STEPS) == (403, True)
    assert axe(page) == []
    page.get_by_role("link", name="Your account").first.click()
    page.get_by_role("heading", name=member.name).wait_for()
