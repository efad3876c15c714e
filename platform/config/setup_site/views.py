"""Pages of the bare install."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.setup_site.checklist import checklist
from config.setup_site.first_admin import check_token, make_first_admin
from core.web.doors import FormDoor
from core.web.forms import EmailField, HouseForm, NameField


class FirstAdminForm(HouseForm):
    """Who the first administrator is."""

    name = NameField()
    email = EmailField()
    password = forms.CharField(
        label=_("Password"), help_text=_("At least 12 characters."), error_messages={"required": _("Enter a password")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip


class FirstAdmin(FormDoor):
    """Make the first administrator by the one-time link."""

    form_class = FirstAdminForm
    template_name = "setup/first_admin.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Check the link before anything is shown."""
        check_token(self.kwargs["token"])
        return super().get_context_data(**context)

    def act(self, form: FirstAdminForm) -> str:
        """Make the account; lead on to signing in and the second factor."""
        make_first_admin(self.kwargs["token"], **form.cleaned_data)
        return f"{reverse('account_password_login')}?next={reverse('wagtailadmin_home')}"


class SetUp(TemplateView):
    """The checklist; stands only on an installation that asks for it."""

    template_name = "setup/checklist.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Look everything up."""
        if not settings.SETUP_PAGE:
            raise Http404
        items = checklist()
        done = sum(item.is_done for item in items)
        return super().get_context_data(items=items, done=done, **context)
