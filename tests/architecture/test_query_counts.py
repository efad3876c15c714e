"""Every route of ours is either a list whose queries are counted at 1 and at 100 items, or shows one thing.

The routes come from the resolver, the desk's queues from their register, the kinds of pages from Wagtail. One that is
in no table turns this red. Each list is filled by its own function (`fills_*.py`), and its answer must show that.
"""

import re
from collections import Counter
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, resolve
from wagtail.models import get_page_models

from cms.backoffice.base import queues
from tests.architecture import (
    fills_bills,
    fills_cms,
    fills_defence,
    fills_desk,
    fills_evidence,
    fills_hearings,
    fills_house,
    fills_moderation,
    fills_operation,
    fills_people,
    fills_petitions,
    fills_presentation,
    fills_setup,
    fills_signing,
)
from tests.architecture.counted import MANY, MARK, Counted, World, at
from tests.architecture.fills_house import history

FILLS = (
    fills_bills, fills_cms, fills_defence, fills_desk, fills_evidence, fills_hearings, fills_house,
    fills_moderation, fills_operation, fills_people, fills_petitions, fills_presentation, fills_setup,
    fills_signing,
)  # fmt: skip
QUEUES = {key: queue for fills in FILLS for key, queue in getattr(fills, "QUEUES", {}).items()}
PER_PAGE = 50  # of the desk


def admin(world):
    """Give an account that may see every queue."""
    return world.fixture("staff")["admin"]


def of_queue(key):
    """Give the cases of one queue: list, results alone, CSV, on paper."""
    fill, query = QUEUES[key]
    for route, rest, full in (
        ("list", "", PER_PAGE),
        ("results", "results/", PER_PAGE),
        ("csv", "csv/", MANY),
        ("print", "print/", MANY),
    ):
        yield Counted(f"backoffice_{route}", key, at(f"/admin/desk/{key}/{rest}?{query}"), fill, full=full, user=admin)


def of_item(key, record, way=lambda record: record):
    """Give the case of one record at the desk: its history."""
    return Counted(
        "backoffice_item", f"{key} history", lambda world: f"/admin/desk/{key}/{way(world.once(record)).pk}/",
        history(record), full=PER_PAGE, user=admin,
    )  # fmt: skip


ITEMS = [
    of_item("petitions", fills_petitions.one_petition),
    of_item("petition-proposals", fills_desk.one_proposal),
    of_item("milestones", fills_petitions.one_milestone),
    of_item("comments", fills_bills.first_comment),
    of_item("versions", fills_bills.one_version),
    of_item("hearings", fills_hearings.one_hearing),
    of_item("questions", fills_hearings.one_question),
    of_item("evidence", fills_evidence.one_submission),
    of_item("calls", fills_evidence.one_call),
    of_item("reports", fills_moderation.one_report),
    of_item("appeals", fills_moderation.one_appeal),
]
LISTS = [
    *(case for fills in FILLS for case in fills.LISTS),
    *(case for key in QUEUES for case in of_queue(key)),
    *ITEMS,
]

