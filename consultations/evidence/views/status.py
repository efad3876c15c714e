"""The sender's own page: receipt, where it stands, the file, and taking it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import TemplateView

from consultations.evidence import actions, presenting
from consultations.evidence.lifecycle import SUBMISSION
from consultations.evidence.states import SubmissionState
from consultations.evidence.views.held import Held
from consultations.evidence.views.pages import as_attachment, crumbs
from core.errors import NotFound
from core.limits.doors import LimitedView


class Mine(Held, TemplateView):
    """The page of a return link: a draft goes on where it was left, anything else shows its state."""

    template_name = "evidence/status.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the first page that is not finished, or show the status."""
        if self.submission.state == SubmissionState.DRAFT:
            return HttpResponseRedirect(self.address(presenting.unfinished_step(self.submission)))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the receipt, the way so far and what is open."""
        submission = self.submission
        verbs = [move.verb for move in SUBMISSION.open_to(self.actor, submission)]
        return super().get_context_data(
            submission=submission,
            call=submission.call,
            crumbs=crumbs(submission.call),
            thread=presenting.way_so_far(submission),
            rows=presenting.receipt_rows(submission),
            withdraw_url=self.address("withdraw") if "withdraw" in verbs else "",
            **context,
        )


class Withdraw(LimitedView, Held, TemplateView):
    """Asks once more, then takes the submission back."""

    limits = "save"
    template_name = "evidence/withdraw.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the call and the way back."""
        call = self.submission.call
        return super().get_context_data(call=call, crumbs=crumbs(call), back_url=self.address("mine"), **context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw; raises WrongState once it is published."""
        actions.withdraw_submission(self.submission, by=self.actor)
        return HttpResponseRedirect(self.address("mine"))


class MyFile(LimitedView, Held):
    """The sender's own file, as it was sent. Each reading keeps a line, so reading has its limit too."""

    limits = "save"
    limited_methods = frozenset({"GET", "HEAD"})

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Serve it as a download, and log that it was read; raises NotFound where there is none."""
        attachment = getattr(self.submission, "attachment", None)
        if attachment is None:
            raise NotFound()
        return as_attachment(actions.record_reading(attachment, by=self.actor), "my-evidence", attachment.file_type)
