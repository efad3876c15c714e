"""The hearings desk: hearings through their day, and every question that waits for a clerk."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.backoffice.base import Link, Office, Queue, Shown, register
from cms.backoffice.moderation import ask_house_rule
from consultations.hearings import actions
from consultations.hearings.actions.writing import MAY_CHANGE
from consultations.hearings.lifecycle import HEARING, QUESTION
from consultations.hearings.models import Hearing, Question
from consultations.hearings.rules import may_open_hearings, may_open_questions
from consultations.hearings.selectors import hearings_of, questions_of
from consultations.hearings.states import PUBLIC_HEARINGS, HearingState, QuestionState, Reason

HEARINGS = Office("hearings", _("Hearings"), icon="comment", order=230)


def hearings() -> QuerySet[Hearing]:
    """Give every hearing."""
    return Hearing.objects.select_related("committee", "chamber")


def questions() -> QuerySet[Question]:
    """Give every question whose asker has proven an address."""
    rows = Question.objects.exclude(state=QuestionState.UNCONFIRMED)
    return rows.select_related("hearing__chamber", "asker", "witness")


def console_url(hearing: Hearing) -> str:
    """Give the address of the hearing's console."""
    return reverse("backoffice_console", args=[hearing.slug])


def public_page(hearing: Hearing) -> str | None:
    """Give the public page; none for a draft."""
    return reverse("hearings:hearing_detail", args=[hearing.slug]) if hearing.state in PUBLIC_HEARINGS else None


def write_url(hearing: Hearing) -> str | None:
    """Give the form of a hearing that may still be changed."""
    return reverse("backoffice_hearing_write", args=[hearing.pk]) if hearing.state in MAY_CHANGE else None


def ask_reason_code(question: Question) -> forms.Field:
    """Offer the reasons for which a question is not taken."""
    return forms.ChoiceField(label=_("Why is it not taken?"), choices=[("", _("Choose a reason")), *Reason.choices])


def ask_words(question: Question) -> forms.Field:
    """Ask for words to the asker; the reason alone may do."""
    widget = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    return forms.CharField(label=_("Words to the asker"), required=False, max_length=1000, widget=widget)


def ask_answer(question: Question) -> forms.Field:
    """Ask for the written answer."""
    widget = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    return forms.CharField(label=_("Answer, in words for everybody"), max_length=4000, widget=widget)


def ask_author(question: Question) -> forms.Field:
    """Ask who answers."""
    return forms.CharField(label=_("Who answers"), required=False, max_length=120)


QUESTIONS = Queue(
    key="questions",
    office=HEARINGS,
    label=_("Questions"),
    records=questions,
    lifecycle=QUESTION,
    may=may_open_questions,
    narrow=questions_of,
    title=lambda question: question.text,
    columns=(
        Shown(_("Hearing"), lambda question: question.hearing, sort="hearing__starts_at"),
        Shown(_("Supporters"), lambda question: question.supports, sort="supports"),
    ),
    waiting=(QuestionState.PENDING,),
    age="asked_at",
    decide={
        "approve": actions.approve_question,
        "reject": actions.reject_question,
        "remove": actions.remove_question,
        "restore": actions.restore_question,
        "shortlist": actions.shortlist_question,
        "unlist": actions.unlist_question,
        "put_on_air": actions.put_question_on_air,
        "take_off_air": actions.take_question_off_air,
        "mark_answered": actions.mark_question_answered,
        "defer": actions.defer_question,
        "answer_in_writing": actions.answer_question_in_writing,
        "leave_unasked": actions.leave_question_unasked,
    },
    asks={
        "rule": ask_house_rule,
        "reason_code": ask_reason_code,
        "reason": ask_words,
        "answer": ask_answer,
        "answered_by": ask_author,
    },
    details=(
        Shown(_("Question"), lambda question: question.text, is_long=True),
        Shown(_("Asked by"), lambda question: question.asker_name, personal="name"),
        Shown(_("Shown as"), lambda question: question.public_name or question.get_display_display()),
        Shown(_("Town"), lambda question: question.place),
        Shown(_("To"), lambda question: question.witness),
        Shown(_("Asked"), lambda question: question.asked_at),
        Shown(_("Why it was not taken"), lambda question: question.get_reason_display()),
        Shown(_("Words to the asker"), lambda question: question.reason_details, is_long=True),
        Shown(_("Answer"), lambda question: question.answer, is_long=True),
    ),
    links=(
        Link(_("Open the console"), lambda question: console_url(question.hearing)),
        Link(_("See the public page"), lambda question: public_page(question.hearing)),
    ),
    look_up=("text",),
    language=lambda question: question.language,
)

register(
    Queue(
        key="hearings",
        office=HEARINGS,
        label=_("Hearings"),
        records=hearings,
        lifecycle=HEARING,
        may=may_open_hearings,
        narrow=hearings_of,
        title=lambda hearing: str(hearing.title),
        columns=(
            Shown(_("Committee"), lambda hearing: hearing.committee),
            Shown(_("Starts"), lambda hearing: hearing.starts_at, sort="starts_at"),
        ),
        waiting=(HearingState.LIVE, HearingState.PAUSED, HearingState.OPEN, HearingState.ANNOUNCED, HearingState.DRAFT),
        stays=True,
        age="starts_at",
        decide={
            "announce": actions.announce_hearing,
            "open": actions.open_hearing,
            "start": actions.start_hearing,
            "pause": actions.pause_hearing,
            "resume": actions.resume_hearing,
            "end": actions.end_hearing,
            "await_answers": actions.await_answers,
            "archive": actions.archive_hearing,
            "cancel": actions.cancel_hearing,
        },
        details=(
            Shown(_("Summary"), lambda hearing: str(hearing.summary), is_long=True),
            Shown(_("Room"), lambda hearing: str(hearing.place)),
            Shown(_("Starts"), lambda hearing: hearing.starts_at),
            Shown(_("Ends"), lambda hearing: hearing.ends_at),
            Shown(_("Questions until"), lambda hearing: hearing.questions_until),
            Shown(_("Written answers by"), lambda hearing: hearing.answers_due_on),
        ),
        links=(
            Link(_("Open the console"), console_url),
            Link(_("Change the hearing"), write_url),
            Link(_("See the public page"), public_page),
        ),
        look_up=("slug",),
        new=Link(_("Write a hearing"), lambda _none: reverse("backoffice_hearing_new")),
    ),
    QUESTIONS,
)
