"""What each operation of the API does, in plain words for those who write programs against it.

The words of `manage.py spectacular`, of the page /api/v1/ and of every client made from the description. They are in
English, like all names of the API. A word between backticks is shown as code. A test asks for a line per operation.
"""

from __future__ import annotations

from typing import Any

BY_KEY = "By the key that the confirmation and the mails gave."

# operationId -> what it does, and what one must know besides.
WORDS: dict[str, tuple[str, str]] = {
    "actions_retrieve": (
        "List what you may do with a record",
        "For staff with a key. The ETag of the answer is the record's version; send it back in `If-Match`.",
    ),
    "desk_act": (
        "Act on a record",
        "For staff with a key. 400 names the faulty facts, 403 means that the action is not yours, 409 that somebody "
        "else was first, 412 that `If-Match` names an old version.",
    ),
    "desk_list": (
        "List the open work of a desk, oldest first",
        "For staff with a key. There is no CSV here: a file of a desk is taken from the desk itself.",
    ),
    "areas_list": ("List the constituencies by code", ""),
    "areas_petitions": (
        "List the petitions that a constituency signs, most signed there first",
        "Counts that are too small to keep people unknown are left out.",
    ),
    "bills_list": ("List the public bills, newest first", ""),
    "bills_retrieve": ("Get a bill", ""),
    "bills_clauses_retrieve": ("Get a clause of a bill", "404 for a part of the text that has no page of its own."),
    "bills_clauses_comments_list": ("List the comments on a clause and on its parts", ""),
    "bills_clauses_comments_create": (
        "Comment on a clause, or on one part of it",
        "A code goes to the address given; the comment is handed in once the code is confirmed.",
    ),
    "bills_provisions_list": (
        "List every provision of a bill in the order of the text",
        "Each comes with its permanent address.",
    ),
    "comments_confirm_create": (
        "Confirm a comment with the code from the mail",
        "The handle is the one that sending the comment gave. Each handle has only a few tries.",
    ),
    "committees_list": ("List the committees", ""),
    "committees_retrieve": ("Get a committee", ""),
    "confirmations_confirm": (
        "Confirm a signature or a petition with the code from the mail",
        "The handle is the one that signing or starting gave. Each handle has only a few tries; an unknown handle is "
        "answered like a wrong code.",
    ),
    "evidence_calls_list": ("List the public calls for evidence, newest first", ""),
    "evidence_calls_retrieve": ("Get a call for evidence", "404 for a call that is not public."),
    "evidence_calls_submissions_create": (
        "Send evidence to a call",
        "A code goes to the address given; the evidence is handed in once the code is confirmed.",
    ),
    "evidence_confirmations_create": (
        "Confirm evidence with the code from the mail",
        "The handle is the one that sending the evidence gave. Each handle has only a few tries.",
    ),
    "evidence_submissions_list": ("List the published evidence, newest first", ""),
    "evidence_submissions_retrieve": (
        "Get published evidence with its text",
        "Compare the ETag to learn whether it changed: the text can be shortened when a person has their data deleted.",
    ),
    "hearings_list": ("List the public hearings", "One page, or all rows as CSV."),
    "hearings_retrieve": ("Get a hearing", ""),
    "hearings_ask_create": (
        "Ask a question at a hearing",
        "202 with a handle: a code goes to the address given, and the question waits for it. With a pass in "
        "`X-Hearing-Pass` the question is handed in at once (201).",
    ),
    "hearings_confirm_create": (
        "Confirm a question with the code from the mail",
        "Gives a pass for this hearing; send it in `X-Hearing-Pass` to ask again or to support questions.",
    ),
    "hearings_join_create": (
        "Ask for a code in order to support questions",
        "A code goes to the address given; confirm it to get a pass for this hearing.",
    ),
    "hearings_join_confirm_create": (
        "Confirm that code",
        "Gives a pass for this hearing; send it in `X-Hearing-Pass`.",
    ),
    "hearings_questions_list": ("List the public questions of a hearing, newest first", ""),
    "hearings_questions_support_update": (
        "Support a question, or take your support back",
        "Needs a pass in `X-Hearing-Pass`. Gives the whole count of those who support the question.",
    ),
    "members_list": ("List the members by name", ""),
    "members_retrieve": ("Get a member", ""),
    "milestones_list": (
        "List every threshold that a petition reached, newest first",
        "Each says who has to do what until when, and what was done.",
    ),
    "moderation_counts_retrieve": ("Get the figures on moderation", ""),
    "moderation_decisions_list": ("List the public decisions of the moderators, newest first", ""),
    "my_data_ask": (
        "Ask for your data, or for its deletion",
        "A code goes to the address given. The answer is the same whether the address is known or not.",
    ),
    "my_data_confirm": (
        "Confirm that it is you with the code from the mail",
        "Gives how much is held about the address, and the key for taking or deleting it. Each handle has only a few "
        "tries; an unknown handle is answered like a wrong code.",
    ),
    "my_data_delete": ("Delete your data", "404 for a key that is wrong or used."),
    "my_data_export": ("Take your data as a file", "404 for a key that is wrong or too old, 409 the second time."),
    "my_signature": ("Get your signature", "By the key that the confirmation and the mails gave; 404 for a wrong key."),
    "my_signature_area": (
        "Move your signature to another constituency",
        f"{BY_KEY} 400 names the field of an unknown place; 409 once the count is final.",
    ),
    "my_signature_news": (
        "Say whether you want news of the petition",
        BY_KEY,
    ),
    "my_signature_withdraw": (
        "Take your signature back",
        f"{BY_KEY} A second time changes nothing; 409 once the count is final.",
    ),
    "petitions_list": ("List the public petitions, most signed first", ""),
    "petitions_start": (
        "Start a petition",
        "A code goes to the address given; the petition stays a draft until the code is confirmed.",
    ),
    "petitions_retrieve": ("Get a petition by its number", "404 for a petition that is not public."),
    "petitions_areas_retrieve": (
        "Get the count of a petition by constituency and by country",
        "Together with those whose place is not told they make the whole count.",
    ),
    "petitions_checkpoints_list": ("List the signed checkpoints of a petition's log, the smallest first", ""),
    "petitions_count_retrieve": (
        "Get how the count of a petition comes about",
        "What was taken, taken back and left out; the parts add up to the sums.",
    ),
    "petitions_entries_list": ("List the entries of a petition's log in their order", ""),
    "petitions_hours_list": (
        "List how the count of a petition grew, hour by hour (UTC), oldest first",
        "Signatures brought over from elsewhere have no hour and are not in this list.",
    ),
    "petitions_milestones_list": ("List the thresholds that a petition reached, and what has to follow", ""),
    "petitions_outcomes_list": ("List what became of each request of a petition", ""),
    "petitions_record_outcomes": (
        "Record what became of each request of a petition",
        "For staff with a key. Replaces what was recorded before.",
    ),
    "petitions_signature_link": (
        "Have the link to your signature mailed again",
        "The answer is the same whether the address is known or not.",
    ),
    "petitions_sign": (
        "Sign a petition",
        "A code goes to the address given; the signature counts once the code is confirmed. The answer is the same "
        "whether the address is known or not.",
    ),
    "petitions_steps_list": (
        "List what Parliament did with a petition, by day",
        "A step that was corrected is left out.",
    ),
    "petitions_record_step": ("Record a step of Parliament, or correct one", "For staff with a key."),
    "petitions_versions_list": (
        "List the public versions of a petition's text, the first one first",
        "A signature counts for the version that it was given to.",
    ),
    "petitions_rejections": (
        "Count the petitions that were not accepted, by reason",
        "The most frequent reason first.",
    ),
    "petitions_similar": ("Find at most five petitions that ask for something like a text", ""),
    "reports_create": ("Report a text to the moderators", "Gives the reference of the report."),
    "reports_retrieve": (
        "Get what became of a report",
        "Everybody who has the reference can read it, so keep it to yourself.",
    ),
    "search": (
        "Search everything that is public",
        "Petitions, bills, clauses, hearings, calls, evidence, pages, members and committees.",
    ),
    "search_suggestions": ("Suggest titles while somebody types", ""),
}


def add_words(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Put the words of every operation in place of its view's docstring; a drf-spectacular hook after generation."""
    for operations in result["paths"].values():
        for operation in operations.values():
            if found := WORDS.get(operation["operationId"]):
                operation["summary"], more = found
                operation["description"] = f"{found[0]}. {more}".strip()
    return result
