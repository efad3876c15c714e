"""The clerk's workplace: lists, items and decisions that come out of one declaration."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import CLOCK, actor_for
from core.events.models import Event
from core.parliament.selectors import main_chamber
from petitions.actions import publish_petition
from petitions.models import Petition, PetitionKind, RejectionReason
from petitions.states import PetitionState

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/petitions/"


@pytest.fixture
def clerk():
    """A committee clerk."""
    return staff("clerk@parliament.example", Role.CLERK)


def staff(email, role):
    """Make an account with one role."""
    user = User.objects.create_user(email, None, name=email.split("@")[0].title())
    grant_role(user, role, by=CLOCK)
    return user


@pytest.fixture
def kind():
    """The kind that every petition here runs under, with one reason to refuse."""
    kind = PetitionKind.objects.create(key="plain", name={"en": "Petition"}, chamber=main_chamber())
    RejectionReason.objects.create(
        kind=kind, code="duplicate", title={"en": "There is one already"}, wording={"en": "."}
    )
    return kind


def petitions(kind, count, state=PetitionState.IN_MODERATION):
    """Make petitions that were handed in one day after the other."""
    now = clock.now()
    return [
        Petition.objects.create(
            kind=kind, state=state, action=f"Petition {place}", background="Because.", created_at=now,
            submitted_at=now - timedelta(days=count - place), petitioner_name="Ann Archer",
        )
        for place in range(count)
    ]  # fmt: skip


def test_list_shows_what_waits_oldest_first(client, clerk, kind):
    petitions(kind, 3)
    client.force_login(clerk)
    page = client.get(DESK)
    assert page.status_code == 200
    assert [row.action for row in page.context["object_list"]] == ["Petition 0", "Petition 1", "Petition 2"]
    assert [(tab["key"], tab["count"]) for tab in page.context["tabs"]] == [
        ("waiting", 3),
        ("in_moderation", 3),
        ("all", 3),
    ]


def test_search_and_tabs_narrow_the_list(client, clerk, kind):
    petitions(kind, 3)
    petitions(kind, 2, PetitionState.HIDDEN)
    client.force_login(clerk)
    assert [row.action for row in client.get(f"{DESK}?q=petition+2").context["object_list"]] == ["Petition 2"]
    assert len(client.get(f"{DESK}?state=hidden").context["object_list"]) == 2
    assert len(client.get(f"{DESK}?state=all").context["object_list"]) == 5
    assert len(client.get(f"{DESK}?state=nonsense").context["object_list"]) == 3


def test_clerk_publishes_by_the_button(client, clerk, kind):
    [petition] = petitions(kind, 1)
    client.force_login(clerk)
    item = reverse("backoffice_item", args=["petitions", petition.pk])
    page = client.get(item)
    verbs = [decision["move"].verb for decision in page.context["decisions"]]
    assert verbs == ["publish", "ask_changes", "propose_title", "reject", "stop"]
    answer = client.post(item, {"verb": "publish"})
    assert (answer.status_code, answer["Location"]) == (302, DESK)  # nothing else waits
    petition.refresh_from_db()
    assert petition.state == PetitionState.OPEN
    verbs = [decision["move"].verb for decision in client.get(item).context["decisions"]]
    assert verbs == ["correct", "pause", "end", "merge", "hide", "remove"]


def test_a_fact_that_is_missing_comes_back_with_422_and_what_was_typed(client, clerk, kind):
    [petition] = petitions(kind, 1)
    client.force_login(clerk)
    item = reverse("backoffice_item", args=["petitions", petition.pk])
    answer = client.post(item, {"verb": "reject", "reject-reason": "It repeats an older one."})
    assert answer.status_code == 422
    assert answer.context["tried"].errors == {"reason_code": ["This field is required."]}
    assert "It repeats an older one." in answer.content.decode()
    petition.refresh_from_db()
    assert petition.state == PetitionState.IN_MODERATION
    done = client.post(
        item, {"verb": "reject", "reject-reason_code": "duplicate", "reject-reason": "It repeats an older one."}
    )
    assert done.status_code == 302
    petition.refresh_from_db()
    assert (petition.state, petition.rejection_reason.code) == (PetitionState.REJECTED, "duplicate")


def test_who_comes_late_sees_who_won(client, clerk, kind):
    [petition] = petitions(kind, 1)
    rival = staff("rival@parliament.example", Role.MODERATOR)
    client.force_login(clerk)
    publish_petition(petition, by=actor_for(rival))
    answer = client.post(reverse("backoffice_item", args=["petitions", petition.pk]), {"verb": "publish"})
    assert answer.status_code == 409
    assert "Rival" in answer.content.decode()
    assert Event.objects.filter(verb="petition.publish").count() == 1


@pytest.mark.parametrize("role", [Role.COMMS, Role.MEMBER])
def test_nobody_else_sees_the_queue(client, kind, role):
    [petition] = petitions(kind, 1)
    client.force_login(staff("other@parliament.example", role))
    for address in (DESK, f"{DESK}results/", f"{DESK}csv/", f"{DESK}{petition.pk}/"):
        assert client.get(address).status_code in {302, 403}
    assert client.post(f"{DESK}{petition.pk}/", {"verb": "publish"}).status_code in {302, 403}
    petition.refresh_from_db()
    assert petition.state == PetitionState.IN_MODERATION


def test_menu_and_first_panel_show_the_offices_of_the_reader(client, clerk, kind):
    petitions(kind, 4)
    client.force_login(clerk)
    home = client.get("/admin/").content.decode()
    assert "My work today" in home
    assert f'<a href="{DESK}">Petitions <b>4</b></a>' in home
    client.force_login(staff("pen@parliament.example", Role.COMMS))
    other = client.get("/admin/").content.decode()
    assert "My work today" not in other
    assert DESK not in other


def test_csv_disarms_formulas(client, clerk, kind):
    [petition] = petitions(kind, 1)
    Petition.objects.filter(pk=petition.pk).update(action="=HYPERLINK(1)")
    client.force_login(clerk)
    lines = client.get(f"{DESK}csv/").content.decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=HYPERLINK(1),in_moderation")


def test_unknown_queue_and_record_are_not_found(client, clerk):
    client.force_login(clerk)
    assert client.get("/admin/desk/nothing/").status_code == 404
    assert client.get(f"{DESK}999/").status_code == 404


def test_without_scripts_there_is_one_plain_line_instead_of_the_menu(client, clerk):
    client.force_login(clerk)
    html = client.get("/admin/").content.decode()
    assert html.count('<nav class="desk-plain"') == 1
    assert html.count('id="wagtail-sidebar"') == 1


def test_the_help_of_a_clerk_calls_for_no_look(client, clerk):
    client.force_login(clerk)
    html = client.get("/admin/").content.decode()
    assert [words for words in ("whats-new", "editor-guide") if words in html] == []
