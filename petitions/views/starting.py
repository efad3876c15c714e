"""Starting a petition and following it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.actors import Actor, actor_of, participant
from core.verification.views import ConfirmByCode, ConfirmByLink, Redeem
from core.web.doors import FormDoor
from petitions import actions, presenting
from petitions.actions.starting import PURPOSE, owner_of, petition_by_key, resend_start
from petitions.forms import PetitionForm
from petitions.lifecycle import PETITION
from petitions.views.pages import petition_context


class StartPetition(FormDoor):
    """Write a petition."""

    form_class = PetitionForm
    limits = "petition"
    template_name = "petitions/petition_start.html"

    def act(self, form: PetitionForm) -> str:
        """Keep the draft; lead on to the code page."""
        facts = {name: value for name, value in form.cleaned_data.items() if name != "keeps_rules"}
        challenge = actions.start_petition(
            actions.PetitionFacts(language=get_language() or "en", **facts), by=actor_of(self.request)
        )
        return reverse("petitions:petition_confirm", args=[challenge.public_id])


class _Started:
    """Where both ways of confirming end."""

    purpose = PURPOSE

    def confirm(self, redeem: Redeem) -> str:
        """Move the petition on; give its status page."""
        _petition, key = actions.confirm_petition(redeem)
        return reverse("petitions:petition_status", args=[key])


class ConfirmPetition(_Started, ConfirmByCode):
    """Prove the petitioner's address by code."""

    def resend(self, handle: UUID, by: Actor) -> None:
        """Ask for a new code."""
        resend_start(handle, by=by)


class ConfirmPetitionLink(_Started, ConfirmByLink):
    """Prove the petitioner's address by the mailed link."""

    what = _("Confirm your petition")


class PetitionStatus(TemplateView):
    """The petitioner's own page, behind a secret address: where it stands, supporters, withdraw."""

    template_name = "petitions/petition_status.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page. Raises NotFound for an unknown key."""
        petition = petition_by_key(self.kwargs["key"])
        me = participant(owner_of(petition).public_id)
        support = reverse("petitions:petition_support", args=[petition.support_key])
        return super().get_context_data(
            **petition_context(petition),
            steps=presenting.way_to_publication(petition),
            moves=[row for row in PETITION.open_to(me, petition) if row.verb == "withdraw"],
            support_url=settings.SITE_URL + support,
            supporters=petition.signatures.filter(state="confirmed").count(),
            **context,
        )

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Withdraw the petition."""
        petition = petition_by_key(key)
        actions.withdraw_petition(petition, by=participant(owner_of(petition).public_id))
        return HttpResponseRedirect(request.path)
