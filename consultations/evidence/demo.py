"""The demo's call for evidence and its submissions: texts from a file, moments relative to now."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from random import Random
from typing import Any

from consultations.evidence.demo_pdf import one_page
from consultations.evidence.lifecycle import RECEIPT_SIGNS
from consultations.evidence.models import (
    Answer,
    Attachment,
    CallForEvidence,
    Inquiry,
    InquiryStage,
    PublishedCopy,
    Question,
    Submission,
)
from consultations.evidence.rendering import draft_copy
from consultations.evidence.states import CallState, Concern, SubmissionState, Wish
from core import clock, crypto, events
from core.actors import IMPORT
from core.fields import TranslatedText
from core.files import storage
from core.parliament.models import Committee
from core.verification.actions import meet_participant

Plain = dict[str, Any]
FLAGS = {"before_a_court": Concern.COURT, "names_others": Concern.THIRD_PERSON, "under_18": Concern.UNDER_18}
NUMBERED = {SubmissionState.ACCEPTED, SubmissionState.PUBLISHED, SubmissionState.KEPT_CONFIDENTIAL}
ADDRESS = "{key}@citizen.example"
# What one can publish at the desk with a document beside the text.
WITH_FILE = {"students-of-kingsmarch"}


def load(content: Plain, rng: Random) -> None:
    """Write the demo's calls and submissions; `content` is evidence.json, `rng` carries the fixed seed."""
    calls = {row["key"]: _call(row) for row in content["calls"]}
    rows = content["submissions"]
    for row in sorted(rows, key=lambda row: -row.get("decided_days_ago", 0)):
        _submission(calls[row["call"]], row, rng)


def _call(row: Plain) -> CallForEvidence:
    inquiry = Inquiry.objects.create(
        committee=Committee.objects.get(slug=row["committee"]), code=row["code"], title=row["title"]
    )
    for position, stage in enumerate(row["stages"], 1):
        InquiryStage.objects.create(
            inquiry=inquiry, position=position, label=stage["label"], starts_on=_day(stage["days"]),
            ends_on=_day(stage["until_days"]) if "until_days" in stage else None,
        )  # fmt: skip
    call = CallForEvidence.objects.create(
        inquiry=inquiry, slug=row["key"], title=row["title"], summary=row["summary"], state=CallState(row["state"]),
        scope=_lines(row["terms_of_reference"]), who_may_answer=row["who_may_answer"], terms=row["what_is_published"],
        other_ways=_lines([way["text"] for way in row["other_ways"]]), opens_at=_ago(row["opened_days_ago"]),
        closes_at=clock.end_of_day(_day(row["closes_in_days"])),
    )  # fmt: skip
    Question.objects.bulk_create(
        Question(call=call, position=place, text=q["text"], hint=q["help"], is_required=q["required"])
        for place, q in enumerate(row["questions"], 1)
    )
    events.record("call.open", call, actor=IMPORT, to_state=call.state)
    return call


def _submission(call: CallForEvidence, row: Plain, rng: Random) -> None:
    """Write one submission as it stands, with the number and the copy that belong to its state."""
    sent = clock.now() - timedelta(days=row["days_ago"])
    email = ADDRESS.format(key=row["key"])
    submission = Submission.objects.create(
        call=call, inquiry=call.inquiry, state=row["state"], kind=row["kind"], name=row["name"],
        organisation=row.get("organisation", ""), role=row.get("role", ""), email=email,
        email_index=crypto.email_index(email, "evidence"), language=row["language"], title=row["title"],
        wish=row["wish"], wish_reason=row.get("wish_reason", ""), shown_as=_shown_as(row),
        concerns=[FLAGS[flag] for flag in row.get("flags", ())], participant=meet_participant(email, name=row["name"]),
        receipt="R-" + "".join(rng.choices(RECEIPT_SIGNS, k=8)), return_reason=_in_own_language(row, "returned_reason"),
        created_at=sent, saved_at=sent, submitted_at=sent, accepted_at=_ago(row.get("decided_days_ago")),
        published_at=_ago(row.get("published_days_ago")),
    )  # fmt: skip
    questions = {f"q{question.position}": question for question in call.questions.all()}
    for key, text in row["answers"].items():
        Answer.objects.create(submission=submission, question=questions[key], text=text)
    if row["key"] in WITH_FILE:
        _attach(submission, row)
    if submission.state in NUMBERED:
        _number(submission)
    if submission.state == SubmissionState.PUBLISHED:
        _publish(submission)


def _attach(submission: Submission, row: Plain) -> None:
    """Keep the answers once more as a PDF, encrypted like every original."""
    data = one_page(row["title"], "\n\n".join(row["answers"].values()), row["name"])
    Attachment.objects.create(
        submission=submission, storage_key=storage.keep_private(data), original_name=f"{row['key']}.pdf",
        file_type="pdf", size=len(data), sha256=hashlib.sha256(data).hexdigest(), created_at=submission.created_at,
    )  # fmt: skip


def _number(submission: Submission) -> None:
    inquiry = submission.inquiry
    inquiry.last_number += 1
    inquiry.save(update_fields=["last_number"])
    submission.number = inquiry.last_number
    submission.save(update_fields=["number"])


def _publish(submission: Submission) -> None:
    copy = draft_copy(submission)
    PublishedCopy.objects.create(
        submission=submission, call=submission.call, label=submission.label, title=copy.title, shown_as=copy.shown_as,
        language=submission.language, body=copy.body, word_count=copy.word_count,
        published_at=submission.published_at or clock.now(),
    )  # fmt: skip
    events.record("submission.import", submission, actor=IMPORT, to_state=submission.state)


def _shown_as(row: Plain) -> str:
    return _in_own_language(row, "public_name") if row["wish"] == Wish.ANONYMOUS else ""


def _in_own_language(row: Plain, name: str) -> str:
    return TranslatedText(row.get(name) or {}).in_language(row["language"])


def _lines(texts: list[dict[str, str]]) -> dict[str, str]:
    """Join labels into one label, a line each."""
    return {language: "\n".join(text[language] for text in texts) for language in texts[0]}


def _ago(days: float | None) -> datetime | None:
    return None if days is None else clock.now() - timedelta(days=days)


def _day(days: int) -> Any:
    return clock.today() + timedelta(days=days)
