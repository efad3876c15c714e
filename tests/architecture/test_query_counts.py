"""Every route of ours is either a list whose queries are counted at 1 and at 100 items, or shows one thing.

The routes come from the resolver. A new route that stands in neither table turns this red; so does a list whose test no
longer asks for its address.
"""

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver, resolve

TESTS = settings.ROOT / "tests"

# route: (the test module that counts, the address as it stands there, a sample that leads to the route)
LISTS = {
    "petitions:petition_list": ("petitions/test_queries.py", "/en/petitions/", "/en/petitions/"),
    "petitions:petition_detail": ("petitions/test_queries.py", "get_absolute_url", "/en/petitions/7/"),
    "api_petitions": ("petitions/test_queries.py", "/api/v1/petitions/", "/api/v1/petitions/"),
    "api_petition_areas": ("petitions/test_queries.py", "areas/", "/api/v1/petitions/7/areas/"),
    "api_petition_milestones": ("petitions/test_queries.py", "milestones/", "/api/v1/petitions/7/milestones/"),
    "api_petition_hours": ("petitions/test_queries.py", "hours/", "/api/v1/petitions/7/hours/"),
    "api_members": ("petitions/test_queries.py", "/api/v1/members/", "/api/v1/members/"),
    "api_committees": ("petitions/test_queries.py", "/api/v1/committees/", "/api/v1/committees/"),
    "bills:list": ("bills/test_pages.py", "/en/bills/", "/en/bills/"),
    "bills:bill": ("bills/test_pages.py", "/en/bills/{", "/en/bills/rivers/"),
    "bills:clause": ("bills/test_pages.py", "section-2", "/en/bills/rivers/section-2/"),
    "api_bills": ("bills/test_api.py", "/api/v1/bills/", "/api/v1/bills/"),
    "api_provisions": ("bills/test_api.py", "provisions/", "/api/v1/bills/rivers/provisions/"),
    "api_clause_comments": ("bills/test_api.py", "comments/", "/api/v1/bills/rivers/clauses/section-2/comments/"),
    "hearings:hearing_list": ("hearings/test_query_counts.py", "/en/hearings/", "/en/hearings/"),
    "hearings:hearing_detail": ("hearings/test_query_counts.py", "/en/hearings/{0}/?all", "/en/hearings/beds/"),
    "api_hearing-list": ("hearings/test_query_counts.py", "/api/v1/hearings/", "/api/v1/hearings/"),
    "api_hearing-questions": ("hearings/test_query_counts.py", "{0}/questions/", "/api/v1/hearings/beds/questions/"),
    "backoffice_console": ("hearings/test_query_counts.py", "/console/", "/admin/desk/hearings/beds/console/"),
    "evidence:list": ("evidence/test_lists_and_api.py", "/en/evidence/", "/en/evidence/"),
    "evidence:call": ("evidence/test_lists_and_api.py", "/en/evidence/calls/", "/en/evidence/calls/homes/"),
    "api_evidence_calls": ("evidence/test_lists_and_api.py", "/calls/?page_size", "/api/v1/evidence/calls/"),
    "api_evidence": ("evidence/test_lists_and_api.py", "/submissions/?page_size", "/api/v1/evidence/submissions/"),
    "backoffice_list": ("cms/test_desk.py", "DESK", "/admin/desk/petitions/"),
    "backoffice_csv": ("evidence/test_lists_and_api.py", "/csv/", "/admin/desk/evidence/csv/"),
    "search:results": ("search/test_page.py", "count", "/en/search/"),
    "wagtail_serve": ("cms/test_pages.py", "/en/list/", "/en/news/"),
}

# Pages and answers that show one thing, take one form, or hand out one file.
SINGLES = {
    "api_bill", "api_clause", "api_comment_confirm", "api_committee", "api_confirmation", "api_evidence_call",
    "api_evidence_confirm", "api_evidence_detail", "api_evidence_hand_in", "api_hearing-ask", "api_hearing-confirm",
    "api_hearing-detail", "api_hearing-join", "api_hearing-join-confirm", "api_hearing-support", "api_member",
    "api_petition", "api_petition_sign", "api_reference", "api_schema", "api_search", "backoffice_console_ticket",
    "backoffice_hearing_new", "backoffice_hearing_write",
    "backoffice_call_new", "backoffice_call_write", "backoffice_evidence_file", "backoffice_item",
    "backoffice_results", "bills:comment", "bills:comment_confirm",
    "bills:comment_confirm_link", "bills:reply", "bills:source", "components:library", "components:sent", "csp_report",
    "evidence:check", "evidence:confirm", "evidence:confirm_link", "evidence:evidence",
    "evidence:link_sent", "evidence:lost_link", "evidence:mine",
    "evidence:my_file", "evidence:publication", "evidence:published", "evidence:published_file", "evidence:saved",
    "evidence:start", "evidence:withdraw", "evidence:you", "health", "hearings:hearing_ticket", "hearings:question_ask",
    "hearings:question_confirm", "hearings:question_confirm_link", "hearings:question_mine",
    "hearings:question_support", "hearings:question_withdraw", "hearings:supporter_confirm", "image_file",
    "petitions:petition_confirm", "petitions:petition_confirm_link", "petitions:petition_sign",
    "petitions:petition_signed", "petitions:petition_start", "petitions:petition_status", "petitions:petition_support",
    "petitions:signature_confirm", "petitions:signature_confirm_link", "setup:checklist", "setup:first_admin",
}  # fmt: skip

# Wagtail's own screens count their queries in Wagtail.
WAGTAILS = ("wagtail", "account", "two_factor")


def own_routes(resolver=None, prefix="", spaces=()):
    """Give (name with its namespaces, address) of every route that is not one of Wagtail's or allauth's."""
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


def test_every_route_is_registered():
    assert sorted(set(own_routes())) == sorted(set(LISTS) | SINGLES)


@pytest.mark.parametrize("route", sorted(LISTS))
def test_a_lists_queries_are_counted_where_the_table_says(route):
    module, words, sample = LISTS[route]
    text = (TESTS / module).read_text(encoding="utf-8")
    assert words in text
    assert "CaptureQueriesContext" in text
    assert resolve(sample).view_name == route


def test_a_planted_route_would_be_seen():
    found = {*own_routes(), "planted_list"}
    assert found - set(LISTS) - SINGLES == {"planted_list"}
