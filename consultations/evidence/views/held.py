"""What all pages behind a return link share: the link, its actor, and that nothing of them is kept or indexed."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import FormView, View

from consultations.evidence import actions, presenting, selectors
from consultations.evidence.models import ReturnLink, Submission
from consultations.evidence.rules import holder_of_link
from consultations.evidence.states import SubmissionState
from consultations.evidence.views.pages import crumbs
from core.actors import Actor
from core.web.doors import FormDoor


class Held(View):
    """A page of one submission, found by the token in its address. Raises NotFound for a token that opens nothing."""

    @property
    def token(self) -> str:
        """Give the token as it stands in the address."""
        return str(self.kwargs["token"])

    @cached_property
    def link(self) -> ReturnLink:
        """Give the return link."""
        return selectors.link_by_token(self.token)

    @property
    def submission(self) -> Submission:
        """Give the submission behind the link."""
        return self.link.submission

    @property
    def actor(self) -> Actor:
        """Give the holder of the link as an actor."""
        return holder_of_link(self.submission, getattr(self.request, "request_id", ""))

    def address(self, name: str) -> str:
        """Give the address of another page of the same submission."""
        return reverse(f"evidence:{name}", args=[self.token])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page and let its link live on; no cache, no search engine and no other site learns of it."""
        response = super().dispatch(request, *args, **kwargs)
        actions.keep_link_alive(self.link)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


class Step(Held, FormDoor):
    """One page of a draft. A submission that was sent leads to its status page instead."""

    limits = "save"
    step = ""
    following = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead on where there is nothing left to write."""
        if self.submission.state != SubmissionState.DRAFT:
            return HttpResponseRedirect(self.address("mine"))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save each time: saving twice does no harm, and going back and saving an older text must work."""
        return FormView.post(self, request, *args, **kwargs)

    def result(self) -> str:
        """Give the next page, or the one that says that all is saved."""
        return self.address("saved" if "later" in self.request.POST else self.following)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the call, the steps and the deadline."""
        return super().get_context_data(
            call=self.submission.call,
            submission=self.submission,
            crumbs=crumbs(self.submission.call),
            token=self.token,
            **presenting.steps(self.step, self.token, self.submission.call),
            **context,
        )
