"""Hearings in words: plain dictionaries for the components of the pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.hearings.lifecycle import QUESTION
from consultations.hearings.models import Hearing, Question
from consultations.hearings.states import ASKED, ON_THE_LIST, PUBLIC_QUESTIONS, RUNNING, HearingState, QuestionState
from core import clock
from core.actors import Actor
from core.parliament.selectors import place_names
from core.web import times
from core.web.lists import isolated
from core.web.numbers import number

STATE_TAGS = {
    HearingState.ANNOUNCED: "open", HearingState.OPEN: "open", HearingState.LIVE: "now", HearingState.PAUSED: "now",
    HearingState.ENDED: "shut", HearingState.ANSWERING: "open", HearingState.ARCHIVED: "done",
    HearingState.CANCELLED: "no",
}  # fmt: skip
QUESTION_TAGS = {
    QuestionState.SHORTLISTED: "now", QuestionState.ON_AIR: "now", QuestionState.ANSWERED_LIVE: "done",
    QuestionState.ANSWERED_IN_WRITING: "done", QuestionState.REJECTED: "no", QuestionState.WITHDRAWN: "shut",
    QuestionState.NOT_REACHED: "shut", QuestionState.MERGED: "shut",
}  # fmt: skip
# One figure for each plural category of CLDR in our languages: the browser picks among the forms by Intl.PluralRules.
CATEGORIES = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
OVER = (HearingState.ENDED, HearingState.ANSWERING, HearingState.ARCHIVED)


def entries(hearings: Iterable[Any]) -> list[dict[str, Any]]:
    """Give the rows of a list."""
    return [
        {
            "tag": STATE_TAGS.get(HearingState(hearing.state), "shut"),
            "tag_words": hearing.get_state_display(),
            "meta": [str(hearing.committee), times.when(hearing.starts_at, "full")],
            "title": str(hearing.title),
            "url": reverse("hearings:hearing_detail", args=[hearing.slug]),
            "text": str(hearing.summary),
            "figure": {"value": hearing.received, "words": question_words(hearing.received)}
            if hearing.received
            else None,
        }
        for hearing in hearings
    ]


def question_words(count: int) -> str:
    """Give the word beside a figure."""
    return ngettext("question", "questions", count)


def page(hearing: Hearing, counts: dict[str, int], *, is_open: bool) -> dict[str, Any]:
    """Give the parts that tell where a hearing stands."""
    on_list = sum(counts[state] for state in ON_THE_LIST)
    total = sum(counts[state] for state in PUBLIC_QUESTIONS)
    put = sum(counts[state] for state in ASKED)
    return {
        "glance": glance(hearing, on_list, is_open=is_open),
        "thread": thread(hearing, total, put),
        "is_open": is_open,
        "is_running": hearing.state in RUNNING,
        "is_over": hearing.state in OVER,
        "total": total,
        "dock_text": _("%(total)s on the list, %(put)s asked") % {"total": number(on_list), "put": number(put)},
        "until_words": until_words(hearing),
        "refused": counts[QuestionState.REJECTED],
        "words": script_words(),
        "starts": {
            "clock": times.clock(hearing.starts_at).split(" ")[0],
            "day": times.when(hearing.starts_at, "weekday"),
        },
        "read_at": clock.now(),
    }


def until_words(hearing: Hearing) -> str:
    """Say until when one may ask."""
    if hearing.questions_until is None:
        return _("Questions are open")
    return _("Questions until %(time)s") % {"time": times.clock(hearing.questions_until)}


def glance(hearing: Hearing, on_list: int, *, is_open: bool) -> list[dict[str, Any]]:
    """Give State, You can, Next, and the day that counts now."""
    state = {
        "label": _("State"), "tag": STATE_TAGS.get(HearingState(hearing.state), "shut"),
        "value": hearing.get_state_display(),
    }  # fmt: skip
    return [state, _you_can(hearing, on_list, is_open), _next(hearing), _until(hearing, is_open)]


def _you_can(hearing: Hearing, on_list: int, is_open: bool) -> dict[str, Any]:
    label = _("You can")
    if is_open:
        words = ngettext("or support one of %(n)s question", "or support one of %(n)s questions", on_list)
        note = words % {"n": number(on_list)} if on_list else _("yours would be the first")
        return {"label": label, "value": _("Ask a question"), "url": "#ask", "note": note}
    if hearing.state in OVER:
        return {"label": label, "value": _("Read the answers"), "url": "#questions", "note": ""}
    if hearing.state == HearingState.CANCELLED:
        return {"label": label, "value": _("See other hearings"), "url": reverse("hearings:hearing_list")}
    return {"label": label, "value": _("Read who is heard"), "url": "#witnesses", "note": _("questions open later")}


def _next(hearing: Hearing) -> dict[str, Any]:
    label = _("Next")
    if hearing.state in (HearingState.ANNOUNCED, HearingState.OPEN):
        return {"label": label, "value": _("The hearing"), "note": times.when(hearing.starts_at)}
    if hearing.state == HearingState.CANCELLED:
        return {"label": label, "value": _("Nothing more"), "note": ""}
    if hearing.answers_due_on and hearing.state != HearingState.ARCHIVED:
        due = times.when(hearing.answers_due_on, "date")
        return {"label": label, "value": _("Written answers"), "note": _("by %(day)s") % {"day": due}}
    if hearing.report_due_on:
        due = times.when(hearing.report_due_on, "month")
        return {"label": label, "value": _("Report of the committee"), "note": due}
    return {"label": label, "value": _("Nothing more"), "note": ""}


def _until(hearing: Hearing, is_open: bool) -> dict[str, Any]:
    """Give the deadline for questions, else the day that a reader needs now: a label never contradicts its day."""
    if is_open and hearing.questions_until:
        minutes = int((hearing.questions_until - clock.now()).total_seconds() // 60)
        left = ngettext("%(n)s minute left", "%(n)s minutes left", minutes) % {"n": number(minutes)}
        note = left if minutes < 120 else times.when(hearing.questions_until, "date")
        return {"label": _("Questions until"), "value": times.clock(hearing.questions_until), "note": note}
    label, moment = _("Until"), hearing.ends_at
    if hearing.state == HearingState.ANNOUNCED and hearing.questions_open_at:
        label, moment = _("Questions from"), hearing.questions_open_at
    elif hearing.state in OVER:
        label = _("Ended")
    elif hearing.state == HearingState.CANCELLED:
        label, moment = _("Was to be on"), hearing.starts_at
    return {"label": label, "value": times.when(moment, "date"), "note": times.clock(moment)}


def thread(hearing: Hearing, total: int, put: int) -> list[dict[str, Any]]:
    """Give the way from announcement to report."""
    announced = {"state": "done", "name": _("Announced"), "when": hearing.announced_at, "style": "day"}
    if hearing.state == HearingState.CANCELLED:
        return [announced, {"state": "now", "name": hearing.get_state_display()}]
    running, over = hearing.state in RUNNING, hearing.state in OVER
    is_open = hearing.state == HearingState.OPEN
    received = ngettext("%(n)s so far", "%(n)s so far", total) % {"n": number(total)}
    answered = ngettext("%(n)s asked in the room", "%(n)s asked in the room", put) % {"n": number(put)}
    steps: list[dict[str, Any]] = [
        announced,
        {"state": "done" if running or over else "now" if is_open else "", "name": _("Questions"), "note": received},
        {
            "state": "done" if over else "now" if running else "", "name": _("Hearing"),
            "note": answered if over or running else times.when(hearing.starts_at, "day"),
        },
    ]  # fmt: skip
    if hearing.answers_due_on:
        state = (
            "done"
            if hearing.state == HearingState.ARCHIVED
            else "now"
            if hearing.state == HearingState.ANSWERING
            else ""
        )
        due = _("by %(day)s") % {"day": times.when(hearing.answers_due_on, "day")}
        steps.append({"state": state, "name": _("Written answers"), "note": due})
    if hearing.report_due_on:
        steps.append({"state": "", "name": _("Report"), "note": times.when(hearing.report_due_on, "month")})
    return with_now(steps)


def with_now(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mark how far a way has come where nothing happens this minute: the last step that was reached."""
    reached = [step for step in steps if step["state"]]
    if reached and len(reached) < len(steps) and all(step["state"] == "done" for step in reached):
        reached[-1]["state"] = "now"
    return steps


