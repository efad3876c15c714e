"""Inquiry and call, submission with its answers and files, the committee's decision, the published copy."""

from consultations.evidence.models.calls import CallForEvidence, Inquiry, InquiryStage, Question
from consultations.evidence.models.decisions import CommitteeDecision
from consultations.evidence.models.published import PublishedCopy
from consultations.evidence.models.submissions import Answer, Attachment, ReturnLink, Submission

__all__ = [
    "Answer", "Attachment", "CallForEvidence", "CommitteeDecision", "Inquiry", "InquiryStage", "PublishedCopy",
    "Question", "ReturnLink", "Submission",
]  # fmt: skip
