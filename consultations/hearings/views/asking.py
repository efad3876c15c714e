"""Asking, confirming, and one's own questions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from consultations.hearings import actions, presenting, selectors
from consultations.hearings.actions.asking import PURPOSE
from consultations.hearings.forms import QuestionForm
from consultations.hearings.models import Hearing
from consultations.hearings.views.bearing import bearer_of, lead_on
from consultations.hearings.views.pages import hearing_context, hearing_of
from core.actors import ANONYMOUS, Actor, actor_of
from core.errors import NotFound
from core.verification import actions as verification
from core.verification.models import Challenge
from core.verification.views import ConfirmByCode, ConfirmByLink, Redeem
from core.web.doors import FormDoor


class AskQuestion(FormDoor):
    """The form on a page of its own; the hearing page's form posts here too."""

    form_class = QuestionForm
    limits = "ask"
    template_name = "hearings/question_ask.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the hearing and whether the asker bears a pass."""
        super().setup(request, *args, **kwargs)
        self.hearing = hearing_of(request, kwargs["slug"])
        self.bearer = bearer_of(request, self.hearing)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form."""
        return {**super().get_form_kwargs(), "hearing": self.hearing, "has_pass": self.bearer is not None}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the hearing."""
        return super().get_context_data(**hearing_context(self.hearing), **context)

    def act(self, form: QuestionForm) -> str:
        """Ask; lead on to the code page, or to one's own questions."""
        facts = actions.QuestionFacts(language=get_language() or "en", **form.cleaned_data)
        _question, challenge = actions.ask_question(self.hearing, facts, by=self.bearer or ANONYMOUS)
        if challenge is None:
            return reverse("hearings:question_mine", args=[self.hearing.slug])
        return reverse("hearings:question_confirm", args=[self.hearing.slug, challenge.public_id])


class _HandedIn:
    """Where both ways of confirming end: with the pass, at one's own questions."""

    purpose = PURPOSE

    def confirm(self, redeem: Redeem) -> HttpResponse:
        """Hand the question in."""
        question, by = actions.confirm_question(redeem)
        hearing = question.hearing
        return lead_on(reverse("hearings:question_mine", args=[hearing.slug]), hearing, by)


class ConfirmQuestion(_HandedIn, ConfirmByCode):
    """Confirm a question by code."""

    def resend(self, handle: UUID, by: Actor) -> None:
        """Ask for a new code."""
        actions.resend_question_code(handle, by=by)


class ConfirmQuestionLink(_HandedIn, ConfirmByLink):
    """Confirm a question by the mailed link."""

    what = _("Confirm your question")

    def told(self, challenge: Challenge) -> dict[str, Any]:
        """Name the hearing at which it is asked."""
        hearing = Hearing.objects.filter(questions__public_id=challenge.subject_id).first()
        return {"about": hearing and hearing.title}

    def get(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """Show the button; the hearing of the address is only for the reader."""
        return super().get(request, token)

    def post(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """Confirm."""
        return self.confirm(lambda: verification.redeem_link(self.purpose, token))


class MyQuestions(TemplateView):
    """One's own questions in this hearing: with the clerk, on the list, asked now, answered, not taken and why."""

    template_name = "hearings/question_mine.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """List them; without a pass say how to get one."""
        hearing = hearing_of(self.request, self.kwargs["slug"])
        by = bearer_of(self.request, hearing)
        mine = presenting.mine(selectors.questions_of_asker(hearing, by), by=by) if by else []
        return super().get_context_data(**hearing_context(hearing), mine=mine, has_pass=by is not None, **context)


class WithdrawQuestion(View):
    """Withdraw one's own question; a POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, question: UUID) -> HttpResponse:
        """Withdraw; raises NotFound for anybody else's question."""
        hearing: Hearing = hearing_of(request, slug)
        by = bearer_of(request, hearing) or actor_of(request)
        row = selectors.questions_of_asker(hearing, by).filter(public_id=question).first() if by.id else None
        if row is None:
            raise NotFound()
        actions.withdraw_question(row, by=by)
        return HttpResponseRedirect(reverse("hearings:question_mine", args=[slug]))
