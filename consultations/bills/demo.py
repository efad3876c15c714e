"""The demo's bill: text and comments from files, dates relative to now."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from consultations.bills.actions.versions import import_bill, publish_version
from consultations.bills.counting import recount
from consultations.bills.models import Anchor, Annotation, Bill, Clause, OfficialAnswer, Provision, Stage, Version
from consultations.bills.states import AnchorStatus, AnnotationKind, Stance
from consultations.bills.text import full_text
from core import clock
from core.actors import IMPORT
from core.comments.actions import write_comment
from core.comments.models import Comment, CommentTranslation
from core.comments.states import CommentState, ShownAs
from core.parliament.models import Committee, Member
from core.verification.actions import meet_participant
from core.verification.models import Participant

Plain = dict[str, Any]


def load(content: Plain, xml: bytes, rng: Random) -> None:
    """Write the demo's bill with its stages, the plain words of its clauses, and its comments."""
    version = _version(content, xml)
    units = _clauses(content, version)
    writers: dict[str, Participant] = {}
    for row in sorted(content["comments"], key=lambda row: -row["days_ago"]):
        _comment(row, version, units[row["clause"]], writers, rng)
    recount(version)


def _version(content: Plain, xml: bytes) -> Version:
    """Import the file as a clerk would, then give the bill what only staff know."""
    window = content["comment_window"]
    closes = _closing(window)
    minister = Member.objects.filter(slug=content["minister"]).first()
    opened = clock.now() - timedelta(days=content["version_days_ago"])
    with clock.frozen(opened):
        version = import_bill(
            xml, by=IMPORT, slug=content["key"], title=content["title"], summary=content["summary"],
            committee=Committee.objects.filter(slug=content["committee"]).first(), moderation=window["moderation"],
            introduced_by=dict(minister.called) if minister else {},
            answers_due_on=clock.today() + timedelta(days=content["version_days_ago"] + window["answers_in_days"]),
        )  # fmt: skip
        publish_version(version, by=IMPORT, comments_until=closes)
    version.number = content["version"]
    version.save(update_fields=["number"])
    _stages(version.bill, content["stages"])
    return version


def _closing(window: Plain) -> datetime:
    """Give the deadline on the parliament's clock."""
    hour, minute = map(int, window["closes_at"].split(":"))
    day = clock.today() + timedelta(days=window["closes_in_days"])
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.parliament_zone())


def _stages(bill: Bill, rows: list[Plain]) -> None:
    """Write the way through the House."""
    Stage.objects.bulk_create(
        Stage(bill=bill, order=order, name=row["label"], starts_on=clock.today() + timedelta(days=row["days"]))
        for order, row in enumerate(rows)
    )


def _clauses(content: Plain, version: Version) -> dict[int, Provision]:
    """Give every clause its name and summary in the languages of the file; gives the clauses by number."""
    rows = version.provisions.select_related("clause")
    by_id = {row.e_id: row for row in rows}
    changed = []
    for row in (*content["parts"], *content["clauses"]):
        clause = by_id[row["eid"]].clause
        clause.title, clause.summary = row["heading"], row.get("summary", {})
        changed.append(clause)
    Clause.objects.bulk_update(changed, ["title", "summary"])
    return {row["number"]: by_id[row["eid"]] for row in content["clauses"]}


def _comment(row: Plain, version: Version, unit: Provision, writers: dict[str, Participant], rng: Random) -> None:
    """Write one comment in its final state, with its proposal, replies, translations and answer."""
    provision = unit
    wording = row.get("proposed_wording")
    if row.get("subsection"):
        provision = version.provisions.select_related("clause").get(parent=unit, number=f"({row['subsection']})")
    provision.version = version
    comment = _write(row, provision.clause, writers, rng)
    annotation = Annotation.objects.create(
        comment=comment, clause=provision.clause, unit=unit.clause, version=version, stance=row["stance"],
        kind=_kind(row), wording=wording["text"] if wording else "", base_text=full_text(provision) if wording else "",
    )  # fmt: skip
    Anchor.objects.create(annotation=annotation, version=version, provision=provision, status=AnchorStatus.CLAUSE)
    for reply in row.get("replies", ()):
        _write({"state": CommentState.PUBLISHED, **reply}, provision.clause, writers, rng, parent=comment)
    translations = row.get("translations", {}).items()
    CommentTranslation.objects.bulk_create(
        CommentTranslation(comment=comment, language=language, text=text) for language, text in translations
    )
    if answer := row.get("official_reply"):
        OfficialAnswer.objects.create(
            annotation=annotation, outcome=answer["outcome"], text=answer["text"], answered_by=answer["author"],
            answered_at=_ago(answer["days_ago"], rng),
        )  # fmt: skip


def _write(
    row: Plain, clause: Clause, writers: dict[str, Participant], rng: Random, parent: Comment | None = None
) -> Comment:
    """Write a comment or reply as its writer once did, and bring it to its state without a second mail."""
    name = row["display_name"] or ""
    with clock.frozen(_ago(row["days_ago"], rng)) as moment:
        comment = write_comment(
            clause, text=row["text"], language=row["language"], author=_writer(row, writers, rng), parent=parent,
            shown_as=ShownAs.NAME if row["display"] == "name" else ShownAs.RESIDENT, shown_name=name,
        )  # fmt: skip
    state = row["state"]
    shown = state in {CommentState.PUBLISHED, CommentState.HIDDEN}
    reason = row["hidden"]["reason"] if row.get("hidden") else {}
    comment.state, comment.hidden_reason, comment.published_at = state, reason, moment if shown else None
    Comment.objects.filter(pk=comment.pk).update(state=state, hidden_reason=reason, published_at=comment.published_at)
    Comment.objects.filter(pk=comment.pk).update(is_public=state == CommentState.PUBLISHED)
    if parent:
        Comment.objects.filter(pk=parent.pk).update(published_replies=parent.published_replies + 1)
        parent.published_replies += 1
    return comment


def _writer(row: Plain, writers: dict[str, Participant], rng: Random) -> Participant:
    """Give the participant behind a name; who shows no name is somebody new each time."""
    name = row["display_name"] or f"resident {rng.getrandbits(32):08x}"
    if name not in writers:
        address = f"reader-{len(writers) + 1}@citizen.example"
        writers[name] = meet_participant(address, name=row["display_name"] or "", language=row["language"])
    return writers[name]


def _ago(days: int, rng: Random) -> datetime:
    """Give a moment of a day in the past, by daylight; today's lies an hour back at least."""
    moment = clock.now() - timedelta(days=days, minutes=rng.randrange(60, 600))
    return moment.replace(second=rng.randrange(60), microsecond=0)


def _kind(row: Plain) -> str:
    """Tell what a comment brings."""
    if row.get("proposed_wording"):
        return AnnotationKind.PROPOSAL
    return AnnotationKind.QUESTION if row["stance"] == Stance.QUESTION else AnnotationKind.COMMENT
