"""The demo's petitions: texts from a file, signatures by a seeded random generator, dates relative to now."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from random import Random
from typing import Any

from core import clock, events
from core.actors import IMPORT
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from core.verification.actions import meet_participant
from petitions import demo_carried, demo_many
from petitions.actions.versions import ensure_version
from petitions.counting import fold
from petitions.counting.checkpoints import checkpoint_grown
from petitions.demo_merge import write_merge
from petitions.demo_signing import sign
from petitions.models import Milestone, Petition, PetitionKind, PetitionTranslation, RejectionReason, Threshold
from petitions.states import Duty, MilestoneState, PetitionState, Standard

Plain = dict[str, Any]
VERBS = {"rejected": "reject", "in_moderation": "submit", "paused": "pause", "hidden": "hide", "draft": "start"}


def load(content: Plain, rng: Random) -> None:
    """Write all demo petitions; `content` is petitions.json, `rng` carries the fixed seed.

    `more` and `words` of it are the table and the words of a hundred others (`petitions.demo_many`).
    """
    kind, words = _kind(content["kind"]), content["words"]
    local = {"rejection_reasons": content["kind"]["rejection_reasons"], **words["kind"]}
    kinds = {"public": kind, "local": _kind(local)}
    _carried(kinds, content["carried"], words)
    made = [
        _write(kinds, row, words, rng) for row in [*content["petitions"], *demo_many.rows_of(content["more"], words)]
    ]
    demo_many.write_oddities(made, words, rng)
    write_merge(made)
    checkpoint_grown()  # so that a count can be checked from the first page on


def _carried(kinds: dict[str, PetitionKind], row: Plain, words: Plain) -> None:
    """Write the petition of the earlier term first, with its own seed: it moves no figure of the others."""
    rng = Random(demo_carried.SEED)
    with clock.frozen(demo_carried.dissolved_at()):
        petition = _write(kinds, row, words, rng)
    demo_carried.carry_over(petition, row, rng)


def _write(kinds: dict[str, PetitionKind], row: Plain, words: Plain, rng: Random) -> Petition:
    """Write one petition with its signatures, count, duties and steps."""
    petition = _petition(kinds[row.get("kind", "public")], row)
    if petition.state != PetitionState.DRAFT:
        read_by_all = petition.opened_at or petition.rejected_at
        ensure_version(petition, is_public=read_by_all is not None, since=read_by_all or petition.created_at)
    _translate(petition, row.get("translations") or {})
    if row["signatures"]:
        sign(petition, row, rng)
    if row.get("way") == "answered" and row["state"] == PetitionState.OPEN:
        demo_many.paper_rows(petition)
    for milestone in row.get("milestones") or ():
        _milestone(petition, milestone, words)
    demo_many.write_way(petition, row.get("way", ""), words)
    fold(petition.pk)
    verb = VERBS.get(row["state"], "publish")
    events.record(f"petition.{verb}", petition, actor=IMPORT, to_state=petition.state, public=verb != "hide")
    return petition


def _kind(row: Plain) -> PetitionKind:
    kind = PetitionKind.objects.create(
        key=row["key"], name=row["name"], chamber=main_chamber(), supporters_needed=row["supporters_needed"],
        duration_days=row["open_days"], moderation_days=row["moderation_target_days"],
        carries_over=row.get("carries_over", False),
    )  # fmt: skip
    Threshold.objects.bulk_create(
        Threshold(
            kind=kind, key=t["key"], count=t["count"], duty=t["duty"], title=t["label"], owner=t["owner"],
            days_allowed=t["days_allowed"],
        )
        for t in row["thresholds"]
    )  # fmt: skip
    RejectionReason.objects.bulk_create(
        RejectionReason(kind=kind, code=r["code"], title=r["title"], wording=r["guidance"])
        for r in row["rejection_reasons"]
    )
    return kind


def _ago(days: float) -> datetime:
    return clock.now() - timedelta(days=days)


def _maybe_ago(days: float | None) -> datetime | None:
    return None if days is None else _ago(days)


def _petition(kind: PetitionKind, row: Plain) -> Petition:
    opened = _maybe_ago(row.get("opened_days_ago"))
    closes = opened + timedelta(days=kind.duration_days) if opened else None
    if row.get("closes_in_days") is not None:
        closes = clock.end_of_day(clock.today() + timedelta(days=row["closes_in_days"]))
    rejection = row.get("rejection") or {}
    reason = RejectionReason.objects.filter(kind=kind, code=rejection.get("code", "")).first()
    closed = _maybe_ago(row.get("closed_days_ago", row.get("withdrawn_days_ago")))
    name = row["creator_name"]
    return Petition.objects.create(
        kind=kind, number=row.get("number"), state=row["state"], language=row["language"], action=row["title"],
        background=row["background"], details=row["details"], petitioner_name=name,
        petitioner=meet_participant(f"{row['key']}@citizen.example", name=name, language=row["language"]),
        committee=Committee.objects.filter(slug=row.get("committee") or "").first(),
        created_at=_ago(row["created_days_ago"]),
        submitted_at=_maybe_ago(row.get("submitted_days_ago", row["created_days_ago"])),
        opened_at=opened, closes_at=(closed if row["state"] == PetitionState.CLOSED else closes), closed_at=closed,
        rejected_at=_ago(rejection.get("days_ago", 10)) if reason else None, rejection_reason=reason,
        paused_at=_ago(6) if row["state"] == PetitionState.PAUSED else None,
        standards=dict.fromkeys(Standard.values, "yes") if row["state"] == PetitionState.IN_MODERATION else {},
        rejection_details=(rejection.get("detail") or {}).get("text", ""), support_key=secrets.token_urlsafe(16),
    )  # fmt: skip


def _translate(petition: Petition, texts: Plain) -> None:
    PetitionTranslation.objects.bulk_create(
        PetitionTranslation(
            petition=petition, language=language, action=text["title"], background=text.get("background", ""),
            details=text.get("details", ""),
        )
        for language, text in texts.items()
    )  # fmt: skip


def _milestone(petition: Petition, row: Plain, words: Plain) -> None:
    """Write one duty, and, where it is done, the step that did it."""
    due_in = row.get("due_in_days", -row.get("due_days_ago", 0))
    answer = row.get("answer") or {}
    made = Milestone.objects.create(
        petition=petition, threshold=petition.kind.thresholds.get(key=row["threshold"]), state=row["state"],
        reached_at=_ago(row["reached_days_ago"]), due_on=clock.today() + timedelta(days=due_in),
        done_at=_maybe_ago(row.get("done_days_ago")) if row["state"] == MilestoneState.DONE else None,
        outcome=answer.get("text", {}),
    )  # fmt: skip
    if made.done_at:
        kind = demo_many.DONE_BY[Duty(made.threshold.duty)]
        demo_many.write_step(petition, kind, words["steps"], milestone=made)
