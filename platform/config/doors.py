"""Which route belongs to which door that can be stopped (core.operations.doors): pages and API in one table.

A citizen's route that changes something and stands in no table here turns tests/operations red.
"""

_ROUTES: dict[str, tuple[str, ...]] = {
    "signing": (
        "petitions:petition_sign", "petitions:signature_confirm", "petitions:signature_confirm_link",
        "petitions:petition_support", "api_petition_sign", "petitions:signatures_waiting",
        "petitions:signature_return", "petitions:signature_join",
    ),
    "petitions": (
        "petitions:petition_start", "petitions:petition_confirm", "petitions:petition_confirm_link",
        "petitions:draft_what", "petitions:draft_similar", "petitions:draft_why", "petitions:draft_more",
        "petitions:draft_standards", "petitions:draft_you", "petitions:draft_check", "petitions:draft_saved",
        "petitions:petition_lost", "petitions:petition_change", "petitions:petition_title",
        "petitions:petition_withdraw", "petitions:petition_again", "petitions:petition_take_over", "api_petitions",
    ),
    "comments": (
        "bills:clause", "bills:reply", "bills:comment_confirm", "bills:comment_confirm_link",
        "api_clause_comments", "api_comment_confirm",
    ),
    "questions": (
        "hearings:question_ask", "hearings:question_confirm", "hearings:question_confirm_link",
        "hearings:question_withdraw", "hearings:question_support", "hearings:supporter_confirm",
        "api_hearing-ask", "api_hearing-confirm", "api_hearing-join", "api_hearing-join-confirm",
        "api_hearing-support",
    ),
    "submissions": (
        "evidence:start", "evidence:lost_link", "evidence:you", "evidence:evidence", "evidence:publication",
        "evidence:check", "evidence:withdraw", "evidence:confirm", "evidence:confirm_link",
        "api_evidence_hand_in", "api_evidence_confirm",
    ),
    "reports": ("moderation:report", "moderation:appeal", "api_reports"),
    # Staff come in by password or passkey: for these the account decides (core.accounts.adapter).
    "sign_in": ("account_login", "account_code", "openid_connect_login", "openid_connect_callback"),
}  # fmt: skip
SWITCHED_ROUTES: dict[str, str] = {route: door for door, routes in _ROUTES.items() for route in routes}
# A code of the API may be for one or the other; the view asks once it knows which.
ASKS_ITSELF = frozenset({"api_confirmation"})
# These are asked for by GET and begin a session.
SWITCHED_READS = frozenset({"openid_connect_login", "openid_connect_callback"})

# Stopped by nothing but read-only mode, and why.
READ_ONLY_ALONE: dict[str, str] = {
    **dict.fromkeys(
        ("privacy:ask", "privacy:confirm", "privacy:confirm_link", "privacy:mine", "privacy:delete",
         "api_my_data", "api_my_data_confirm", "api_my_data_export", "api_my_data_delete"),
        "what the law gives: to see one's data and have it deleted",
    ),
    "mail_stop": "who wants no more mail must be able to say so",
    **dict.fromkeys(
        ("petitions:signature_withdraw", "petitions:signature_stop_news", "petitions:signature_area",
         "petitions:signature_lost", "api_my_signature", "api_my_signature_withdraw", "api_my_signature_news",
         "api_my_signature_area", "api_signature_link"),
        "one's own signature: to take it back, put it right, or want no news",
    ),
    **dict.fromkeys(
        ("account_sessions", "account_keys", "account_new_password", "mfa_activate_totp", "mfa_deactivate_totp",
         "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_generate_recovery_codes"),
        "keeping one's own account safe",
    ),
    "account_invitation": "staff join",
}  # fmt: skip
# Taken even in read-only mode: nothing is changed by them, or an administrator needs them to open the house again.
OPEN_IN_READ_ONLY = frozenset({
    "petitions:petition_count", "petitions:find_constituency",
    "backoffice_switches", "backoffice_switch",
    "account_password_login", "mfa_login_webauthn", "mfa_authenticate", "account_reauthenticate",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout", "wagtailadmin_logout",
    "csp_report", "wagtail_serve", "demo:role", "petitions:petition_similar", "api_petitions_similar",
})  # fmt: skip
