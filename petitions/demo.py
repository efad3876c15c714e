"""The demo's petitions: texts from a file, signatures by a seeded random generator, dates relative to now."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

from core import clock, events
from core.actors import IMPORT
from core.parliament.models import Area, Committee
from core.parliament.selectors import constituencies, main_chamber
from core.verification.actions import meet_participant
from petitions import demo_many
from petitions.counting import fold
from petitions.counting.checkpoints import checkpoint_grown
from petitions.demo_merge import write_merge
from petitions.models import Milestone, Petition, PetitionKind, PetitionTranslation, RejectionReason, Threshold
from petitions.models.signatures import HOME_COUNTRY
from petitions.states import Duty, MilestoneState, PetitionState

Plain = dict[str, Any]
ABROAD = ("FR", "DE", "GB", "LB", "MA", "CA", "BE")
ABROAD_SHARE = 0.03

SIGNATURES_SQL = """
    INSERT INTO petitions_signature (public_id, petition_id, person_key, area_id, country, created_at, confirmed_at,
        slot, state, counted_class, language, wants_news)
    VALUES (%s, %s, %s, %s, %s, %s, %s, 1, 'confirmed', 'online', 'en', FALSE)
"""
LEDGER_SQL = """
    INSERT INTO petitions_tallyentry (petition_id, signature_id, area_id, country, counted_class, delta, reason, at)
    SELECT petition_id, id, area_id, country, counted_class, 1, 'confirm', confirmed_at
    FROM petitions_signature WHERE petition_id = %s AND state = 'confirmed'
"""

VERBS = {"rejected": "reject", "in_moderation": "submit", "paused": "pause", "hidden": "hide", "draft": "start"}
# How busy each tenth of a petition's life was.
CURVES = {
    "steady": (10, 10, 10, 10, 10, 10, 10, 10, 10, 10),
    "slow": (4, 6, 8, 9, 10, 10, 11, 12, 14, 16),
    "burst_start": (42, 18, 9, 7, 6, 5, 4, 3, 3, 3),
    "late_surge": (4, 3, 3, 4, 4, 5, 8, 14, 24, 31),
    "news_spike": (6, 5, 5, 6, 34, 18, 9, 7, 5, 5),
    "two_steps": (8, 6, 26, 9, 6, 5, 6, 22, 8, 4),
}


def load(content: Plain, rng: Random) -> None:
    """Write all demo petitions; `content` is petitions.json, `rng` carries the fixed seed.

    `more` and `words` of it are the table and the words of a hundred others (`petitions.demo_many`).
    """
    kind, words = _kind(content["kind"]), content["words"]
    local = {"rejection_reasons": content["kind"]["rejection_reasons"], **words["kind"]}
    kinds = {"public": kind, "local": _kind(local)}
    made = [
        _write(kinds, row, words, rng) for row in [*content["petitions"], *demo_many.rows_of(content["more"], words)]
    ]
    demo_many.write_oddities(made, words, rng)
    write_merge(made)
    checkpoint_grown()  # so that a count can be checked from the first page on


def _write(kinds: dict[str, PetitionKind], row: Plain, words: Plain, rng: Random) -> Petition:
    """Write one petition with its signatures, count, duties and steps."""
    petition = _petition(kinds[row.get("kind", "public")], row)
    _translate(petition, row.get("translations") or {})
    if row["signatures"]:
        _sign(petition, row, rng)
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


def _sign(petition: Petition, row: Plain, rng: Random) -> None:
    """Write the signatures and their ledger entries: 20,000 rows by two plain statements, not one by one."""
    areas = list(constituencies())
    weights = _weights(areas, row.get("concentration") or {})
    moments = _moments(petition, row, rng)
    places = rng.choices([area.pk for area in areas], cum_weights=list(accumulate(weights)), k=len(moments))
    rows = [_signature(petition.pk, at, place, rng) for at, place in zip(moments, places, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(SIGNATURES_SQL, rows)
        cursor.execute(LEDGER_SQL, [petition.pk])


def _weights(areas: list[Area], concentration: dict[str, float]) -> list[float]:
    """Give each constituency its share: percentages where the file says so, the rest by electorate."""
    by_name = {area.name["en"].lower().replace(" ", "-"): area for area in areas}
    said = {by_name[key].pk: share for key, share in concentration.items() if key in by_name}
    rest = sum(area.electorate or 0 for area in areas if area.pk not in said) or 1
    left = max(100 - sum(said.values()), 0)
    return [said.get(area.pk, left * (area.electorate or 0) / rest) for area in areas]


def _moments(petition: Petition, row: Plain, rng: Random) -> list[datetime]:
    start = petition.opened_at or petition.created_at
    span = (petition.closed_at or clock.now()) - start
    tenths = CURVES[row.get("curve") or "steady"]
    chosen = rng.choices(range(10), weights=tenths, k=row["signatures"])
    return sorted(start + span * ((tenth + rng.random()) / 10) for tenth in chosen)


def _signature(petition_id: int, at: datetime, place: int, rng: Random) -> list[Any]:
    abroad = rng.random() < ABROAD_SHARE
    moment = connection.ops.adapt_datetimefield_value(at)
    public_id = UUID(int=rng.getrandbits(128), version=4)
    return [
        public_id if connection.features.has_native_uuid_field else public_id.hex,
        petition_id,
        f"demo:{rng.getrandbits(128):032x}",
        None if abroad else place,
        rng.choice(ABROAD) if abroad else HOME_COUNTRY,
        moment,
        moment,
    ]


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
