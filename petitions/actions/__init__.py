"""The actions of petitions: the only code that changes anything."""

from petitions.actions.importing import import_petition
from petitions.actions.milestones import fulfil_milestone
from petitions.actions.moderating import (
    close_petitions,
    hide_petition,
    pause_petition,
    publish_petition,
    reject_petition,
    restore_petition,
    resume_petition,
    withdraw_petition,
)
from petitions.actions.signing import SignatureFacts, confirm_signature, resend_confirmation, sign_petition
from petitions.actions.starting import PetitionFacts, confirm_petition, start_petition, submit_petition

__all__ = [
    "PetitionFacts",
    "SignatureFacts",
    "close_petitions",
    "confirm_petition",
    "confirm_signature",
    "fulfil_milestone",
    "hide_petition",
    "import_petition",
    "pause_petition",
    "publish_petition",
    "reject_petition",
    "resend_confirmation",
    "restore_petition",
    "resume_petition",
    "sign_petition",
    "start_petition",
    "submit_petition",
    "withdraw_petition",
]
