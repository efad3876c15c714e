"""The console of a live hearing: incoming, on the list, now and done, on one screen; every button from the tables."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.users.models import UserProfile

from cms.backoffice import base
from cms.backoffice.forms import DecisionForm
from consultations.hearings import presenting, selectors
from consultations.hearings.models import Hearing, Question
from consultations.hearings.rules import is_question_moderator, may_open_questions
from consultations.hearings.states import RUNNING, QuestionState
from core import clock
from core.accounts.sessions import ID_KEY
from core.actors import actor_of
from core.audit.access import record_access_once
from core.errors import DomainError, NotFound, WrongState
from core.lifecycle import Move
from core.realtime import tickets

# The console reads itself anew after each move of anybody: that is one look, not hundreds.
SAME_LOOK = timedelta(minutes=10)
# What a clerk does most comes first.
FIRST = ("approve", "mark_answered", "put_on_air", "shortlist")
KEYS = {"approve": "a", "reject": "r", "shortlist": "s", "put_on_air": "n", "mark_answered": "d", "defer": "w"}


class ConsoleDoor:
    """What the console and its ticket share: the hearing, and who may see it."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the hearing; 403 for those it is not for."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.actor = actor_of(request)
        if not may_open_questions(self.actor, None):
            raise PermissionDenied
        self.hearing: Hearing = selectors.visible_hearing(kwargs["slug"], self.actor)
        if not is_question_moderator(self.actor, self.hearing):
            raise PermissionDenied


class ConsoleTicket(ConsoleDoor, View):
    """Gives the ticket of the clerks' room."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Sign it."""
        session = request.session.get(ID_KEY, "")
        ticket = tickets.Ticket(str(self.hearing.public_id), "staff", self.actor.id, session)
        response = JsonResponse({"ticket": tickets.issue(ticket)})
        response.headers["Cache-Control"] = "no-store"
        return response


class Console(ConsoleDoor, WagtailAdminTemplateMixin, TemplateView):
    """GET shows the three columns; POST makes the one move that its button names. Works without script and socket."""

    template_name = "cms/backoffice/console.html"
    header_icon = "comment"
    _show_breadcrumbs = True

    def get_page_title(self) -> str:
        """Give the hearing's title."""
        return str(self.hearing.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list of hearings."""
        index = {"url": reverse("backoffice_list", args=["questions"]), "label": _("Questions")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def get_template_names(self) -> list[str]:
        """Give the script what changes, and nothing around it: every clerk's screen is read after each move."""
        return ["cms/backoffice/console_parts.html"] if "X-Parts" in self.request.headers else [self.template_name]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show it; whose questions were read leaves a line, one for all that the screen reads again in ten minutes."""
        record_access_once(self.hearing, by=self.actor, kinds={"name", "words"}, within=SAME_LOOK)
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the columns."""
        columns = selectors.console_questions(self.hearing)
        tried = kwargs.get("tried")
        return {
            **super().get_context_data(**kwargs),
            "hearing": self.hearing,
            "state": self.hearing.get_state_display(),
            "is_running": self.hearing.state in RUNNING,
            "hearing_moves": base.find("hearings").moves(self.actor, self.hearing),  # type: ignore[union-attr]
            "columns": {name: [self._card(row, tried) for row in rows] for name, rows in columns.items()},
            "counts": selectors.question_counts(self.hearing),
            "read_at": clock.now(),
            "has_keys": UserProfile.get_for_user(self.request.user).keyboard_shortcuts,
        }

    def _card(self, question: Question, tried: DecisionForm | None) -> dict[str, Any]:
        moves = _queue().moves(self.actor, question)
        forms = [self._decision(question, move, tried) for move in moves]
        waited = question.pending_at or question.asked_at
        return {
            "question": question,
            "minutes": int((clock.now() - waited).total_seconds() // 60),
            "name": presenting.asker_name(question),
            "simple": sorted((form for form in forms if not form["move"].needs), key=_urgency),
            "asking": [form for form in forms if form["move"].needs],
            "is_on_air": question.state == QuestionState.ON_AIR,
        }

    def _decision(self, question: Question, move: Move, tried: DecisionForm | None) -> dict[str, Any]:
        if not move.needs:
            return {"move": move, "key": KEYS.get(move.verb, ""), "is_main": move.verb in FIRST}
        mine = tried is not None and tried.prefix == move.verb and tried.record_key == question.pk  # type: ignore[attr-defined]
        auto_id = f"q{question.pk}_%s"
        form = tried if mine else DecisionForm(queue=_queue(), move=move, record=question, auto_id=auto_id)
        return {"move": move, "form": form, "is_open": mine, "key": KEYS.get(move.verb, "")}

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Move the hearing or one question; 422 where a fact is missing, 409 where somebody was faster."""
        try:
            if "question" not in request.POST:
                return self._move_hearing(request.POST.get("verb", ""))
            return self._move_question(request)
        except DomainError as error:
            if error.status != 409:
                raise
            self.hearing.refresh_from_db()
            return self.render_to_response(self.get_context_data(lost=error.message, won=error.data), status=409)

    def _move_hearing(self, verb: str) -> HttpResponse:
        queue = base.find("hearings")
        if queue is None or not any(move.verb == verb for move in queue.moves(self.actor, self.hearing)):
            raise WrongState()
        queue.decide[verb](self.hearing, by=self.actor)
        return HttpResponseRedirect(self.request.path)

    def _move_question(self, request: HttpRequest) -> HttpResponse:
        try:
            question = _queue().records().get(hearing=self.hearing, public_id=UUID(request.POST["question"]))
        except (ValueError, Question.DoesNotExist):
            raise NotFound() from None
        # The clerk decided on what the screen showed: where that has changed, compare-and-set refuses and says who won.
        question.state = request.POST.get("state", question.state)
        verb = request.POST.get("verb", "")
        move = next((move for move in _queue().moves(self.actor, question) if move.verb == verb), None)
        if move is None:
            raise WrongState()
        auto_id = f"q{question.pk}_%s"
        form = DecisionForm(request.POST, queue=_queue(), move=move, record=question, auto_id=auto_id)
        form.record_key = question.pk  # type: ignore[attr-defined]
        if form.is_valid():
            _queue().decide[verb](question, by=self.actor, **form.cleaned_data)
            return HttpResponseRedirect(self.request.path)
        return self.render_to_response(self.get_context_data(tried=form), status=422)


def _urgency(decision: dict[str, Any]) -> int:
    verb = decision["move"].verb
    return FIRST.index(verb) if verb in FIRST else len(FIRST)


def _queue() -> base.Queue:
    queue = base.find("questions")
    assert queue is not None
    return queue
