"""The signer's own page, behind a secret address: see the signature, take it back, stop the news, move it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from core.actors import actor_of
from core.limits.doors import LimitedView
from core.web.doors import FormDoor
from petitions import actions, presenting, selectors
from petitions.links import find_signature
from petitions.models import Signature
from petitions.models.petitions import Words
from petitions.presenting import signatures
from petitions.rules import is_public
from petitions.signature_forms import AreaForm, SignatureLinkForm
from petitions.sources import figures_row
from petitions.states import STILL_COUNTED, SignatureState
from petitions.views.pages import petition_context, visible


class Private:
    """A page for one person: kept nowhere, listed nowhere."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve it, and say that nobody keeps it."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        patch_cache_control(response, no_store=True, private=True)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


class OfSignature(Private):
    """What all pages behind a signature's key share. An unknown key is not found."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def signature(self) -> Signature:
        """Give the signature; raises NotFound."""
        return find_signature(self.kwargs["key"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the signature and its petition."""
        petition = self.signature.petition
        context |= {"key": self.kwargs["key"], "signature": self.signature, "own_url": self.address("manage")}
        shared = petition_context(petition)
        can_read = is_public(petition)
        if not can_read and petition.number is not None:
            shared["words"] = Words(get_language() or "en", str(_("This petition is not public any more")), "", "")
        found: dict[str, Any] = super().get_context_data(**shared, is_public=can_read, **context)  # type: ignore[misc]
        return found

    def address(self, name: str) -> str:
        """Give the address of a page of this signature."""
        return reverse(f"petitions:signature_{name}", args=[self.kwargs["key"]])


class OwnSignature(OfSignature, TemplateView):
    """Where the signature stands, since when, its receipt, and what its signer can do."""

    template_name = "petitions/signature_manage.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page."""
        is_running = self.signature.petition.state in STILL_COUNTED
        return super().get_context_data(
            rows=signatures.facts_of(self.signature, change_url=self.address("area") if is_running else ""),
            receipt=signatures.shown_receipt(self.signature),
            can_withdraw=actions.may_withdraw(self.signature),
            can_return=actions.may_return(self.signature), is_running=is_running,
            done=self.request.GET.get("done", ""), **context,
        )  # fmt: skip


class SignatureThanks(OfSignature, TemplateView):
    """The thanks right after confirming: the number, the receipt, what follows, and three others to sign."""

    template_name = "petitions/signature_thanks.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; where the petition is not public (yet, or any more) there is the signer's own page alone."""
        if not is_public(self.signature.petition):
            return HttpResponseRedirect(self.address("manage"))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page."""
        petition = self.signature.petition
        others = selectors.open_petitions().exclude(pk=petition.pk)[:3]
        return super().get_context_data(
            place=signatures.place_of(self.signature), receipt=signatures.shown_receipt(self.signature),
            share=signatures.share_links(petition), share_url=settings.SITE_URL + petition.get_absolute_url(),
            others=[presenting.list_entry(row) for row in others],
            hold_days=figures_row().hold_days if self.signature.state == SignatureState.HELD else 0, **context,
        )  # fmt: skip


class WithdrawSignature(OfSignature, LimitedView, TemplateView):
    """Ask whether the signature shall be taken back; the button's POST does it."""

    limits = "confirm"
    http_method_names = ["get", "head", "post"]
    template_name = "petitions/signature_withdraw.html"

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Take it back. Raises WrongState where it does not count or the count is final."""
        actions.withdraw_signature(self.signature)
        return HttpResponseRedirect(f"{self.address('manage')}?done=withdrawn")


class ReturnSignature(OfSignature, LimitedView, View):
    """Let a signature that was taken back count again: a button on the signer's page."""

    limits = "confirm"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Count it again; raises WrongState where it may not."""
        actions.return_signature(self.signature)
        return HttpResponseRedirect(self.address("thanks"))


class StopSignatureNews(OfSignature, LimitedView, TemplateView):
    """Stop the news of one petition, or take that back. A mail program posts here by itself (RFC 8058)."""

    limits = "confirm"
    http_method_names = ["get", "head", "post"]
    template_name = "petitions/signature_news.html"

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Stop, or let news come again; the answer is the page itself, for a program follows no redirect."""
        change = actions.want_news if "again" in request.POST else actions.stop_news
        change(self.signature)
        return self.render_to_response(self.get_context_data(is_done=True))


class ChangeArea(OfSignature, FormDoor):
    """Move the signature to where its signer lives."""

    form_class = AreaForm
    limits = "confirm"
    template_name = "petitions/signature_area.html"

    def act(self, form: AreaForm) -> str:
        """Move it; lead back to the signer's page."""
        actions.change_area(self.signature, **form.cleaned_data)
        return f"{self.address('manage')}?done=moved"


class LostSignatureLink(FormDoor):
    """For who lost the mail: the same page follows, whether or not the address has signed."""

    form_class = SignatureLinkForm
    limits = "link"
    template_name = "petitions/signature_lost.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the petition."""
        return super().get_context_data(**petition_context(visible(self.request, self.kwargs["number"])), **context)

    def act(self, form: SignatureLinkForm) -> str:
        """Ask for the mail."""
        petition = visible(self.request, self.kwargs["number"])
        actions.ask_for_signature_link(
            petition, form.cleaned_data["email"], language=get_language() or "en", by=actor_of(self.request)
        )
        return reverse("petitions:signature_lost_sent", args=[petition.number])


class SignatureLinkSent(TemplateView):
    """Says what happens if the address has signed; never whether it has."""

    template_name = "petitions/signature_lost_sent.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the petition."""
        return super().get_context_data(**petition_context(visible(self.request, self.kwargs["number"])), **context)


class SignaturesWaiting(Private, LimitedView, TemplateView):
    """All signatures of one address that wait for their confirmation, behind a mailed link: tick and confirm."""

    limits = "confirm"
    http_method_names = ["get", "head", "post"]
    template_name = "petitions/signatures_waiting.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """List them; raises NotFound for a used or old link. GET and HEAD change nothing."""
        _challenge, waiting = actions.waiting_behind(self.kwargs["token"])
        prefetch_related_objects(waiting, "petition__translations")
        done = self.request.GET.get("done", "")
        return super().get_context_data(
            waiting=[signatures.waiting_row(row) for row in waiting], many=len(waiting),
            done=int(done) if done.isascii() and done.isdecimal() and len(done) < 7 else None, **context,
        )  # fmt: skip

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Confirm what is ticked, or everything; nothing ticked comes back with the words why."""
        if "all" not in request.POST and not request.POST.getlist("signature"):
            words = _("Tick the petitions that you want to sign.")
            return self.render_to_response(self.get_context_data(has_error=True, problem=words), status=422)
        wanted = None if "all" in request.POST else signatures.ids_of(request.POST.getlist("signature"))
        many, following = actions.confirm_together(token, wanted, language=get_language() or "en")
        return HttpResponseRedirect(f"{reverse('petitions:signatures_waiting', args=[following])}?done={many}")
