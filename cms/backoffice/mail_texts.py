"""The words of our mails: staff change them by language, look at them, and go back to the shipped ones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.actors import Predicate, actor_of
from core.audit.access import record_look
from core.errors import DomainError
from core.mail import envelope, kinds, suppressions, texts, writing
from core.mail.kinds import Kind
from core.mail.models import MailText
from core.mail.rules import may_let_mail_go, may_look_up_mail, writes_mail_texts
from core.web.doors import add_refusal
from core.web.forms import EmailField


class MailScreen(WagtailAdminTemplateMixin):
    """What the screens share: who gets in, and the way back to the list."""

    _show_breadcrumbs = True
    header_icon = "mail"
    may = writes_mail_texts
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may: most screens are for those who write mail texts."""
        self.actor = actor_of(request)
        if not self.may(self.actor, None):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        index = {"url": reverse("backoffice_mail_texts"), "label": _("Mail texts")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]


class MailTexts(MailScreen, TemplateView):
    """Every kind of mail, and in which languages its words are ours or the shipped ones."""

    template_name = "cms/backoffice/mail_texts.html"
    page_title = _("Mail texts")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """List them in two queries, however many there are."""
        own = {(row.kind, row.language): row for row in MailText.objects.all()}
        rows = [
            {
                "kind": kind,
                "cells": [_cell(kind, code, own.get((kind.name, code))) for code in dict(settings.LANGUAGES)],
            }
            for kind in kinds.registered()
        ]
        may_look_up = may_look_up_mail(self.actor, None)
        return super().get_context_data(rows=rows, languages=settings.LANGUAGES, may_look_up=may_look_up, **context)


def _cell(kind: Kind, language: str, own: MailText | None) -> dict[str, Any]:
    name = dict(settings.LANGUAGES)[language]
    return {
        "url": reverse("backoffice_mail_text", args=[language, kind.name]),
        "own": own,
        "language": language,
        "name": name,
    }


class MailTextForm(forms.Form):
    """Subject and text of one kind in one language."""

    use_required_attribute = False
    subject = forms.CharField(label=_("Subject"), required=False)
    body = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 16}))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        """Let the fields speak the mail's language."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for field in self.fields.values():
            attrs = {"lang": language, "dir": "rtl" if get_language_info(language)["bidi"] else "ltr"}
            field.widget.attrs.update(attrs)


class WriteMailText(MailScreen, FormView):
    """Write the words of one kind in one language; preview; go back to the shipped ones."""

    form_class = MailTextForm
    template_name = "cms/backoffice/mail_text.html"

    @cached_property
    def kind(self) -> Kind:
        """Give the kind; raises NotFound."""
        return writing.kind_for(self.kwargs["kind"], self.kwargs["language"])

    @cached_property
    def own(self) -> MailText | None:
        """Give staff's own words, where there are some."""
        return MailText.objects.filter(kind=self.kind.name, language=self.kwargs["language"]).first()

    def get_page_title(self) -> str:
        """Name kind and language."""
        return f"{self.kind.label} ({dict(settings.LANGUAGES)[self.kwargs['language']]})"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form its language."""
        return {**super().get_form_kwargs(), "language": self.kwargs["language"]}

    def get_initial(self) -> dict[str, Any]:
        """Begin from our own words, else from the shipped ones."""
        if self.own:
            return {"subject": self.own.subject, "body": self.own.body}
        subject, body = texts.shipped_with_placeholders(self.kind, self.kwargs["language"])
        return {"subject": subject, "body": body}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the placeholders."""
        return super().get_context_data(
            kind=self.kind, own=self.own, needs=self.kind.needs, facts=self.kind.facts, **context
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Reset, or take the form."""
        if "reset" in request.POST:
            writing.reset_mail_text(self.kind.name, kwargs["language"], by=self.actor)
            return HttpResponseRedirect(request.path)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: MailTextForm) -> HttpResponse:
        """Show how it would look, or save it."""
        words = form.cleaned_data
        try:
            if "preview" in self.request.POST:
                writing.check_words(self.kind, words["subject"], words["body"])
                return self.render_to_response(self.get_context_data(form=form, preview=self.preview(words)))
            writing.save_mail_text(self.kind.name, self.kwargs["language"], **words, by=self.actor)
        except DomainError as error:
            add_refusal(form, error)
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        return HttpResponseRedirect(reverse("backoffice_mail_texts"))

    def preview(self, words: dict[str, str]) -> dict[str, str]:
        """Give the mail with made-up facts: subject, text, HTML."""
        language = self.kwargs["language"]
        values = texts.sample_values(self.kind, language)
        subject, body = texts.filled(words["subject"], values), texts.filled(words["body"], values)
        return {"subject": subject, "text": body, "html": envelope.html_of(subject, body, language)}


class LookUpForm(forms.Form):
    """An address to look up."""

    use_required_attribute = False
    email = EmailField(label=_("E-mail address"))


class HeldBack(MailScreen, FormView):
    """Tell whether mail to an address is held back, why and since when. Addresses are never listed.

    For administrators and auditors; administrators let mail go again. Each look leaves a line in the audit trail.
    """

    may = may_look_up_mail
    form_class = LookUpForm
    template_name = "cms/backoffice/mail_held_back.html"
    page_title = _("Mail held back")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand at the top: who looks addresses up need not write texts."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: LookUpForm) -> HttpResponse:
        """Look up, or lift."""
        address = form.cleaned_data["email"]
        lifted = suppressions.let_go(address, by=self.actor) if "lift" in self.request.POST else 0
        found = suppressions.suppressions_of(address)
        record_look("mail_held_back", by=self.actor, kinds={"email"}, rows=len(found))
        may_lift = may_let_mail_go(self.actor, None)
        facts = {"found": found, "lifted": lifted, "may_lift": may_lift, "was_asked": True}
        return self.render_to_response(self.get_context_data(form=form, **facts))

    def form_invalid(self, form: LookUpForm) -> HttpResponse:
        """Show the form again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class MailMenuItem(MenuItem):
    """A line in the menu; hidden from those it is not for."""

    def __init__(self, label: Any, route: str, may: Predicate, order: int) -> None:
        """Take its words, its screen and who may see it."""
        super().__init__(label, reverse(route), name=route, icon_name="mail", order=order)
        self.may = may

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask who may."""
        return self.may(actor_of(request), None)


def menu_items() -> list[MenuItem]:
    """Give the lines of the menu."""
    return [
        MailMenuItem(_("Mail texts"), "backoffice_mail_texts", writes_mail_texts, 800),
        MailMenuItem(_("Mail held back"), "backoffice_mail_held_back", may_look_up_mail, 805),
    ]
