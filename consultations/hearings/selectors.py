"""Reading hearings and questions: what a page, a list, the API, a console or a live block may show."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from consultations.hearings import passes
from consultations.hearings.models import Hearing, Question, Support
from consultations.hearings.rules import is_question_moderator
from consultations.hearings.states import (
    ASKED,
    ON_THE_LIST,
    PUBLIC_HEARINGS,
    PUBLIC_QUESTIONS,
    RUNNING,
    TAKES_QUESTIONS,
    HearingState,
    QuestionState,
)  # fmt: skip
from core import clock
from core.accounts.selectors import kept_for_clerk
from core.actors import Actor
from core.errors import NotFound
from core.events.models import Event

LISTS = {"list": ON_THE_LIST, "newest": ON_THE_LIST, "asked": ASKED}
ORDERS = {
    "list": (F("state").desc(), "-supports", "id"),  # "shortlisted" stands after "published": next ones come first
    "newest": ("-published_at", "-id"),
    "asked": ("-answered_at", "-id"),
}


def public_hearings() -> QuerySet[Hearing]:
    """List what everybody may see, with what a row shows."""
    return Hearing.objects.filter(state__in=PUBLIC_HEARINGS).select_related("committee", "chamber")


def running_hearings() -> QuerySet[Hearing]:
    """List hearings that are live or in a break."""
    return public_hearings().filter(state__in=RUNNING).order_by("starts_at", "id")


def coming_hearings() -> QuerySet[Hearing]:
    """List announced hearings, the soonest first."""
    return public_hearings().filter(state__in=(HearingState.ANNOUNCED, HearingState.OPEN)).order_by("starts_at", "id")


def past_hearings() -> QuerySet[Hearing]:
    """List hearings that are over, the newest first."""
    over = (HearingState.ENDED, HearingState.ANSWERING, HearingState.ARCHIVED, HearingState.CANCELLED)
    return public_hearings().filter(state__in=over).order_by("-starts_at", "-id")


def with_counts(hearings: QuerySet[Hearing]) -> QuerySet[Hearing]:
    """Add `asked` (put in the room) and `received` (published at all) to each row."""
    return hearings.annotate(
        received=Count("questions", filter=Q(questions__state__in=PUBLIC_QUESTIONS)),
        asked=Count("questions", filter=Q(questions__state__in=(*ASKED, QuestionState.ON_AIR))),
    )


def visible_hearing(slug: str, actor: Actor) -> Hearing:
    """Give one hearing by its address; clerks also see drafts. Raises NotFound."""
    hearing = Hearing.objects.select_related("committee", "chamber").filter(slug=slug).first()
    if hearing is None or not (hearing.state in PUBLIC_HEARINGS or is_question_moderator(actor, hearing)):
        raise NotFound()
    return hearing


def takes_questions(hearing: Hearing) -> bool:
    """Tell whether one may ask now."""
    is_late = hearing.questions_until is not None and hearing.questions_until <= clock.now()
    return hearing.state in TAKES_QUESTIONS and not is_late


def why_cancelled(hearing: Hearing) -> str:
    """Give the clerk's public words for a hearing that was cancelled; empty for any other."""
    if hearing.state != HearingState.CANCELLED:
        return ""
    rows = Event.objects.filter(subject_id=hearing.public_id, verb="hearing.cancel").order_by("-id")
    return rows.values_list("reason", flat=True).first() or ""


def hearings_of(actor: Actor, rows: QuerySet[Hearing]) -> QuerySet[Hearing]:
    """Keep the hearings of the committees that a clerk works for."""
    return kept_for_clerk(actor, rows, "committee")


def questions_of(actor: Actor, rows: QuerySet[Question]) -> QuerySet[Question]:
    """Keep the questions that a clerk or a moderator decides on; moderators work for the whole House."""
    return rows if "moderator" in actor.roles else kept_for_clerk(actor, rows, "hearing__committee")


def public_questions(hearing: Hearing) -> QuerySet[Question]:
    """List all questions that everybody may see, with what a card shows."""
    return _cards(hearing.questions.filter(state__in=PUBLIC_QUESTIONS))


def listed_questions(hearing: Hearing, which: str = "list") -> QuerySet[Question]:
    """List public questions: "list" (next ones first, then by support), "newest", "asked"."""
    kind = which if which in LISTS else "list"
    return _cards(hearing.questions.filter(state__in=LISTS[kind])).order_by(*ORDERS[kind])


def question_on_air(hearing: Hearing) -> Question | None:
    """Give the question being asked now, or None."""
    return _cards(hearing.questions.filter(state=QuestionState.ON_AIR)).first()


def public_question(hearing: Hearing, public_id: UUID) -> Question:
    """Give one public question of a hearing; raises NotFound."""
    question = public_questions(hearing).filter(public_id=public_id).first()
    if question is None:
        raise NotFound()
    return question


def questions_of_asker(hearing: Hearing, by: Actor) -> QuerySet[Question]:
    """List what a participant has asked in this hearing, newest first."""
    rows = hearing.questions.filter(asker__public_id=by.id).exclude(state=QuestionState.UNCONFIRMED)
    return rows.select_related("asker", "hearing__chamber").prefetch_related("translations").order_by("-id")


def supported_by(hearing: Hearing, by: Actor | None) -> set[int]:
    """Give the keys of the questions that a participant supports in this hearing."""
    if by is None:
        return set()
    rows = Support.objects.filter(question__hearing=hearing, voter_key__in=passes.voter_keys(hearing, by), value=True)
    return set(rows.values_list("question_id", flat=True))


def question_counts(hearing: Hearing) -> dict[str, int]:
    """Give how many questions stand in each state: the public notice of moderation and the console's figures."""
    found = dict(hearing.questions.values_list("state").annotate(total=Count("id")).order_by())
    return {str(state): found.get(state, 0) for state in QuestionState}


def rejections(hearing: Hearing) -> dict[str, int]:
    """Give how many questions were not taken, by reason."""
    rows = hearing.questions.filter(state=QuestionState.REJECTED)
    return dict(rows.values_list("reason").annotate(total=Count("id")).order_by("reason"))


def console_questions(hearing: Hearing) -> dict[str, list[Question]]:
    """Give the console's columns: incoming (oldest first), published (by support), running (on air first)."""
    rows = hearing.questions.select_related("witness", "asker", "hearing__chamber").prefetch_related("translations")
    return {
        "incoming": list(rows.filter(state=QuestionState.PENDING).order_by("pending_at", "id")[:100]),
        "published": list(rows.filter(state=QuestionState.PUBLISHED).order_by("-supports", "id")[:100]),
        "running": list(
            rows.filter(state__in=(QuestionState.ON_AIR, QuestionState.SHORTLISTED)).order_by(
                "state", "-supports", "id"
            )[:30]
        ),
        "done": list(rows.filter(state__in=ASKED).order_by("-answered_at", "-id")[:20]),
    }


def position(public_id: UUID) -> tuple[str, int, int, str]:
    """Give a hearing's epoch, its number for clerks, its number for the public, and its state. Raises NotFound."""
    row = (
        Hearing.objects.filter(public_id=public_id).values_list("epoch", "sequence", "public_sequence", "state").first()
    )
    if row is None:
        raise NotFound()
    return row


def _cards(rows: QuerySet[Question]) -> QuerySet[Question]:
    return rows.select_related("witness").prefetch_related("translations")
