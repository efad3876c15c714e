"""The actions of petitions: the only code that changes anything."""

from petitions.actions.confirming_together import confirm_together, waiting_behind
from petitions.actions.conversing import (
    answer_title,
    ask_changes,
    change_petition,
    propose_title,
    resubmit_petition,
    take_back_question,
)
from petitions.actions.drafting import Writer, start_draft
from petitions.actions.finding import ask_for_petition_links
from petitions.actions.importing import import_petition
from petitions.actions.mailings import (
    MailingFacts,
    preview_mailing,
    resume_mailing,
    start_mailing,
    stop_mailing,
    write_mailing,
)
from petitions.actions.merging import join_target, merge_petition
from petitions.actions.milestones import fulfil_milestone
from petitions.actions.moderating import (
    close_petitions,
    publish_petition,
    reject_petition,
    restore_petition,
    withdraw_petition,
)
from petitions.actions.own_signature import (
    ask_for_signature_link,
    change_area,
    stop_news,
    want_news,
    withdraw_signature,
)
from petitions.actions.pausing import (
    carry_over_petitions,
    dissolve_chamber,
    end_petition,
    pause_petition,
    pause_petitions,
    resume_petition,
    stop_petition,
)
from petitions.actions.proposing import (
    confirm_proposal,
    decline_proposal,
    hide_petition,
    remove_petition,
    take_back_proposal,
)
from petitions.actions.signing import SignatureFacts, confirm_signature, resend_confirmation, sign_petition
from petitions.actions.signing_as_account import sign_as_account
from petitions.actions.starting import (
    PetitionFacts,
    confirm_petition,
    lapse_petitions,
    send_draft,
    send_proven_draft,
    start_petition,
    submit_petition,
)
from petitions.actions.steps import (
    OutcomeFacts,
    StepFacts,
    answer_petition,
    consider_petition,
    correct_step,
    present_petition,
    record_debate,
    record_not_debated,
    record_outcomes,
    refer_petition,
    report_petition,
    schedule_debate,
)
from petitions.actions.versions import correct_petition

__all__ = [
    "MailingFacts",
    "OutcomeFacts",
    "PetitionFacts",
    "SignatureFacts",
    "StepFacts",
    "Writer",
    "answer_petition",
    "answer_title",
    "ask_changes",
    "ask_for_petition_links",
    "ask_for_signature_link",
    "carry_over_petitions",
    "change_area",
    "change_petition",
    "close_petitions",
    "confirm_petition",
    "confirm_proposal",
    "confirm_signature",
    "confirm_together",
    "consider_petition",
    "correct_petition",
    "correct_step",
    "decline_proposal",
    "dissolve_chamber",
    "end_petition",
    "fulfil_milestone",
    "hide_petition",
    "import_petition",
    "join_target",
    "lapse_petitions",
    "merge_petition",
    "pause_petition",
    "pause_petitions",
    "present_petition",
    "preview_mailing",
    "propose_title",
    "publish_petition",
    "record_debate",
    "record_not_debated",
    "record_outcomes",
    "refer_petition",
    "reject_petition",
    "remove_petition",
    "report_petition",
    "resend_confirmation",
    "restore_petition",
    "resubmit_petition",
    "resume_mailing",
    "resume_petition",
    "schedule_debate",
    "send_draft",
    "send_proven_draft",
    "sign_as_account",
    "sign_petition",
    "start_draft",
    "start_mailing",
    "start_petition",
    "stop_mailing",
    "stop_news",
    "stop_petition",
    "submit_petition",
    "take_back_proposal",
    "take_back_question",
    "waiting_behind",
    "want_news",
    "withdraw_petition",
    "withdraw_signature",
    "write_mailing",
]
