"""Messages to the signers of a petition: written, looked at in each language, sent, stopped."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from cms.backoffice.petition_screens import PetitionScreen
from cms.backoffice.petition_tabs import Tab, add_tab
from cms.backoffice.writing import TextsForm
from core.actors import actor_of
from core.errors import DomainError
from core.parliament.models import Area
from core.web.doors import add_refusal
from petitions import actions
from petitions.actions.mailings import BODY_LENGTH
from petitions.lifecycle import MAILING
from petitions.models import SignerMailing
from petitions.readers import mailings_of, share_done
from petitions.rules import may_record_steps

HOME = "backoffice_mailings"
MOVES = {"start": actions.start_mailing, "stop": actions.stop_mailing, "resume": actions.resume_mailing}

add_tab(Tab(_("Messages to signers"), HOME, may_record_steps))


class MailingForm(TextsForm):
    """Subject and text in each language, and to whom."""

    texts_labels: ClassVar = {"subject": _("Subject"), "body": _("Message")}
    long_texts = frozenset({"body"})
    areas = forms.ModelMultipleChoiceField(
        Area.objects.filter(scheme="own", kind=Area.Kind.CONSTITUENCY).order_by("code"), label=_("Constituencies"),
        required=False, help_text=_("None chosen: all signers who want news."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Hold messages to their length."""
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            self.fields[f"body_{code}"].max_length = BODY_LENGTH  # type: ignore[attr-defined]
            self.fields[f"body_{code}"].widget.attrs["rows"] = 8
        first = settings.LANGUAGES[0][0]
        self.fields[f"subject_{first}"].help_text = _("Subject and message are needed in at least one language.")

    def facts(self) -> actions.MailingFacts:
        """Give what the action asks."""
        areas = tuple(self.cleaned_data["areas"])
        return actions.MailingFacts(self.texts("subject"), self.texts("body"), areas)

    def refuse(self, error: DomainError) -> None:
        """Show a fault at the first language of its text."""
        first = settings.LANGUAGES[0][0]
        error.fields = {f"{name}_{first}": words for name, words in error.fields.items()}
        add_refusal(self, error)


class Mailings(PetitionScreen, TemplateView):
    """Every message to the signers of this petition, the automatic ones too."""

    template_name = "cms/backoffice/mailings.html"
    page_title = _("Messages to signers")
    here = HOME

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the messages, newest first."""
        rows = [{"mailing": row, "share": share_done(row)} for row in mailings_of(self.petition.pk)[:100]]
        return super().get_context_data(rows=rows, **kwargs)


class WriteMailing(PetitionScreen, FormView):
    """Write a message, or change one that was not started; saving leads to how signers will read it."""

    form_class = MailingForm
    template_name = "cms/backoffice/petition_write.html"
    page_title = _("A message to signers")
    here = HOME

    @cached_property
    def mailing(self) -> SignerMailing | None:
        """Give the message; None for a new one."""
        if "message" not in self.kwargs:
            return None
        return get_object_or_404(SignerMailing, pk=self.kwargs["message"], petition=self.petition)

    def get_initial(self) -> dict[str, Any]:
        """Show what stands."""
        if self.mailing is None:
            return {}
        texts = {f"{part}_{code}": text for part in ("subject", "body")
                 for code, text in getattr(self.mailing, part).items()}  # fmt: skip
        return {**texts, "areas": self.mailing.areas.all()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the button."""
        return super().get_context_data(**{"button": _("Look at it"), **kwargs})

    def form_valid(self, form: MailingForm) -> HttpResponse:
        """Save it, and show it as signers will read it."""
        try:
            mailing = actions.write_mailing(self.petition, form.facts(), by=self.actor, mailing=self.mailing)
            actions.preview_mailing(mailing, by=self.actor)
        except DomainError as error:
            form.refuse(error)
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        return HttpResponseRedirect(reverse("backoffice_mailing", args=[self.petition.pk, mailing.pk]))

    def form_invalid(self, form: MailingForm) -> HttpResponse:
        """Show the form again, everything typed kept."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Mailing(PetitionScreen, TemplateView):
    """One message as signers read it, how many get it, how far it has come; a button for each move that is open."""

    template_name = "cms/backoffice/mailing.html"
    here = HOME

    def get_page_title(self) -> str:
        """Give the subject."""
        return str(self.mailing)

    @cached_property
    def mailing(self) -> SignerMailing:
        """Give the message; 404 for one of another petition."""
        return get_object_or_404(SignerMailing, pk=self.kwargs["message"], petition=self.petition)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the letters by language and the moves."""
        row = self.mailing
        letters = [
            {"language": code, "name": name, "subject": row.subject[code], "body": row.body.get(code, "")}
            for code, name in settings.LANGUAGES if row.subject.get(code)
        ]  # fmt: skip
        now = MAILING.open_to(self.actor, row)
        moves = [move for move in now if move.verb in MOVES]
        may_write = any(move.verb == "rewrite" for move in now) and not row.is_automatic
        return super().get_context_data(
            mailing=row, letters=letters, moves=moves, share=share_done(row), may_write=may_write, **kwargs
        )

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Start it, stop it, go on; 409 where it moved on meanwhile."""
        verb = request.POST.get("verb", "")
        if verb not in MOVES:
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            MOVES[verb](self.mailing, by=actor_of(request))
        except DomainError as error:
            del self.mailing
            return self.render_to_response(self.get_context_data(lost=str(error.message)), status=error.status)
        messages.success(request, __("Done: %(title)s") % {"title": self.get_page_title()})
        return HttpResponseRedirect(request.path)


urlpatterns: list[URLPattern] = [
    path("desk/petitions/<int:pk>/mailings/", Mailings.as_view(), name=HOME),
    path("desk/petitions/<int:pk>/mailings/write/", WriteMailing.as_view(), name="backoffice_mailing_new"),
    path("desk/petitions/<int:pk>/mailings/<int:message>/", Mailing.as_view(), name="backoffice_mailing"),
    path(
        "desk/petitions/<int:pk>/mailings/<int:message>/write/", WriteMailing.as_view(), name="backoffice_mailing_write"
    ),
]
