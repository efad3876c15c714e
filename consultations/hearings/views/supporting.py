"""Supporting a question, with or without a script."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from consultations.hearings import actions, selectors
from consultations.hearings.actions.supporting import PURPOSE
from consultations.hearings.forms import JoinForm
from consultations.hearings.models import Hearing
from consultations.hearings.views.bearing import bearer_of, lead_on
from consultations.hearings.views.pages import hearing_context, hearing_of
from core.actors import Actor, actor_of
from core.limits.doors import take_for
from core.verification.views import ConfirmByCode, Redeem
from core.web.doors import FormDoor


def back_to(hearing: Hearing, question: UUID) -> str:
    """Give the question's place on the hearing's page."""
    return reverse("hearings:hearing_detail", args=[hearing.slug]) + f"#q-{question}"


class SupportQuestion(FormDoor):
    """With a pass: set the support as the button says. Without: ask for an e-mail once, then set it."""

    form_class = JoinForm
    limits = "join"
    template_name = "hearings/question_support.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the hearing and the question; raises NotFound for what is not public."""
        super().setup(request, *args, **kwargs)
        self.hearing = hearing_of(request, kwargs["slug"])
        self.question = selectors.public_question(self.hearing, kwargs["question"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the question."""
        text, language = self.question.shown_text()
        return super().get_context_data(
            **hearing_context(self.hearing), question=self.question, text=text, text_language=language, **context
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Set the support at once for whoever bears a pass; a bare button press without one leads to the form."""
        by = bearer_of(request, self.hearing)
        if by is None and "email" not in request.POST:
            return HttpResponseRedirect(request.path)
        if by is None:
            return super().post(request, *args, **kwargs)
        take_for(request, "support")
        vote = actions.Vote(self.question.public_id, by, request.POST.get("value") != "0")
        actions.set_supports(self.hearing, [vote], by=by)
        return HttpResponseRedirect(back_to(self.hearing, self.question.public_id))

    def act(self, form: JoinForm) -> str:
        """Open the challenge; lead on to the code page."""
        email = form.cleaned_data["email"]
        challenge = actions.join_hearing(
            self.hearing, email, by=actor_of(self.request), language=get_language() or "en"
        )
        return reverse(
            "hearings:supporter_confirm", args=[self.hearing.slug, self.question.public_id, challenge.public_id]
        )


class ConfirmSupporter(ConfirmByCode):
    """Prove the address by code; the support that was wished for is set with it."""

    purpose = PURPOSE

    def confirm(self, redeem: Redeem) -> HttpResponse:
        """Set the support and hand out the pass."""
        hearing = hearing_of(self.request, self.kwargs["slug"])
        question = self.kwargs["question"]
        by = actions.confirm_supporter(redeem)
        actions.set_supports(hearing, [actions.Vote(question, by)], by=by)
        return lead_on(back_to(hearing, question), hearing, by)

    def resend(self, handle: UUID, by: Actor) -> None:
        """Ask for a new code."""
        actions.resend_join_code(hearing_of(self.request, self.kwargs["slug"]), handle, by=by)
