"""The citizen's pages of evidence."""

from consultations.evidence.views.pages import CallDetail, CallList, Published, PublishedFile
from consultations.evidence.views.sending import CheckStep, ConfirmByMailedCode, ConfirmByMailedLink
from consultations.evidence.views.status import Mine, MyFile, Withdraw
from consultations.evidence.views.writing import (
    EvidenceStep,
    LinkSent,
    LostLink,
    PublicationStep,
    SavedForLater,
    StartSubmission,
    YouStep,
)

__all__ = [
    "CallDetail",
    "CallList",
    "CheckStep",
    "ConfirmByMailedCode",
    "ConfirmByMailedLink",
    "EvidenceStep",
    "LinkSent",
    "LostLink",
    "Mine",
    "MyFile",
    "PublicationStep",
    "Published",
    "PublishedFile",
    "SavedForLater",
    "StartSubmission",
    "Withdraw",
    "YouStep",
]