def agenda(hearing: Hearing) -> list[dict[str, Any]]:
    """Give the agenda; what is on now follows from the clock while the hearing runs."""
    items = list(hearing.agenda.all())
    begun = [item for item in items if item.starts_at <= clock.now()]
    now = begun[-1] if begun and hearing.state in RUNNING else None
    is_over = hearing.state in OVER
    return [
        {
            "at": times.when(item.starts_at, "time").rsplit(" ", 1)[0],
            "name": str(item.title),
            "state": "now" if item is now else "" if item in begun or is_over else "due",
        }
        for item in items
    ]


def witnesses(hearing: Hearing) -> list[dict[str, Any]]:
    """Give the people heard, with what their papers say."""
    return [
        {
            "name": str(witness.name), "role": str(witness.role), "bio": str(witness.bio),
            "paper": str(witness.paper_title), "paper_summary": str(witness.paper_summary),
            "pages": witness.paper_pages and ngettext("%(n)s page", "%(n)s pages", witness.paper_pages)
            % {"n": number(witness.paper_pages)},
        }
        for witness in hearing.witnesses.all()
    ]  # fmt: skip


def asker_name(question: Question) -> str:
    """Say who asks, as the asker chose."""
    return question.public_name or _("Member of the public")


def asker_words(question: Question) -> SafeString:
    """Say who asks and from where in one line of HTML; each keeps the direction of its own script."""
    words = (asker_name(question), place_names([question.place]).get(question.place, question.place))
    return format_html_join(" · ", "<bdi>{}</bdi>", ((text,) for text in words if text))


