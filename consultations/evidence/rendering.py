"""The public copy of a submission: rendered anew from answers and extracted text, never the original."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from consultations.evidence.models import Submission
from consultations.evidence.states import Wish
from core.files import storage
from core.files.cleaning import clean_pdf
from core.files.text import paragraphs_of

Section = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """What would be published: name shown, title, sections, words, and the kind of file that goes with them."""

    shown_as: str
    title: str
    body: list[Section] = field(default_factory=list)
    word_count: int = 0
    file_type: str = ""


def draft_copy(submission: Submission) -> Draft:
    """Give the public copy as it would be published now; the clerk reads it before deciding."""
    body = [*_answers(submission), *_file_text(submission)]
    words = sum(count_words(paragraph) for section in body for paragraph in section["paragraphs"])
    attachment = getattr(submission, "attachment", None)
    file_type = "pdf" if attachment is not None and attachment.file_type == "pdf" else ""
    return Draft(shown_name(submission), submission.title, body, words, file_type)


def shown_name(submission: Submission) -> str:
    """Give the name the public reads; empty means that the name is withheld."""
    if submission.wish == Wish.NAMED:
        return submission.organisation or submission.name
    return submission.shown_as


def count_words(text: str) -> int:
    """Count words as people do: runs of signs between spaces."""
    return len(text.split())


def cleaned_file(submission: Submission) -> bytes:
    """Give the cleaned bytes of a submission's PDF."""
    return clean_pdf(storage.read_private(submission.attachment.storage_key))


def _answers(submission: Submission) -> list[Section]:
    rows = submission.answers.select_related("question").order_by("question__position")
    with translation.override(submission.language):
        return [
            {"number": row.question.position, "heading": str(row.question.text), "paragraphs": paragraphs_of(row.text)}
            for row in rows
            if row.text.strip()
        ]


def _file_text(submission: Submission) -> list[Section]:
    attachment = getattr(submission, "attachment", None)
    if attachment is None or not attachment.text:
        return []
    with translation.override(submission.language):
        return [{"number": 0, "heading": _("Text of the document"), "paragraphs": paragraphs_of(attachment.text)}]