# Pages and answers that show one thing, take one form, or hand out one file.
SINGLES = {
    *fills_presentation.SINGLES,
    *fills_defence.SINGLES,
    *fills_desk.SINGLES,
    "petitions:petition_count", "count_entries", "count_key", "count_reconciliation", "count_verifier",
    "api_petition_count",
    "api_act", "api_actions", "api_my_data", "api_my_data_confirm", "api_my_data_delete", "api_my_data_export",
    "api_bill", "api_comment_confirm", "api_confirmation",
    "api_evidence_confirm", "api_evidence_hand_in", "api_hearing-ask", "api_hearing-confirm",
    "api_hearing-join", "api_hearing-join-confirm", "api_hearing-support",
    "api_petition", "api_petition_sign", "api_petitions_similar", "api_reference", "api_schema",
    "backoffice_console_ticket",
    "backoffice_hearing_new", "backoffice_call_new", "backoffice_evidence_file", "bills:comment",
    "bills:comment_confirm", "bills:comment_confirm_link", "bills:reply", "bills:source", "components:library",
    "components:sent", "csp_report", "evidence:confirm", "evidence:confirm_link",
    "evidence:link_sent", "evidence:lost_link", "evidence:my_file", "evidence:publication", "evidence:published_file",
    "evidence:saved", "evidence:start", "evidence:withdraw", "evidence:you", "health", "health_live", "health_ready",
    "backoffice_switch", "backoffice_switches",
    "hearings:hearing_ticket",
    "hearings:question_ask", "hearings:question_confirm", "hearings:question_confirm_link",
    "hearings:question_support", "hearings:question_withdraw", "hearings:supporter_confirm", "image_file",
    "backoffice_mail_held_back", "backoffice_mail_text", "backoffice_mail_texts", "mail_stop",
    "api_moderation_counts", "api_report", "api_reports", "moderation:appeal", "moderation:report", "moderation:status",
    "petitions:find_constituency", "petitions:share_card",
    "petitions:petition_confirm", "petitions:petition_confirm_link", "petitions:petition_sign",
    "petitions:petition_start", "petitions:petition_status", "petitions:petition_support",
    "petitions:petition_supported", "petitions:petition_change", "petitions:petition_title",
    "petitions:petition_withdraw", "petitions:petition_again", "petitions:petition_similar",
    "petitions:petition_lost", "petitions:petition_links_sent", "petitions:draft", "petitions:draft_what",
    "petitions:draft_similar", "petitions:draft_why", "petitions:draft_more", "petitions:draft_standards",
    "petitions:draft_explained", "petitions:draft_you", "petitions:draft_check", "petitions:draft_saved",
    "petitions:draft_sent",
    "petitions:signature_confirm", "petitions:signature_confirm_link",
    "petitions:signature_area", "petitions:signature_lost", "petitions:signature_lost_sent",
    "petitions:signature_manage", "petitions:signature_return", "petitions:signature_stop_news",
    "petitions:signature_withdraw",
    "api_my_signature", "api_my_signature_area", "api_my_signature_news", "api_my_signature_withdraw",
    "api_signature_link",
    "setup:checklist", "setup:colours", "setup:first_admin", "setup:languages", "setup:mail",
    "setup:name", "setup:pages", "setup:petitions", "setup:seats", "backoffice_doctor",
    "robots", "sitemap", "theme",
    "privacy:ask", "privacy:confirm", "privacy:confirm_link", "privacy:deleted", "privacy:delete", "privacy:mine",
    "account_code", "account_home", "account_invitation", "account_login", "account_logout", "account_new_password",
    "account_password_login", "account_prove", "account_reauthenticate", "backoffice_people_invite",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate", "mfa_deactivate_totp", "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_index", "mfa_list_webauthn", "mfa_login_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes", "openid_connect_callback",
    "openid_connect_login", "uk_archived_petition", "uk_count",
}  # fmt: skip

# Wagtail's own screens count their queries in Wagtail.
WAGTAILS = ("wagtail", "two_factor")


def own_routes(resolver=None, prefix="", spaces=()):
    """Give the name, with its namespaces, of every route that is not one of Wagtail's or allauth's."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from own_routes(entry, address, inner)
        elif entry.name and not _is_wagtails(entry, address, spaces):
            yield ":".join([*spaces, entry.name])


def _is_wagtails(entry, address, spaces):
    module = getattr(entry.callback, "__module__", "")
    is_page = entry.name == "wagtail_serve"
    return not is_page and (entry.name.startswith(WAGTAILS) or module.startswith(("wagtail.", "allauth.")) or (
        address.startswith("admin/") and not address.startswith("admin/desk/")
    ))  # fmt: skip


def own_pages():
    """Give every kind of page that can be made."""
    return {kind for kind in get_page_models() if kind.__module__.startswith("cms.")}


def unregistered(routes, queue_keys, pages):
    """Give what stands in no table, and what stands in one and is not there."""
    counted_pages = {kind for case in LISTS for kind in case.pages}
    return sorted(
        map(
            str,
            set(routes) ^ ({case.route for case in LISTS} | SINGLES)
            | set(queue_keys) ^ set(QUEUES)
            | set(pages) ^ (counted_pages | set(fills_cms.ALONE)),
        )
    )  # fmt: skip


def test_every_route_queue_and_kind_of_page_is_registered():
    assert unregistered(own_routes(), [queue.key for queue in queues()], own_pages()) == []
    assert {case.route for case in LISTS} & SINGLES == set()


def test_a_planted_route_queue_or_page_is_seen():
    class Planted:
        pass

    routes, keys, pages = own_routes(), [queue.key for queue in queues()], own_pages()
    assert unregistered([*routes, "planted_list"], [*keys, "planted_queue"], {*pages, Planted}) == sorted(
        ["planted_list", "planted_queue", str(Planted)]
    )


def ask(client, path):
    """Give the queries of an answer, and the answer."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return [query["sql"] for query in queries], answer


