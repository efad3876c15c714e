"""The words for what happened: the label of the move, or one word for what is no button."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle

# Verbs that people or the clock do without a button of the desk; the same verb has the same word for every record.
WORDS = {
    "answer": _("Answered"),
    "accept": _("Counted from paper"),
    "appeal": _("Appeal handed in"),
    "ask": pgettext_lazy("event", "Asked"),
    "ask_again": _("Asked for a new code"),
    "ask_for_link": _("Asked for a new link"),
    "ask_for_links": _("Asked for a new link"),
    "ask_for_signature": _("Asked for the way to a signature"),
    "ask_to_confirm": _("Asked to prove the address"),
    "ask_new_petitioner": _("Another petitioner asked"),
    "attach": _("Added a file"),
    "carry_over": _("Carried over into the new term"),
    "close": _("Closed at its deadline"),
    "compare": _("Sample compared"),
    "confirm": _("Address confirmed"),
    "confirm_together": _("Address confirmed"),
    "consider": _("Considered"),
    "count_fault": _("The nightly check found a fault in the count"),
    "correct_step": _("Step corrected"),
    "decline_proposal": _("Proposal declined"),
    "detach": _("Removed a file"),
    "drop": _("Taken back while it was held"),
    "erase_person": _("Person taken out at their own wish"),
    "expire": _("Deadline passed"),
    "file": pgettext_lazy("event", "Handed in"),
    "finish": _("Finished"),
    "give_way": _("Signed online too: the online signature counts"),
    "hand_in": pgettext_lazy("event", "Handed in"),
    "hold": _("Held for review"),
    "hold_again": _("Held again"),
    "import": _("Brought in from a file"),
    "index": _("Put into the search"),
    "invalidate": _("Taken out of the count"),
    "join": _("Joined"),
    "mark": _("Mark of the desk set"),
    "merge": _("Counted for another petition"),
    "lapse": _("Not enough supporters in time"),
    "move": _("Moved to another constituency"),
    "renew": _("Signed again"),
    "send": _("Sent"),
    "note": _("Note written"),
    "list": pgettext_lazy("event", "Put on the list"),
    "notice": _("Noticed"),
    "open": _("Opened"),
    "overturn": _("Decision overturned"),
    "present": _("Presented"),
    "propose": _("Proposed; a second person must confirm"),
    "prove": _("Address confirmed"),
    "read_personal": _("Personal data read"),
    "export_personal": _("Personal data taken away"),
    "reach": _("Threshold reached"),
    "read_file": _("File opened"),
    "record_debate": _("Debated"),
    "record_not_debated": _("Not debated"),
    "record_outcomes": _("Outcomes recorded"),
    "refer": _("Referred"),
    "refuse": _("Rejected, text hidden"),
    "release": _("Released"),
    "remind": _("Office reminded"),
    "reopen": _("Opened again"),
    "replace_petitioner": _("Another petitioner took it over"),
    "report": _("Closing report"),
    "restore": _("Counted again"),
    "save": _("Draft saved"),
    "set": _("Figures set"),
    "schedule_debate": _("Debate planned"),
    "start": _("Started"),
    "settle": _("Ended by a take-down"),
    "sign": pgettext_lazy("event", "Signed"),
    "sign_again": _("Signed again"),
    "stop_asking": _("Another petitioner is asked no longer"),
    "support": _("Supported"),
    "tag": _("Tags changed"),
    "take": _("Taken on"),
    "take_back_proposal": _("Proposal taken back"),
    "unmark": _("Mark of the desk taken off"),
    "type": _("Lines typed"),
    "unlist": _("Taken off the list"),
    "unwind": _("All put back"),
    "withdraw": _("Withdrawn"),
    "write": _("Written"),
}

# What ends, hides or throws away: its button does not look like the rest. (Noun, verb), as the life cycles name them.
ENDING = frozenset({
    ("petition", "reject"), ("petition", "stop"), ("petition", "end"), ("petition", "merge"), ("petition", "hide"),
    ("petition", "remove"), ("proposal", "confirm"), ("signature", "refuse"), ("paper", "refuse"),
    ("invalidation", "discard"), ("comment", "hide"), ("question", "reject"), ("question", "remove"),
    ("submission", "return"), ("submission", "take_down"), ("hearing", "cancel"), ("hearing", "end"),
    ("version", "discard"), ("report", "uphold"), ("appeal", "refuse"), ("job", "discard"), ("delivery", "discard"),
})  # fmt: skip

# Where the button's words say what one person may do, and the event what two people did.
WHOLE = {
    "petition.hide": _("Hidden, by two people"),
    "petition.remove": _("Removed by order, by two people"),
    # "Asked" alone is what one does for a code or a link.
    "question.ask": _("Question asked"),
    # What happens beside the desk's records: the audit trail alone shows it.
    "account.add_second_factor": _("Second factor set up"),
    "account.begin": _("Account begun"),
    "account.leave": _("Left the house"),
    "account.remove_second_factor": _("Second factor removed"),
    "account.reset_second_factor": _("Lost second factor reset"),
    "account.set_password": _("Password set"),
    "chain.verify": _("Audit trail verified"),
    "committee.create": _("Committee added"),
    "installation.first_admin": _("First administrator made"),
    "institution.add_day_off": _("Day off added"),
    "institution.import_seats": _("Seats brought in from a file"),
    "institution.lay_pages": _("First pages laid"),
    "institution.remove_day_off": _("Day off removed"),
    "institution.rename": _("House renamed"),
    "institution.retire_kind": _("Kind of petition retired"),
    "institution.revise_kind": _("Kind of petition revised"),
    "institution.save_office": _("Office saved"),
    "institution.set_colours": _("Colours set"),
    "institution.test_mail": _("Test mail sent"),
    "mail.allow": _("Mail allowed again"),
    "mail.suppress": pgettext_lazy("event", "Mail held back"),
    "mail_text.change": _("Mail text changed"),
    "mail_text.reset": _("Mail text set back"),
    "page.hide": _("Page hidden"),
    "page.publish": _("Page published"),
    "privacy.erase": _("Personal data deleted"),
    "privacy.export": _("Personal data taken as a file"),
    "role.end": _("Role ended"),
    "role.grant": _("Role given"),
    "session.end": _("Signed out"),
    "token.create": _("Key made"),
    "token.revoke": _("Key ended"),
    "token.use": _("Key used"),
}


def words_of(verb: str, lifecycle: Lifecycle | None = None) -> Any:
    """Say what an event's verb ("question.confirm") means: the move's own label first, then the common word.

    A verb without words is shown as it is; `tests/cms/test_verbs.py` fails where a domain records one.
    """
    if verb in WHOLE:
        return WHOLE[verb]
    short = verb.rsplit(".", maxsplit=1)[-1]
    labels = {move.verb: move.label for move in lifecycle.moves if move.label} if lifecycle else {}
    return labels.get(short) or WORDS.get(short) or verb.replace(".", ": ").replace("_", " ")
