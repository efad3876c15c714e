"""Signing and confirming."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.actors import Actor, actor_of
from core.errors import NotFound
from core.verification.models import Challenge
from core.verification.views import ConfirmByCode, ConfirmByLink, Redeem
from core.web.address import network_of_request
from core.web.doors import FormDoor
from petitions import actions, selectors
from petitions.account_forms import is_proven, sign_form
from petitions.actions.signing import PURPOSE
from petitions.forms import SignatureForm
from petitions.links import thanks_path
from petitions.models import Petition
from petitions.presenting import signatures
from petitions.rules import is_public
from petitions.states import PetitionState
from petitions.views.pages import petition_context


class SignPetition(FormDoor):
    """The sign form on a page of its own; the petition page's form posts here too."""

    form_class = SignatureForm
    limits = "sign"
    template_name = "petitions/petition_sign.html"
    support_key = ""

    def find(self) -> Petition:
        """Give the petition, with what signing needs; raises NotFound."""
        return selectors.petition_to_sign(self.kwargs["number"], actor_of(self.request))

    @cached_property
    def petition(self) -> Petition:
        """Give the petition, looked up once a request; raises NotFound."""
        return self.find()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the petition and where it stands."""
        prefetch_related_objects([self.petition], "kind__thresholds", "translations")
        return super().get_context_data(**petition_context(self.petition), **context)

    def get_form(self, form_class: type[SignatureForm] | None = None) -> SignatureForm:
        """Give the form, with what the session knows of its account."""
        return sign_form(self.request, self.petition, self.request.POST if self.request.method == "POST" else None)

    def act(self, form: SignatureForm) -> str:
        """Sign; lead on to the code page, or to the thanks where the session itself proves who signs."""
        network = network_of_request(self.request)
        facts = actions.SignatureFacts(language=get_language() or "en", network=network, **form.cleaned_data)
        petition, by = self.petition, actor_of(self.request)
        if is_proven(self.request, petition, facts.email):
            return thanks_path(actions.sign_as_account(petition, facts, by=by, support_key=self.support_key))
        challenge, *_rest = actions.sign_petition(petition, [facts], by=by, support_key=self.support_key)
        return reverse("petitions:signature_confirm", args=[challenge.public_id])


class SupportPetition(SignPetition):
    """Support a petition that still gathers supporters, by its secret link."""

    template_name = "petitions/petition_support.html"

    def find(self) -> Petition:
        """Give the petition behind the secret key; raises NotFound once it has moved on."""
        self.support_key = self.kwargs["key"]
        rows = Petition.objects.select_related("kind", "committee")
        petition = rows.filter(support_key=self.support_key, state=PetitionState.GATHERING_SUPPORTERS).first()
        if petition is None:
            raise NotFound()
        return petition


class Supported(TemplateView):
    """The thanks after supporting a petition that is not public yet; stands behind its secret link."""

    template_name = "petitions/petition_supported.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, or lead on to the petition once that is public; raises NotFound for an unknown key."""
        self.petition = selectors.supported_petition(kwargs["key"])
        if is_public(self.petition):
            return HttpResponseRedirect(self.petition.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add how many supporters there are of how many."""
        is_gathering = self.petition.state == PetitionState.GATHERING_SUPPORTERS
        return super().get_context_data(
            petition=self.petition, words=self.petition.words(), is_gathering=is_gathering,
            supporters=selectors.supporters(self.petition), needed=self.petition.kind.supporters_needed,
            support_url=settings.SITE_URL + reverse("petitions:petition_support", args=[self.petition.support_key]),
            **context,
        )  # fmt: skip


class _Counted:
    """Where both ways of confirming end."""

    purpose = PURPOSE

    def confirm(self, redeem: Redeem) -> str:
        """Count the signature; give the page of thanks."""
        return thanks_path(actions.confirm_signature(redeem))


class ConfirmSignature(_Counted, ConfirmByCode):
    """Confirm a signature by code."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add where the mail went, as far as who typed it may see, and the way to type it anew."""
        return super().get_context_data(**signatures.code_page(PURPOSE, self.kwargs["handle"]), **context)

    def resend(self, handle: UUID, by: Actor) -> None:
        """Ask for a new code."""
        actions.resend_confirmation(handle, by=by)


class ConfirmSignatureLink(_Counted, ConfirmByLink):
    """Confirm a signature by the mailed link."""

    what = _("Confirm your signature")

    def told(self, challenge: Challenge) -> dict[str, Any]:
        """Name the petition."""
        return {"words": signatures.words_to_confirm(challenge.subject_id)}
