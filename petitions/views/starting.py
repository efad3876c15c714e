"""Proving a petitioner's address, and a new link for who lost the mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.actors import Actor, actor_of
from core.verification.models import Challenge
from core.verification.views import ConfirmByCode, ConfirmByLink, Redeem
from core.web.doors import FormDoor
from petitions import actions
from petitions.actions.starting import PURPOSE, resend_start
from petitions.draft_forms import LostForm
from petitions.models import Petition


class _Started:
    """Where both ways of confirming end."""

    purpose = PURPOSE

    def confirm(self, redeem: Redeem) -> str:
        """Move the petition on; give its status page."""
        _petition, key = actions.confirm_petition(redeem)
        return reverse("petitions:petition_status", args=[key])


class ConfirmPetition(_Started, ConfirmByCode):
    """Prove the petitioner's address by code."""

    template_name = "petitions/confirm_code.html"

    def resend(self, handle: UUID, by: Actor) -> None:
        """Ask for a new code."""
        resend_start(handle, by=by)


class ConfirmPetitionLink(_Started, ConfirmByLink):
    """Prove the petitioner's address by the mailed link."""

    what = _("Confirm your petition")

    def told(self, challenge: Challenge) -> dict[str, Any]:
        """Name the petition."""
        petition = Petition.objects.filter(public_id=challenge.subject_id).first()
        return {"words": petition and petition.words(petition.language)}


class LostPetition(FormDoor):
    """For who lost the mail: the same page follows, whether or not the address is known."""

    form_class = LostForm
    limits = "link"
    template_name = "petitions/lost_petition.html"

    def act(self, form: LostForm) -> str:
        """Ask for the mail."""
        actions.ask_for_petition_links(
            form.cleaned_data["email"], language=get_language() or "en", by=actor_of(self.request)
        )
        return reverse("petitions:petition_links_sent")


class PetitionLinksSent(TemplateView):
    """Says what happens if the address is known; never whether it is."""

    template_name = "petitions/petition_links_sent.html"
