"""The pages about one's own data: ask, prove, see, take away once, delete; the same for every address."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from core.actors import Actor, actor_of
from core.limits.doors import LimitedView
from core.privacy import actions
from core.privacy.exporting import summary
from core.privacy.forms import AskForm
from core.privacy.models import DataRequest, Wish
from core.verification.views import ConfirmByCode, ConfirmByLink, Redeem
from core.web.doors import FormDoor


class AskForData(FormDoor):
    """Ask what is held about an address, or to delete it."""

    form_class = AskForm
    template_name = "privacy/ask.html"
    limits = "link"

    def act(self, form: AskForm) -> str:
        """Keep the request; lead to the page for the code."""
        challenge = actions.ask_for_data(
            form.cleaned_data["email"], wish=form.cleaned_data["wish"], language=get_language() or "en",
            by=actor_of(self.request),
        )  # fmt: skip
        return reverse("privacy:confirm", args=[challenge.public_id])


class Proven:
    """What follows a proof: the page of what we hold, or that of the deletion."""

    def confirm(self, redeem: Redeem) -> str | HttpResponse:
        """Redeem; give the address of the next page."""
        request, key = actions.prove_request(redeem)
        return reverse("privacy:delete" if request.wish == Wish.DELETE else "privacy:mine", args=[key])


class ConfirmData(Proven, ConfirmByCode):
    """Enter the code."""

    purpose = actions.PURPOSE

    def resend(self, handle: UUID, by: Actor) -> None:
        """Ask for a new code."""
        actions.ask_again(handle, by=by)


class ConfirmDataLink(Proven, ConfirmByLink):
    """The mailed link."""

    purpose = actions.PURPOSE
    what = _("Show what you hold about me")


@method_decorator(never_cache, name="dispatch")
class ProvenView(LimitedView, View):
    """A page behind a key: kept by nobody, found by no search engine."""

    limits = "confirm"
    template_name = ""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show what is held. Raises NotFound for a wrong or old key."""
        found = actions.request_by_key(key)
        return self.page(request, found, key)

    def page(self, request: HttpRequest, found: DataRequest, key: str, **context: Any) -> HttpResponse:
        """Render the page."""
        facts = {"held": summary(found.email), "key": key, "is_taken": found.exported_at is not None, **context}
        response = render(request, self.template_name, facts)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


class MyData(ProvenView):
    """What we hold, in figures; the file, once, by a POST."""

    template_name = "privacy/mine.html"

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Give the file. Raises NotFound, and Conflict the second time."""
        data = actions.take_export(actions.request_by_key(key))
        body = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        response = HttpResponse(body, content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="my-data.json"'
        response["Cache-Control"] = "no-store"
        return response


class DeleteMyData(ProvenView):
    """What goes, what stays and why; the deletion by a POST."""

    template_name = "privacy/delete.html"

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Delete. Raises NotFound for a key that was used."""
        actions.erase_person(actions.request_by_key(key))
        return HttpResponseRedirect(reverse("privacy:deleted"))


class Deleted(TemplateView):
    """The page after a deletion; it says the same to everybody."""

    template_name = "privacy/deleted.html"