def ask_warm(client, path):
    """Give the same, once what is kept for the process is kept."""
    client.get(path)
    return ask(client, path)


def begin(case, world, client):
    """Ask the list of one row; gives its address and its queries."""
    path = case.path(world)
    assert resolve(path.partition("?")[0]).view_name == case.route
    few, answer = ask_warm(client, path)
    assert case.seen(answer) == 1, path
    return path, few


def end(case, path, few, client):
    """Ask the list of a hundred rows: the same queries, and the rows stand in the answer."""
    many, answer = ask(client, path)
    assert case.seen(answer) == case.full, path
    if len(many) != len(few):  # filling may have emptied what the process keeps
        many, answer = ask(client, path)
    assert len(many) == len(few), "\n".join(more_than(few, many))
    assert case.most is None or len(many) <= case.most


def check(cases, world, client):
    """Fill one row and count the queries of every list of it; fill to a hundred and count again."""
    fill = cases[0].fill
    fill(world, 1)
    asked = []
    for case in cases:
        be_user(case, world, client)
        if case.before:
            case.before(world, client)
        asked.append((case, *begin(case, world, client)))
    fill(world, MANY - 1)
    for case, path, few in asked:
        if len(cases) > 1:
            be_user(case, world, client)
        end(case, path, few, client)


def be_user(case, world, client):
    """Ask as who may see the list."""
    client.logout()
    if case.user:
        client.force_login(case.user(world))


def of_one_fill():
    """Give the lists in groups that one ground serves; the others stand alone."""
    groups = {}
    for case in LISTS:
        groups.setdefault(case if case.is_alone else case.fill, []).append(case)
    return groups.values()


def more_than(few, many):
    """Give the queries that there are more of, without their figures."""
    figures = re.compile(r"\(\d+(, \d+)+\)|\(\d+\)|\d+|'[^']*'")
    plain = [Counter(figures.sub("?", sql) for sql in part) for part in (few, many)]
    return [f"{times} more: {sql[:90]} … {sql[-300:]}" for sql, times in (plain[1] - plain[0]).items()]


@pytest.fixture
def world(request, db):
    """Give the ground to fill."""
    cache.clear()
    yield World(request.getfixturevalue)
    cache.clear()


@pytest.mark.parametrize("cases", of_one_fill(), ids=lambda cases: ", ".join(map(str, cases)))
def test_a_list_asks_the_same_at_1_and_at_100(cases, world, client):
    check(cases, world, client)


def test_a_list_that_asks_for_every_row_is_seen(world, client, monkeypatch):
    from petitions import presenting

    asking = presenting.list_entry

    def ask_again(petition):
        petition.refresh_from_db(fields=["action"])
        return asking(petition)

    monkeypatch.setattr(presenting, "list_entry", ask_again)
    case = next(case for case in LISTS if case.route == "petitions:petition_list")
    with pytest.raises(AssertionError, match="11 more: SELECT"):
        check([case], world, client)


def test_a_list_that_shows_nothing_is_seen(world, client):
    case = next(case for case in LISTS if case.route == "petitions:petition_list")
    with pytest.raises(AssertionError):
        check([replace(case, path=at("/en/petitions/?committee=nothing"))], world, client)


@pytest.mark.parametrize("kind", [kind for kind in fills_cms.ALONE if kind.allowed_subpage_models()], ids=str)
def test_a_page_that_may_have_pages_below_it_and_is_not_counted_shows_none(kind, world, client):
    page = fills_cms.below_home(kind)
    fills_cms.under(page, kind.allowed_subpage_models()[0])(world, 2)
    html = client.get(page(world).url).content.decode()
    assert "List" in html
    assert MARK not in html
