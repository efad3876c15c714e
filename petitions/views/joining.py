"""Doors of mailed links that the desk asks for: to count for another petition, to take a petition over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.limits.doors import LimitedView
from core.verification.models import Challenge
from core.verification.views import ConfirmByLink, Redeem
from petitions.actions.handing_over import LIVING, PURPOSE, handover_of, take_petition_over
from petitions.actions.merging import ask_by_key, is_askable, join_target
from petitions.states import MergeAnswer


class JoinPetition(LimitedView, TemplateView):
    """The page of a signer who is asked: GET and HEAD change nothing, the button's POST moves the signature."""

    limits = "confirm"
    template_name = "petitions/signature_join.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Show both petitions and whether an answer still counts. Raises NotFound."""
        ask = ask_by_key(self.kwargs["key"])
        source, target = ask.merge.source, ask.merge.target
        return super().get_context_data(
            ask=ask, source=source, target=target, words={"source": source.words(), "target": target.words()},
            may_answer=is_askable(ask),
            is_moved=ask.answer != MergeAnswer.NONE, **context,
        )  # fmt: skip

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Move the signature. Raises NotFound, WrongState."""
        join_target(key)
        return HttpResponseRedirect(request.path)


class TakePetitionOver(ConfirmByLink):
    """The page of somebody who shall speak for a petition from now on."""

    purpose = PURPOSE
    what = _("Take the petition over")

    def told(self, challenge: Challenge) -> dict[str, Any]:
        """Name the petition, as long as it goes on, and say what follows."""
        petition = handover_of(challenge.subject_id).petition
        meaning = _(
            "You speak for this petition from then on: your name stands on it, its mails come to you, and you can "
            "change or withdraw it. The petitioner before you can do that no more."
        )
        return {"words": petition.words() if petition.state in LIVING else None, "meaning": meaning}

    def confirm(self, redeem: Redeem) -> str:
        """Take it over; give the new status page."""
        _petition, key = take_petition_over(redeem)
        return reverse("petitions:petition_status", args=[key])
