"""Who may do what in the back office: editors see nothing of cases, clerks nothing of pages."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Workflow

from cms.backoffice.base import queues
from core.accounts.models import Role
from tests.cms.conftest import staff

pytestmark = pytest.mark.django_db
CLOSED_TO_EDITORS = (
    "/admin/users/",
    "/admin/groups/",
    "/admin/sites/",
    "/admin/workflows/list/",
)


def may_open(client, address):
    """Tell whether an address answers with a page (a refusal leads elsewhere or is a 403)."""
    return client.get(address).status_code == 200


@pytest.mark.parametrize("address", CLOSED_TO_EDITORS)
def test_editors_see_nothing_of_cases_and_accounts(client, comms, address):
    client.force_login(comms)
    assert not may_open(client, address)


def test_editors_see_no_queue_of_any_domain(client, comms):
    client.force_login(comms)
    names = [queue.key for queue in queues()]
    assert {"petitions", "milestones", "questions", "evidence"} <= set(names)
    addresses = [f"/admin/desk/{name}/{rest}" for name in names for rest in ("", "results/", "csv/")]
    opened = [address for address in addresses if may_open(client, address)]
    assert opened == []


def test_editors_enter_and_may_write_pages_but_not_publish(client, homes, comms):
    client.force_login(comms)
    assert may_open(client, "/admin/")
    assert may_open(client, reverse("wagtailadmin_explore", args=[homes["en"].pk]))
    rights = homes["en"].permissions_for_user(comms)
    assert (rights.can_add_subpage(), rights.can_edit(), rights.can_publish()) == (True, True, False)


def test_editors_bring_images_and_documents(client, comms):
    client.force_login(comms)
    assert may_open(client, reverse("wagtailimages:index"))
    assert may_open(client, reverse("wagtaildocs:index"))


def test_editors_start_a_translation_in_the_other_trees(client, homes, news_index, comms):
    client.force_login(comms)
    locales = [homes[code].locale.pk for code in ("fr", "ar")]
    client.post(f"/admin/translation/submit/page/{news_index.pk}/", {"locales": locales, "include_subtree": ""})
    made = news_index.get_translations()
    assert {page.locale.language_code: page.live for page in made} == {"fr": False, "ar": False}


def test_approvers_may_publish(homes, approver):
    assert homes["en"].permissions_for_user(approver).can_publish()


@pytest.mark.parametrize("role", [Role.CLERK, Role.MODERATOR])
def test_clerks_enter_and_touch_no_page(client, homes, role):
    clerk = staff("desk@parliament.example", role)
    client.force_login(clerk)
    assert may_open(client, "/admin/")
    rights = homes["en"].permissions_for_user(clerk)
    assert (rights.can_add_subpage(), rights.can_edit(), rights.can_publish()) == (False, False, False)
    assert not may_open(client, reverse("wagtailimages:index"))


def test_members_do_not_enter(client):
    client.force_login(staff("member@parliament.example", Role.MEMBER))
    assert not may_open(client, "/admin/")


def test_every_page_is_read_by_a_second_person(homes):
    workflow = Page.get_first_root_node().get_workflow()
    assert workflow == Workflow.objects.get(name="Read by a second person")
    task = workflow.tasks[0].specific
    assert [group.name for group in task.groups.all()] == ["approver"]


def test_laying_the_ground_twice_changes_nothing(homes):
    from cms.ground import lay_ground

    before = (Page.objects.count(), Workflow.objects.count())
    lay_ground()
    assert (Page.objects.count(), Workflow.objects.count()) == before
