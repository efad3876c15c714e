"""The petitioner's own pages, behind a secret address: all about one petition in one place."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.generic import TemplateView, View

from core.actors import Actor, participant
from core.errors import Invalid, WrongState
from core.limits.doors import LimitedView
from core.web.doors import FormDoor
from core.web.forms import HouseForm
from petitions import actions, selectors
from petitions.actions.copying import start_again
from petitions.actions.starting import owner_of, petition_by_key
from petitions.draft_forms import TextForm
from petitions.lifecycle import PETITION
from petitions.models import Petition
from petitions.presenting import drafts as draft_pages
from petitions.presenting import mine as presenting
from petitions.qr import qr_code
from petitions.states import PetitionState
from petitions.versions import public_versions


class Mine(View):
    """A page of one's own petition, found by the key in its address. Raises NotFound for a key that opens nothing."""

    needs_verb = ""

    @cached_property
    def petition(self) -> Petition:
        """Give the petition."""
        return petition_by_key(self.kwargs["key"])

    @property
    def actor(self) -> Actor:
        """Give the petitioner: whoever holds the key has proven the address."""
        return participant(owner_of(self.petition).public_id)

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Name what the petitioner can do now."""
        return frozenset(move.verb for move in PETITION.open_to(self.actor, self.petition))

    def address(self, name: str) -> str:
        """Give the address of another page of the same petition."""
        return reverse(f"petitions:{name}", args=[self.kwargs["key"]])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page, or lead to the status page where there is nothing to do here; nothing of it is kept."""
        response: HttpResponseBase
        if request.method in {"GET", "HEAD"} and self.needs_verb and self.needs_verb not in self.verbs:
            response = HttpResponseRedirect(self.address("petition_status"))
        else:
            response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


class PetitionStatus(Mine, TemplateView):
    """Where it stands, what happens next, supporters with link and QR code, and every way on."""

    template_name = "petitions/petition_status.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page."""
        petition = self.petition
        support = settings.SITE_URL + reverse("petitions:petition_support", args=[petition.support_key or "-"])
        is_gathering = petition.state == PetitionState.GATHERING_SUPPORTERS
        return super().get_context_data(
            petition=petition,
            standing=presenting.standing(petition),
            steps=presenting.way_of(petition),
            refusal=presenting.refusal(petition),
            rows=presenting.text_rows(petition),
            ways=presenting.ways_on(petition, self.verbs, self.kwargs["key"]),
            supporters=selectors.supporters(petition) if is_gathering else 0,
            support_url=support if is_gathering else "",
            qr=qr_code(support) if is_gathering else None,
            versions=public_versions(petition),
            **context,
        )


class ChangePetition(Mine, FormDoor):
    """Change the text after a clerk asked for it, or send a rejected petition again."""

    form_class = TextForm
    limits = "petition"
    template_name = "petitions/petition_change.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the text, or lead back where it cannot be changed now."""
        if not self.verbs & {"change", "resubmit"}:
            return HttpResponseRedirect(self.address("petition_status"))
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Show the text that stands."""
        return {name: getattr(self.petition, name) for name in ("action", "background", "details")}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add what was asked, or why it was rejected."""
        return super().get_context_data(
            petition=self.petition, refusal=presenting.refusal(self.petition),
            supporters=selectors.supporters(self.petition), back_url=self.address("petition_status"), **context,
        )  # fmt: skip

    def act(self, form: TextForm) -> str:
        """Send it to the moderators again."""
        is_rejected = self.petition.state == PetitionState.REJECTED
        send = actions.resubmit_petition if is_rejected else actions.change_petition
        send(self.petition, by=self.actor, **form.cleaned_data)
        return self.address("petition_status")


class AnswerTitle(Mine, FormDoor):
    """Say yes or no to the title that a clerk proposes."""

    needs_verb = "accept_title"
    form_class = HouseForm
    limits = "save"
    template_name = "petitions/petition_title.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add both titles."""
        return super().get_context_data(petition=self.petition, back_url=self.address("petition_status"), **context)

    def act(self, form: HouseForm) -> str:
        """Answer. Raises Invalid for neither yes nor no."""
        answer = self.request.POST.get("answer")
        if answer not in {"yes", "no"}:
            raise Invalid(gettext("Choose yes or no"))
        actions.answer_title(self.petition, by=self.actor, is_yes=answer == "yes")
        return self.address("petition_status")


class WithdrawPetition(Mine, FormDoor):
    """Asks once more, says what becomes of the signatures, then withdraws."""

    needs_verb = "withdraw"
    form_class = HouseForm
    limits = "save"
    template_name = "petitions/petition_withdraw.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add how many signed."""
        return super().get_context_data(
            petition=self.petition, back_url=self.address("petition_status"),
            supporters=selectors.supporters(self.petition), **context,
        )  # fmt: skip

    def act(self, form: HouseForm) -> str:
        """Withdraw; a second press finds it done."""
        if self.petition.state != PetitionState.WITHDRAWN:
            actions.withdraw_petition(self.petition, by=self.actor)
        return self.address("petition_status")


class StartAgain(LimitedView, Mine):
    """Begin a new draft with the text of a petition that ended before it was public."""

    limits = "draft"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Copy the text; lead to the draft. Raises WrongState for a petition that goes on or is public."""
        if not presenting.can_start_again(self.petition):
            raise WrongState
        token = start_again(self.petition, by=self.actor, language=get_language() or "en")
        return HttpResponseRedirect(draft_pages.page_url("what", token))