def asked(question: Question | None) -> dict[str, Any] | None:
    """Give the question being asked now, or None."""
    if question is None:
        return None
    text, language = question.shown_text()
    notes = [supported_words(question.supports).replace("{n}", number(question.supports))]
    if question.witness:
        notes.append(_("put to %(witness)s") % {"witness": isolated(question.witness)})
    return {
        "id": str(question.public_id), "text": text, "lang": language, "from_words": asker_words(question),
        "note": " · ".join(notes), "since": question.on_air_at,
    }  # fmt: skip


def cards(hearing: Hearing, questions: list[Question], supported: set[int]) -> list[dict[str, Any]]:
    """Give the cards of the list."""
    is_over = hearing.state in (*OVER, HearingState.CANCELLED)
    names = place_names(question.place for question in questions)
    return [
        _card(hearing, question, supported, is_over) | {"place": names.get(question.place, question.place)}
        for question in questions
    ]


def _card(hearing: Hearing, question: Question, supported: set[int], is_over: bool) -> dict[str, Any]:
    text, language = question.shown_text()
    takes = question.state in ON_THE_LIST and not is_over
    state = QuestionState.NOT_REACHED if is_over and question.state in ON_THE_LIST else QuestionState(question.state)
    return {
        "public_id": str(question.public_id), "version": question.version, "text": text, "lang": language,
        "is_translated": language != question.language, "name": asker_name(question), "votes": question.supports,
        "tag": QUESTION_TAGS.get(state, "open"), "tag_words": str(state.label),
        "support_url": reverse("hearings:question_support", args=[hearing.slug, question.public_id]) if takes else "",
        "is_supported": question.pk in supported, "answer": question.answer, "answered_by": question.answered_by,
        "at": question.on_air_at,
    }  # fmt: skip


def tabs(hearing: Hearing, which: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Give the orders of the list, and the way to one's own questions."""
    home = reverse("hearings:hearing_detail", args=[hearing.slug])
    asked_count = sum(counts[state] for state in ASKED)
    rows = [
        ("list", _("Most support"), None),
        ("newest", _("Newest"), None),
        ("asked", _("Asked already"), asked_count),
    ]
    known = which if which in {key for key, _words, _count in rows} else "list"
    return [
        *(
            {"words": words, "url": f"{home}?questions={key}#questions", "count": count, "is_current": key == known}
            for key, words, count in rows
        ),
        {"words": _("My questions"), "url": reverse("hearings:question_mine", args=[hearing.slug]), "count": None},
    ]


def hidden_count(which: str, counts: dict[str, int], shown: int) -> int:
    """Give how many questions of the list are not on the page."""
    states = ASKED if which == "asked" else ON_THE_LIST
    return max(0, sum(counts[state] for state in states) - shown)


def mine(questions: Iterable[Question], by: Actor | None = None) -> list[dict[str, Any]]:
    """Give one's own questions: what became of each, and whether it can be withdrawn."""
    return [
        {
            "public_id": str(question.public_id), "text": question.text, "lang": question.language,
            "tag": QUESTION_TAGS.get(QuestionState(question.state), "open"), "tag_words": question.get_state_display(),
            "supports": question.supports if question.state in PUBLIC_QUESTIONS else None,
            "reason": question.get_reason_display(), "details": question.reason_details, "answer": question.answer,
            "answered_by": question.answered_by, "on_air_at": question.on_air_at,
            "can_withdraw": by is not None and any(row.verb == "withdraw" for row in QUESTION.open_to(by, question)),
        }
        for question in questions
    ]  # fmt: skip


def supported_words(count: int) -> str:
    """Give the phrase about a count, with {n} for the figure."""
    return ngettext("supported by {n} person", "supported by {n} people", count)


def new_words(count: int) -> str:
    """Give the words of the button that shows what came in."""
    return ngettext("Show {n} new question", "Show {n} new questions", count)


def plural_forms(words: Callable[[int], str]) -> str:
    """Give all plural forms of a phrase as JSON by category, for the page's script."""
    return json.dumps({category: words(figure) for category, figure in CATEGORIES.items()}, ensure_ascii=False)


def script_words() -> dict[str, str]:
    """Give every phrase that the page's script may need, in the language of the page."""
    states = {
        str(state): {"words": str(state.label), "tag": QUESTION_TAGS.get(state, "open")} for state in PUBLIC_QUESTIONS
    }
    return {
        "new": plural_forms(new_words),
        "supported": plural_forms(supported_words),
        "put_to": _("put to %(witness)s") % {"witness": "{witness}"},
        "states": json.dumps(states, ensure_ascii=False),
        "nobody": _("Member of the public"),
        "on_air": _("Being asked now:"),
        "latest": _("New on the list:"),
        "lost": _("The connection is lost. We try again, and read the list every 15 seconds."),
        "back": _("The page is live again."),
        "sent": _("Your question is with the clerk."),
        "moved": _("The hearing has moved on. Reload to see where it stands."),
    }
