"""The table of pages: for every route of the resolver a sample in each state that looks different, or why not.

`{language}` and the names of `handles` stand in the addresses. A route that is in neither table turns the check red.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KB = 1024
HALF = "half"  # who has given the password, and not yet the second factor
WHOLE_FORM = "main form[method=post]"


@dataclass(frozen=True)
class Sample:
    """One page in one state: its route, its address, who sees it, and the form that is posted empty there, if any.

    `script` is the most bytes of script, packed, and `requests` the most requests (ux.md section 2.3); the desk, which
    loads Wagtail's own, has none, nor has what `is_ours` alone, the builders' library.
    """

    route: str
    address: str
    who: str = ""
    refuse: str = ""
    status: int = 200
    script: int = 4 * KB
    requests: int = 8
    is_ours: bool = False

    @property
    def is_desk(self) -> bool:
        """Tell whether this is a screen of the back office."""
        return self.address.startswith("/admin/")

    def path(self, names: dict[str, str], language: str) -> str:
        """Give the address in a language."""
        return self.address.format(**names, language=language)

    def __str__(self) -> str:
        """Name the sample in a report."""
        return f"{self.address}{' refused' if self.refuse else ''}"


def page(route: str, *addresses: str, **facts: Any) -> list[Sample]:
    """Give the samples of one route."""
    return [Sample(route, f"/{{language}}/{address}", **facts) for address in addresses]


def form(route: str, address: str, selector: str = WHOLE_FORM, **facts: Any) -> list[Sample]:
    """Give a form as it first stands, and as it comes back when nothing was filled in."""
    return [*page(route, address, **facts), *page(route, address, refuse=selector, **facts)]


def desk(route: str, who: str, *addresses: str, **facts: Any) -> list[Sample]:
    """Give screens of the desk."""
    return [Sample(route, f"/admin/{address}", who=who, **facts) for address in addresses]


PETITIONS = [
    *page("petitions:petition_list", "petitions/", "petitions/?state=all&order=newest"),
    *page("petitions:rejected", "petitions/rejected/"),
    *page("petitions:reached", "petitions/reached/"),
    *page("petitions:duties", "petitions/duties/"),
    *form("petitions:find_constituency", "petitions/in/"),
    *page("petitions:in_constituency", "petitions/in/SAL/"),
    *form("petitions:petition_start", "petitions/start/"),
    *form("petitions:petition_confirm", "petitions/start/{starting}/"),
    *page("petitions:petition_confirm_link", "petitions/start/link/{starting_link}/"),
    *page("petitions:petition_status", "petitions/mine/{manage_key}/", "petitions/mine/{asked_key}/",
          "petitions/mine/{titled_key}/", "petitions/mine/{rejected_key}/"),
    *page("petitions:petition_change", "petitions/mine/{asked_key}/change/", "petitions/mine/{rejected_key}/change/"),
    *page("petitions:petition_title", "petitions/mine/{titled_key}/title/"),
    *page("petitions:petition_withdraw", "petitions/mine/{manage_key}/withdraw/"),
    *page("petitions:petition_text", "petitions/{corrected}/text/"),
    *form("petitions:petition_lost", "petitions/lost/"),
    *page("petitions:petition_links_sent", "petitions/lost/sent/"),
    *page("petitions:draft_what", "petitions/draft/{petition_draft}/what/"),
    *page("petitions:draft_similar", "petitions/draft/{petition_draft}/similar/"),
    *form("petitions:draft_why", "petitions/draft/{petition_draft}/why/"),
    *page("petitions:draft_more", "petitions/draft/{petition_draft}/more/"),
    *form("petitions:draft_standards", "petitions/draft/{petition_draft}/standards/"),
    *page("petitions:draft_explained", "petitions/draft/{draft_no}/standards/no/"),
    *form("petitions:draft_you", "petitions/draft/{petition_draft}/you/"),
    *page("petitions:draft_check", "petitions/draft/{petition_draft}/check/", "petitions/draft/{draft_no}/check/"),
    *form("petitions:draft_saved", "petitions/draft/{petition_draft}/saved/"),
    *page("petitions:draft_sent", "petitions/draft/{petition_draft}/sent/"),
    *form("petitions:petition_support", "petitions/support/{support_key}/"),
    *form("petitions:signature_confirm", "petitions/signing/{signing}/"),
    *page("petitions:signature_confirm_link", "petitions/confirm/{signing_link}/"),
    *page("petitions:petition_detail", "petitions/{petition_open}/", "petitions/{petition_closed}/",
          "petitions/{petition_rejected}/", "petitions/{petition_withdrawn}/"),
    *form("petitions:petition_sign", "petitions/{petition_open}/sign/"),
    *form("petitions:petition_count", "petitions/{petition_open}/count/"),
    *page("petitions:petition_signed", "petitions/{petition_open}/signed/"),
    *page("petitions:signature_thanks", "petitions/signature/{signature}/thanks/",
          "petitions/signature/{signature_held}/thanks/"),
    *page("petitions:signature_manage", "petitions/signature/{signature}/", "petitions/signature/{signature_held}/"),
    *page("petitions:signature_withdraw", "petitions/signature/{signature}/withdraw/"),
    *page("petitions:signature_stop_news", "petitions/signature/{signature}/news/"),
    *form("petitions:signature_area", "petitions/signature/{signature}/area/"),
    *form("petitions:signature_lost", "petitions/{petition_open}/my-signature/"),
    *page("petitions:signature_lost_sent", "petitions/{petition_open}/my-signature/sent/"),
    *form("petitions:signatures_waiting", "petitions/confirm-all/{signing_all}/"),
    *page("petitions:petition_supported", "petitions/support/{support_key}/thanks/"),
    *page("petitions:petition_detail", "petitions/999999/", status=404),
    *page("petitions:signature_join", "petitions/join/{join_key}/"),
    *page("petitions:petition_take_over", "petitions/take-over/{take_over}/"),
]  # fmt: skip
BILLS = [
    *page("bills:list", "bills/"),
    *page("bills:bill", "bills/{bill}/", script=8 * KB),
    *form("bills:clause", "bills/{bill}/section-4/", "main form[method=post]:has([name=text])", script=8 * KB),
    *form("bills:comment_confirm", "bills/comments/code/{commenting}/"),
    *page("bills:comment_confirm_link", "bills/comments/link/{commenting_link}/"),
    *page("bills:comment", "bills/{bill}/comments/{comment}/", "bills/{bill}/comments/{comment_pending}/"),
    *form("bills:reply", "bills/{bill}/comments/{comment}/reply/"),
]
HEARINGS = [
    *page("hearings:hearing_list", "hearings/"),
    *page("hearings:hearing_detail", "hearings/{hearing_live}/", "hearings/{hearing_coming}/",
          "hearings/{hearing_ended}/", script=8 * KB),
    *form("hearings:question_ask", "hearings/{hearing_live}/ask/"),
    *form("hearings:question_confirm", "hearings/{hearing_live}/ask/{asking}/"),
    *page("hearings:question_confirm_link", "hearings/{hearing_live}/ask/link/{asking_link}/"),
    *page("hearings:question_mine", "hearings/{hearing_live}/mine/"),
    *page("hearings:question_mine", "hearings/{hearing_live}/mine/", who="asker"),
    *form("hearings:question_support", "hearings/{hearing_live}/questions/{question}/support/"),
    *form("hearings:supporter_confirm", "hearings/{hearing_live}/questions/{question}/support/{joining}/"),
]  # fmt: skip
EVIDENCE = [
    *page("evidence:list", "evidence/"),
    *page("evidence:call", "evidence/calls/{call}/", "evidence/calls/{call_closed}/"),
    *form("evidence:start", "evidence/calls/{call}/start/"),
    *form("evidence:lost_link", "evidence/calls/{call}/link/"),
    *page("evidence:link_sent", "evidence/calls/{call}/link/sent/"),
    *page("evidence:mine", "evidence/mine/{sent}/"),
    *form("evidence:you", "evidence/mine/{draft}/you/"),
    *form("evidence:evidence", "evidence/mine/{draft}/evidence/"),
    *form("evidence:publication", "evidence/mine/{draft}/publication/"),
    *page("evidence:check", "evidence/mine/{whole}/check/"),
    *page("evidence:saved", "evidence/mine/{draft}/saved/"),
    *page("evidence:withdraw", "evidence/mine/{sent}/withdraw/"),
    *form("evidence:confirm", "evidence/confirm/{sending}/"),
    *page("evidence:confirm_link", "evidence/confirm/link/{sending_link}/"),
    *page("evidence:published", "evidence/{label}/"),
]
# One page of each type; the last one stands in the register of members only.
PAGES = {
    "HomePage": "", "SectionPage": "about/", "StandardPage": "accessibility/", "NewsIndexPage": "news/",
    "NewsPage": "news/nine-hours-hearing-today/", "EventIndexPage": "events/", "EventPage": "events/open-house/",
    "OutcomeIndexPage": "outcomes/", "OutcomePage": "outcomes/school-journeys/", "MemberIndexPage": "members/",
    "MemberPage": "members/hanne-brook/", "CommitteePage": "committees/health/",
    "ConsultationHubPage": "clean-rivers/",
}  # fmt: skip
HOUSE = [
    *page("wagtail_serve", *PAGES.values(), "members/{member}/", "privacy/", "contact/", "easy-read/", "every-block/"),
    *page("search:results", "search/", "search/?q=night", "search/?q=zzyzx"),
    *page("setup:checklist", "setup/", who="admin"),
    *form("setup:languages", "setup/languages/", who="admin"),
    *form("setup:name", "setup/name/", who="admin"),
    *page("setup:colours", "setup/colours/", who="admin"),
    *form("setup:seats", "setup/seats/", who="admin"),
    *form("setup:committees", "setup/committees/", who="admin"),
    *page("setup:staff", "setup/staff/", who="admin"),
    *form("setup:mail", "setup/mail/", who="admin"),
    *page("setup:pages", "setup/pages/", who="admin"),
    *form("setup:petitions", "setup/petitions/", who="admin"),
    *form("components:library", "components/", is_ours=True),
    *page("components:sent", "components/sent/", is_ours=True),
    *page("moderation:log", "moderation/"),
    *form("moderation:report", "moderation/report/question/{reported}/"),
    *page("moderation:status", "moderation/reports/{report}/"),
    *form("moderation:appeal", "moderation/appeal/{appeal}/"),
    *page("mail_stop", "mail/stop/{stop}/"),
    *form("privacy:ask", "my-data/"),
    *form("privacy:confirm", "my-data/confirm/{data_asking}/"),
    *page("privacy:confirm_link", "my-data/link/{data_asking_link}/"),
    *page("privacy:mine", "my-data/mine/{my_data}/"),
    *page("privacy:delete", "my-data/mine/{my_data}/delete/"),
    *page("privacy:deleted", "my-data/deleted/"),
    Sample("api_reference", "/api/v1/", script=4 * KB),
]
ACCOUNT = [
    *form("account_login", "account/sign-in/"),
    *form("account_code", "account/sign-in/{sign_in}/"),
    *form("account_password_login", "account/sign-in/password/"),
    *page("account_home", "account/", who="clerk"),
    *page("account_sessions", "account/sessions/", who="clerk"),
    *page("account_keys", "account/keys/", who="clerk"),
    *form("account_new_password", "account/security/password/", who="clerk"),
    *page("mfa_index", "account/security/", who="clerk"),
    *page("mfa_index", "account/security/", who="moderator"),
    *form("mfa_activate_totp", "account/security/app/", who="clerk"),
    *page("mfa_deactivate_totp", "account/security/app/remove/", who="moderator"),
    *page("mfa_add_webauthn", "account/security/passkeys/add/", who="clerk"),
    *page("mfa_view_recovery_codes", "account/security/codes/", who="moderator"),
    *page("mfa_generate_recovery_codes", "account/security/codes/new/", who="moderator"),
    *form("mfa_reauthenticate", "account/again/code/", who="moderator"),
    *page("mfa_reauthenticate_webauthn", "account/again/passkey/", who="moderator"),
    *page("mfa_remove_webauthn", "account/security/passkeys/{passkey}/remove/", who="moderator"),
    *form("mfa_authenticate", "account/sign-in/second-factor/", who=HALF),
]
QUEUES = {
    "petitions": ("clerk", "reject"), "milestones": ("clerk", ""), "versions": ("clerk", ""),
    "comments": ("moderator", ""), "hearings": ("clerk", ""), "questions": ("moderator", ""),
    "evidence": ("clerk", ""), "calls": ("clerk", ""), "reports": ("moderator", ""), "appeals": ("moderator", ""),
    "jobs": ("admin", ""), "deliveries": ("admin", ""), "petition-proposals": ("clerk", ""),
    "held": ("clerk", "refuse"), "warnings": ("clerk", ""), "invalidations": ("clerk", ""), "paper": ("clerk", ""),
}  # fmt: skip
# Items whose screen is a view of its own.
OWN_SCREENS = {"invalidations": "backoffice_invalidation", "paper": "backoffice_paper"}
DECISION = "form.desk-decision:has([name=verb][value={}])"
DESK = [
    *desk("wagtailadmin_home", "clerk", ""),
    *(one for key, (who, _verb) in QUEUES.items() for one in desk("backoffice_list", who, f"desk/{key}/")),
    *(one for key, (who, _verb) in QUEUES.items() for one in desk(
        OWN_SCREENS.get(key, "backoffice_item"), who, f"desk/{key}/{{item_{key.replace('-', '_')}}}/")),
    *desk("backoffice_print", "clerk", "desk/petitions/print/?state=all"),
    *desk("backoffice_petition_print", "clerk", "desk/petitions/{item_petitions}/print/"),
    *desk("backoffice_petition_terms", "clerk", "desk/petitions/terms/"),
    *desk("backoffice_petition_terms", "clerk", "desk/petitions/terms/", refuse=WHOLE_FORM),
    *desk("backoffice_list", "clerk", "desk/petitions/?state=all"),
    *desk("backoffice_item", "clerk", "desk/petitions/{item_petitions_done}/"),
    *desk("backoffice_item", "clerk", "desk/evidence/{item_evidence_accepted}/"),
    *desk("backoffice_item", "clerk", "desk/petitions/{item_petitions}/", refuse=DECISION.format("reject")),
    *desk("backoffice_item", "clerk", "desk/evidence/{item_evidence_accepted}/", refuse=DECISION.format("publish")),
    *desk("backoffice_console", "clerk", "desk/hearings/{hearing_live}/console/"),
    *desk("backoffice_hearing_new", "clerk", "desk/hearings/write/"),
    *desk("backoffice_hearing_new", "clerk", "desk/hearings/write/", refuse=WHOLE_FORM),
    *desk("backoffice_hearing_write", "clerk", "desk/hearings/{item_hearings}/write/"),
    *desk("backoffice_bill_facts", "clerk", "desk/versions/{item_versions}/facts/"),
    *desk("backoffice_call_new", "clerk", "desk/calls/write/"),
    *desk("backoffice_call_new", "clerk", "desk/calls/write/", refuse=WHOLE_FORM),
    *desk("backoffice_petition_steps", "clerk", "desk/petitions/{item_petitions_done}/parliament/"),
    *desk("backoffice_petition_step", "clerk", "desk/petitions/{item_petitions_done}/parliament/presented/"),
    *desk("backoffice_petition_step", "clerk", "desk/petitions/{item_petitions_done}/parliament/presented/",
          refuse=WHOLE_FORM),
    *desk("backoffice_petition_outcomes", "clerk", "desk/petitions/{item_petitions_done}/parliament/outcomes/"),
    *desk("backoffice_mailings", "clerk", "desk/petitions/{item_petitions_done}/mailings/"),
    *desk("backoffice_mailing_new", "clerk", "desk/petitions/{item_petitions_done}/mailings/write/"),
    *desk("backoffice_mailing_new", "clerk", "desk/petitions/{item_petitions_done}/mailings/write/",
          refuse=WHOLE_FORM),
    *desk("backoffice_held_groups", "clerk", "desk/held/groups/"),
    *desk("backoffice_held_group", "clerk", "desk/held/groups/{held_petition}/network/"),
    *desk("backoffice_defence", "clerk", "desk/held/figures/"),
    *desk("backoffice_petition_trends", "clerk", "desk/petitions/{held_petition}/health/"),
    *desk("backoffice_invalidation_new", "clerk", "desk/invalidations/new/"),
    *desk("backoffice_invalidation_new", "clerk", "desk/invalidations/new/", refuse=WHOLE_FORM),
    *desk("backoffice_paper_new", "clerk", "desk/paper/new/"),
    *desk("backoffice_paper_new", "clerk", "desk/paper/new/", refuse=WHOLE_FORM),
    *desk("backoffice_kinds", "admin", "desk/petitions/kinds/"),
    *desk("backoffice_days_off", "admin", "desk/days-off/"),
    *desk("backoffice_days_off", "admin", "desk/days-off/", refuse="form[data-add]"),
    *desk("backoffice_kind_new", "admin", "desk/petitions/kinds/new/"),
    *desk("backoffice_kind", "admin", "desk/petitions/kinds/public-petition/write/"),
    *desk("backoffice_office_new", "admin", "desk/petitions/kinds/offices/new/"),
    *desk("backoffice_office_new", "admin", "desk/petitions/kinds/offices/new/", refuse=WHOLE_FORM),
    *desk("backoffice_people", "admin", "desk/people/"),
    *desk("backoffice_people_invite", "admin", "desk/people/invite/"),
    *desk("backoffice_people_invite", "admin", "desk/people/invite/", refuse=WHOLE_FORM),
    *desk("backoffice_person", "admin", "desk/people/{person}/"),
    *desk("backoffice_tokens", "admin", "desk/tokens/"),
    *desk("backoffice_tokens", "admin", "desk/tokens/", refuse=WHOLE_FORM),
    *desk("backoffice_audit", "admin", "desk/audit/"),
    *desk("backoffice_switches", "admin", "desk/switches/"),
    *desk("backoffice_switch", "admin", "desk/switches/signing/"),
    *desk("backoffice_switch", "admin", "desk/switches/signing/", refuse=WHOLE_FORM),
    *desk("backoffice_doctor", "admin", "desk/doctor/"),
    *desk("backoffice_mail_texts", "comms", "desk/mail/"),
    *desk("backoffice_mail_held_back", "admin", "desk/mail/held-back/"),
    *desk("backoffice_mail_text", "comms", "desk/mail/{language}/bills/ask_to_confirm_comment/"),
    *desk("backoffice_call_write", "clerk", "desk/calls/{item_calls}/write/"),
]  # fmt: skip
SAMPLES = [*PETITIONS, *BILLS, *HEARINGS, *EVIDENCE, *HOUSE, *ACCOUNT, *DESK]

# Why a route is no page: what it gives instead.
NO_PAGES = {
    "backoffice_filters": "takes posts only",
    "backoffice_results": "the table alone, which the list holds",
    "backoffice_paper_scan": "a file",
    "backoffice_petition_correct_step": "the form of a step, filled: seen in test_presentation.py",
    "backoffice_mailing": "one message: seen in tests/petitions/test_mailings.py",
    "backoffice_mailing_write": "the form of a message, filled", "backoffice_office": "the form of an office, filled",
    "backoffice_csv": "a file", "backoffice_evidence_file": "a file", "bills:source": "a file",
    "evidence:my_file": "a file", "evidence:published_file": "a file", "image_file": "a file",
    "backoffice_console_ticket": "JSON", "hearings:hearing_ticket": "JSON", "health": "JSON",
    "health_live": "JSON", "health_ready": "JSON",
    "moderation:log_csv": "a file", "backoffice_audit_csv": "a file",
    "mfa_download_recovery_codes": "a file", "theme": "a style sheet",
    "sitemap": "a file", "sitemap_part": "a file", "robots": "a file", "feed": "a file",
    "mfa_login_webauthn": "leads to the sign-in page", "mfa_list_webauthn": "leads to the security page",
    "openid_connect_login": "leads to the provider", "openid_connect_callback": "leads on",
    "setup:first_admin": "stands only while nobody administers the house: seen in test_pages_of_a_state.py",
    "account_invitation": "seen by its own journey: the link is used up", "account_logout": "takes posts only",
    "petitions:signature_return": "takes posts only",
    "account_prove": "leads on", "account_reauthenticate": "leads to the way one has",
    "petitions:feed_new": "a feed", "petitions:feed_duties": "a feed", "petitions:feed_constituency": "a feed",
    "petitions:feed_petition": "a feed", "petitions:share_card": "a picture",
    "uk_local": "JSON", "uk_local_all": "JSON",
    "uk_petitions": "JSON", "uk_petition": "JSON", "uk_count": "JSON", "uk_archived_petitions": "JSON",
    "uk_archived_petition": "JSON", "csp_report": "takes reports only",
    "hearings:question_withdraw": "takes posts only",
    "petitions:draft": "leads to the first page that is not done", "petitions:petition_again": "takes posts only",
    "petitions:petition_similar": "a piece of a page, for its script alone",
    "count_entries": "a file", "count_notes": "a file", "count_key": "a file", "count_verifier": "a file",
    "count_reconciliation": "JSON",
}  # fmt: skip
