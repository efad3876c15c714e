"""Editors see nothing of evidence, cases or people: every address of the back office is tried as each office."""

import re

import pytest
from django.core.cache import cache
from django.urls import URLPattern, get_resolver

from cms.backoffice import base
from core.accounts.models import Role, User
from tests.cms.conftest import staff

pytestmark = pytest.mark.django_db
FAILS = "admin/failwhale/"  # Wagtail's own test of the error page
# What an editor may open, of all addresses that take no argument. Anything else that answers is a fault. Of mail it is
# the texts; whether mail to somebody is held back is for administrators and auditors.
ALLOWED = {
    "admin/",
    "admin/account/",
    "admin/api/main/documents/",
    "admin/api/main/images/",
    "admin/api/main/pages/",
    "admin/choose-anchor-link/",
    "admin/choose-email-link/",
    "admin/choose-external-link/",
    "admin/choose-page/",
    "admin/choose-page/chosen-multiple/",
    "admin/choose-page/search/",
    "admin/choose-phone-link/",
    "admin/desk/mail/",
    "admin/dismissibles/",
    "admin/documents/",
    "admin/documents/add/",
    "admin/documents/chooser/",
    "admin/documents/chooser/chosen-multiple/",
    "admin/documents/chooser/create/",
    "admin/documents/chooser/results/",
    "admin/documents/multiple/add/",
    "admin/documents/results/",
    "admin/embeds/chooser/",
    "admin/embeds/chooser/upload/",
    "admin/images/",
    "admin/images/add/",
    "admin/images/chooser/",
    "admin/images/chooser/chosen-multiple/",
    "admin/images/chooser/create/",
    "admin/images/chooser/results/",
    "admin/images/multiple/add/",
    "admin/images/results/",
    "admin/jsi18n/",
    "admin/pages/",
    "admin/pages/search/",
    "admin/pages/search/results/",
    "admin/redirects/",
    "admin/redirects/add/",
    "admin/redirects/import/",
    "admin/redirects/results/",
    "admin/reports/aging-pages/",
    "admin/reports/aging-pages/results/",
    "admin/reports/checks/",
    "admin/reports/page-types-usage/",
    "admin/reports/page-types-usage/results/",
    "admin/reports/site-history/",
    "admin/reports/site-history/results/",
    "admin/reports/translations/",
    "admin/reports/workflow/",
    "admin/reports/workflow/results/",
    "admin/reports/workflow_tasks/",
    "admin/reports/workflow_tasks/results/",
    "admin/snippets/choose/cms/menu/",
    "admin/snippets/choose/cms/menu/chosen-multiple/",
    "admin/snippets/choose/cms/menu/create/",
    "admin/snippets/choose/cms/menu/results/",
    "admin/snippets/cms/menu/",
    "admin/snippets/cms/menu/add/",
    "admin/snippets/cms/menu/results/",
    "admin/sprite/",
    "admin/tag-autocomplete/",
    "admin/test404/",
    "admin/workflows/task_chooser/",
    "admin/workflows/task_chooser/create/",
    "admin/workflows/task_chooser/results/",
}


# Screens of pages and their settings: for those who write pages alone.
PAGE_SCREENS = r"^admin/(images|documents|redirects|snippets/cms/menu|reports/checks|reports/translations)/(add/)?$"


def plain_addresses():
    """Give every address of the back office that needs no argument, and those of every queue."""
    found = set(_below(get_resolver(), ""))
    for queue in base.queues():
        found |= {f"admin/desk/{queue.key}/{rest}" for rest in ("", "results/", "csv/")}
    return sorted(found)


def _below(resolver, prefix):
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern).lstrip("^").replace("\\Z", "").replace("$", "").replace("\\.", ".")
        if not address.startswith(("admin/"[: len(address)],)):
            continue
        if isinstance(entry, URLPattern):
            if address.startswith("admin/") and address != FAILS and not re.search(r"[<(\[]", address):
                yield address
        else:
            yield from _below(entry, address)


def opened(client, user, only="."):
    """Give the addresses that answer this account with a page or a file."""
    client.force_login(user)
    tried = [address for address in plain_addresses() if re.search(only, address)]
    return {address for address in tried if _answers(client, user, address)}


def _answers(client, user, address):
    answer = client.get(f"/{address}")
    if address.startswith("admin/logout"):
        client.force_login(user)
        return False
    return answer.status_code == 200


def menu_of(client):
    """Give every address that the back office's own menu shows."""
    html = client.get("/admin/").content.decode()
    return set(re.findall(r'"url": "/(admin/[^"?]*)', html))


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    yield
    cache.clear()


def test_an_editor_opens_the_allowed_addresses_and_no_other(client, homes, comms):
    assert len(plain_addresses()) > 100
    assert opened(client, comms) == ALLOWED


def test_an_editors_menu_leads_to_allowed_addresses_only(client, homes, comms):
    client.force_login(comms)
    shown = menu_of(client)
    assert len(shown) >= 6
    assert {address for address in shown if client.get(f"/{address}", follow=True).status_code != 200} == set()
    assert {one for one in shown if re.search("desk/(?!mail/)|users|groups|sites|evidence|audit", one)} == set()


def plant_a_right(monkeypatch):
    User.objects.filter(email="comms@parliament.example").update(is_superuser=True)


def plant_an_open_queue(monkeypatch):
    queue = next(queue for queue in base.queues() if queue.key == "evidence")
    monkeypatch.setitem(queue.__dict__, "may", lambda actor, record: True)


@pytest.mark.parametrize("plant", [plant_a_right, plant_an_open_queue])
def test_a_planted_right_turns_the_check_red(client, homes, comms, monkeypatch, plant):
    plant(monkeypatch)
    more = opened(client, comms, "users|groups|desk/") - ALLOWED
    assert [address for address in more if re.search("users/|desk/evidence/", address)] != []


def test_other_offices_set_no_page_settings(client, homes):
    for place, role in enumerate((Role.CLERK, Role.MODERATOR)):
        clerk = staff(f"desk{place}@parliament.example", role)
        assert opened(client, clerk, PAGE_SCREENS) == set()
