"""Check and send; prove the address by code or by link where the way in did not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.evidence import actions, presenting
from consultations.evidence.actions.sending import PURPOSE
from consultations.evidence.models import Submission
from consultations.evidence.states import SubmissionState
from consultations.evidence.views.held import Step
from core.actors import Actor
from core.errors import Conflict, WrongState
from core.verification.models import Challenge
from core.verification.views import ConfirmByCode, ConfirmByLink, Redeem
from core.web.doors import FormDoor
from core.web.forms import HouseForm
from core.web.lists import dotted


class CheckStep(Step):
    """Everything on one page, with a way to change each part, and the button that sends it."""

    step = "check"
    form_class = HouseForm
    template_name = "evidence/step_check.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add what would be sent."""
        return super().get_context_data(**presenting.check_rows(self.submission, self.token), **context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send once: unlike the other pages, a double press is one."""
        return FormDoor.post(self, request, *args, **kwargs)

    def act(self, form: BaseForm) -> str:
        """Send; a link that came by mail has proven the address, otherwise a code does."""
        try:
            challenge = actions.send_submission(self.link, by=self.actor)
        except (Conflict, WrongState):
            self.submission.refresh_from_db(fields=["state"])
            if self.submission.state == SubmissionState.DRAFT:
                raise
            return self.address("mine")  # another window was first: it is received
        if challenge is None:
            return self.address("mine")
        return reverse("evidence:confirm", args=[challenge.public_id])


class _Sent:
    """Where both ways of confirming end."""

    purpose = PURPOSE

    def confirm(self, redeem: Redeem) -> str:
        """Receive the submission; give its status page."""
        _submission, token = actions.confirm_submission(redeem)
        return reverse("evidence:mine", args=[token])


class ConfirmByMailedCode(_Sent, ConfirmByCode):
    """Prove the address by code."""

    template_name = "evidence/confirm_code.html"

    def resend(self, handle: UUID, by: Actor) -> None:
        """Ask for a new code."""
        actions.resend_confirmation(handle, by=by)


class ConfirmByMailedLink(_Sent, ConfirmByLink):
    """Prove the address by the mailed link."""

    what = _("Send your evidence")

    def told(self, challenge: Challenge) -> dict[str, Any]:
        """Name the evidence and the call that it answers."""
        submission = Submission.objects.select_related("call").filter(public_id=challenge.subject_id).first()
        return {"about": submission and dotted((submission.title, submission.call.title))}
