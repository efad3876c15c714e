"""What goes over the sockets of a hearing: public frames for everybody, hints for the clerks' console."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from consultations.hearings.models import Hearing, Question
from consultations.hearings.states import PUBLIC_QUESTIONS
from core.events.models import Event
from core.realtime.bus import publish
from core.realtime.frames import Frame


def public_room(hearing: object) -> str:
    """Name the room of everybody who watches a hearing (its public id)."""
    return f"hearing:{hearing}"


def staff_room(hearing: object) -> str:
    """Name the room of a hearing's clerks."""
    return f"hearing:{hearing}:staff"


def card(question: Question) -> Frame:
    """Give what everybody may know of a question; never call it for one that is not public.

    `v` grows with each change and `supports` is [count, version], so that a page keeps the newest of two frames.
    """
    return {
        "id": str(question.public_id),
        "v": question.version,
        "state": question.state,
        "lang": question.language,
        "texts": question.texts(),
        "name": question.public_name,
        "place": question.place,
        "to": dict(question.witness.name) if question.witness else {},
        "supports": [question.supports, question.support_changes],
        "since": question.on_air_at.isoformat() if question.on_air_at else None,
    }


def push_question(event: Event) -> None:
    """Tell everybody what a question is now, and the clerks that something moved.

    The frame is built from the row as it stands, never from what the event saw: a question that was withdrawn in
    between does not come out after all.
    """
    rows = Question.objects.select_related("hearing", "witness").prefetch_related("translations")
    question = rows.get(public_id=event.subject_id)
    hearing = question.hearing
    if event.data.get("public_sequence"):
        is_public = question.state in PUBLIC_QUESTIONS
        change = (
            {"type": "question", "q": card(question)} if is_public else {"type": "gone", "id": str(question.public_id)}
        )
        publish(public_room(hearing.public_id), {**_head(hearing, event.data["public_sequence"]), **change})
    hint = {"type": "question", "id": str(question.public_id), "state": question.state}
    publish(staff_room(hearing.public_id), {**_head(hearing, event.data["sequence"]), **hint})


def push_hearing(event: Event) -> None:
    """Tell everybody that the hearing itself moved on."""
    hearing = Hearing.objects.get(public_id=event.subject_id)
    change = {"type": "hearing", "state": hearing.state}
    publish(public_room(hearing.public_id), {**_head(hearing, event.data["public_sequence"]), **change})
    publish(staff_room(hearing.public_id), {**_head(hearing, event.data["sequence"]), **change})


def push_supports(event: Event) -> None:
    """Send absolute counts; the hub puts those of half a second into one tick."""
    rows = Question.objects.filter(
        public_id__in=[UUID(key) for key in event.data["questions"]], state__in=PUBLIC_QUESTIONS
    )
    counts = {str(row[0]): [row[1], row[2]] for row in rows.values_list("public_id", "supports", "support_changes")}
    if counts:
        publish(public_room(event.subject_id), {"t": "tick", "counts": counts})
        publish(staff_room(event.subject_id), {"t": "tick", "counts": counts})


def _head(hearing: Hearing, sequence: int) -> dict[str, Any]:
    return {"t": "ev", "epoch": hearing.epoch, "seq": sequence}
