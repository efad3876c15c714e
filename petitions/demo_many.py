"""The hundred other petitions of the demo: one line of a table each, the same rows as those written out in full."""

from __future__ import annotations

from datetime import timedelta
from itertools import count, cycle
from random import Random
from typing import Any

from django.db import connection

from core import clock
from petitions.actions.versions import ensure_version
from petitions.models import Milestone, PaperBatch, Petition, PetitionStep, RequestOutcome, Signature
from petitions.states import Duty, MilestoneState, PaperState, PetitionState, SignatureState, StepKind, Verdict

Plain = dict[str, Any]
FIRST_NUMBER = 1151
LIFE = 184
NUMBERED = ("open", "closed", "paused", "withdrawn", "rejected", "hidden")
# What a line says of its way through Parliament: how the duties stand, in the order of the thresholds.
WAYS = {
    "answer_due": ("due",), "answer_overdue": ("overdue",), "answered": ("done",), "reported": ("done",),
    "debate_due": ("done", "due"), "debate_overdue": ("done", "overdue"), "debated": ("done", "done"),
    "not_debated": ("done", "done"),
}  # fmt: skip
SEAT_SHARE = 55  # per cent of a local petition's signatures that come from its own place
DONE_BY = {
    Duty.RESPOND: StepKind.ANSWERED, Duty.CONSIDER: StepKind.CONSIDERED, Duty.DEBATE: StepKind.DEBATED,
    Duty.PRESENT: StepKind.PRESENTED, Duty.REFER: StepKind.REFERRED,
}  # fmt: skip
PAPER_LINES, HELD = 12, 15


def rows_of(table: list[Plain], words: Plain) -> list[Plain]:
    """Turn the lines of the table into rows as `petitions.json` has them; numbers go on in the order of age."""
    numbers = count(FIRST_NUMBER)
    names = {language: cycle(found) for language, found in words["names"].items()}
    lines = sorted(enumerate(table), key=lambda pair: -int(pair[1]["days"]))
    return [_row(place, line, numbers, names) for place, line in lines]


def _row(place: int, line: Plain, numbers: Any, names: Plain) -> Plain:
    state, _colon, code = line["state"].partition(":")
    days = int(line["days"])
    row: Plain = {
        "key": f"demo-petition-{place}", "state": state, "language": line["language"], "kind": line["kind"],
        "committee": line["committee"], "title": line["title"], "background": line["background"], "details": "",
        "creator_name": next(names[line["language"]]), "created_days_ago": days + 8,
        "signatures": int(line["signatures"]), "curve": line["curve"] or "steady",
        "number": next(numbers) if state in NUMBERED else None,
        "concentration": {line["seat"]: SEAT_SHARE} if line["seat"] else {}, "way": line["way"],
    }  # fmt: skip
    if state in {"open", "closed", "paused", "withdrawn", "hidden"}:
        row["opened_days_ago"] = days
    if state == "closed":
        row["closed_days_ago"] = days - LIFE
    if state == "withdrawn":
        row["withdrawn_days_ago"] = days // 3
    if code:
        row["rejection"] = {"code": code, "days_ago": days, "detail": {}}
    return row


def write_way(petition: Petition, way: str, words: Plain) -> None:
    """Write the duties of a petition and what was done about them, with days between its opening and now."""
    if petition.opened_at is None or way not in WAYS:
        return
    lived = (petition.closed_at or clock.now()) - petition.opened_at
    thresholds = petition.kind.thresholds.order_by("count")
    for place, (state, threshold) in enumerate(zip(WAYS[way], thresholds, strict=False), 1):
        reached = petition.opened_at + lived * (place / 4)
        days = {MilestoneState.DUE: 12, MilestoneState.OVERDUE: -9}.get(MilestoneState(state), -20)
        done_at = reached + lived / 6 if state == MilestoneState.DONE else None
        row = Milestone.objects.create(
            petition=petition, threshold=threshold, state=state, reached_at=reached, done_at=done_at,
            due_on=(clock.now() + timedelta(days=days)).date(),
        )  # fmt: skip
        if done_at:
            kind = StepKind.NOT_DEBATED if way == "not_debated" and place == 2 else DONE_BY[Duty(threshold.duty)]
            write_step(petition, kind, words["steps"], milestone=row)
    if way == "debate_due":
        write_step(petition, StepKind.DEBATE_SCHEDULED, words["steps"], on=clock.today() + timedelta(days=16))
    if way == "reported":
        _report(petition, words)


def write_step(petition: Petition, kind: StepKind, texts: Plain, **facts: Any) -> None:
    """Write one step of a petition on the day on which its duty was done."""
    milestone = facts.get("milestone")
    at = milestone.done_at if milestone and milestone.done_at else clock.now()
    said = (milestone.outcome if milestone else None) or texts.get(kind) or {}
    if milestone and not milestone.outcome:
        Milestone.objects.filter(pk=milestone.pk).update(outcome=said)
    on = facts.pop("on", at.astimezone(clock.parliament_zone()).date())
    PetitionStep.objects.create(petition=petition, kind=kind, on=on, words=said, recorded_at=at, **facts)


def _report(petition: Petition, words: Plain) -> None:
    at = clock.now() - timedelta(days=30)
    PetitionStep.objects.create(
        petition=petition, kind=StepKind.REPORTED, on=at.date(), words=words["steps"]["reported"],
        verdict=Verdict.PARTLY, recorded_at=at,
    )  # fmt: skip
    RequestOutcome.objects.bulk_create(
        RequestOutcome(petition=petition, position=place, recorded_at=at, **row)
        for place, row in enumerate(words["outcomes"], 1)
    )
    Petition.objects.filter(pk=petition.pk).update(verdict=Verdict.PARTLY, concluded_at=at)


def write_oddities(petitions: list[Petition], words: Plain, rng: Random) -> None:
    """Write what happens seldom: a corrected text, signatures held for a look, some still waiting for their code."""
    is_open = [petition for petition in petitions if petition.state == PetitionState.OPEN and petition.opened_at]
    corrected = next(petition for petition in reversed(is_open) if petition.language == "en")
    suspicious = is_open[1]
    ensure_version(corrected, is_public=True)
    longer = f"{corrected.background} We measured it again this spring."
    Petition.objects.filter(pk=corrected.pk).update(text_version=2, background=longer)
    corrected.refresh_from_db()
    ensure_version(corrected, note=words["correction"]["en"], is_public=True)
    now = clock.now()
    Signature.objects.bulk_create(
        Signature(
            petition=suspicious, person_key=f"demo-held:{rng.getrandbits(64):016x}", created_at=now,
            state=SignatureState.HELD if turn < HELD else SignatureState.PENDING,
            hold_rule="network" if turn < HELD else "", confirmed_at=now if turn < HELD else None,
        )
        for turn in range(HELD + 5)
    )  # fmt: skip


def paper_rows(petition: Petition) -> None:
    """Let the newest signatures of a petition have come in on paper, as one accepted batch; before the count."""
    keys = list(petition.signatures.order_by("-pk").values_list("pk", flat=True)[:PAPER_LINES])
    Signature.objects.filter(pk__in=keys).update(counted_class="paper")
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE petitions_tallyentry SET counted_class = 'paper', reason = 'paper' WHERE signature_id = %s",
            [[key] for key in keys],
        )
    PaperBatch.objects.create(
        petition=petition, reference="2026/17", counted_by="Petitions office", counted_lines=len(keys) + 2,
        state=PaperState.ACCEPTED, received_at=clock.now() - timedelta(days=6),
        decided_at=clock.now() - timedelta(days=4), added=len(keys), sample_size=5,
    )  # fmt: skip
