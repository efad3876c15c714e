"""Doors of the bare install: the one-time link, the checklist, and the plain steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from cms.appearance.model import HEX, Appearance
from cms.appearance.palette import dark, light
from cms.legal import lay_legal_drafts, legal_pages
from config.setup_site import actions as house
from config.setup_site.checklist import checklist, steps_found
from config.setup_site.first_admin import check_token, make_first_admin
from config.setup_site.forms import ColoursForm, LanguagesForm, NameForm, PagesForm, PetitionsForm
from config.setup_site.gate import Gate, StepDoor
from config.setup_site.steps import STEPS, first_open, states, states_shown
from core.institution import actions, facts
from core.institution.actions import DONE, SKIPPED
from core.web.doors import FormDoor
from core.web.forms import EmailField, HouseForm, NameField
from petitions.actions.kinds import Figures, figures_in_force, set_up_kind


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
        """Make the account; lead on to signing in, the second factor, and the set-up."""
        make_first_admin(self.kwargs["token"], **form.cleaned_data)
        return f"{reverse('account_password_login')}?next={reverse('setup:checklist')}"


class SetUp(Gate, TemplateView):
    """Where one begins, goes on and ends: the steps with their states, and what is still open."""

    template_name = "setup/checklist.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Look everything up."""
        items = checklist()
        known = states_shown(steps_found(items))
        words = {DONE: ("done", _("Done")), SKIPPED: ("plain", _("Skipped"))}
        tasks = []
        for step in STEPS:
            kind, said = words.get(known.get(step.key, ""), ("open", _("To do")))
            tasks.append({"name": step.name, "url": step.url, "tag": kind, "tag_words": said})
        return super().get_context_data(
            tasks=tasks, go_on=first_open(known), done=sum(step.key in known for step in STEPS), total=len(STEPS),
            has_begun=bool(states()), open_items=[item for item in items if not item.is_done],
            done_items=[item for item in items if item.is_done], **context,
        )  # fmt: skip


class Languages(StepDoor):
    """Which languages."""

    key = "languages"
    form_class = LanguagesForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is on offer now."""
        return {"languages": facts.codes(), "default": facts.default_language()}

    def save(self, form: LanguagesForm) -> None:
        """Choose."""
        actions.choose_languages(form.cleaned_data["languages"], default=form.cleaned_data["default"], by=self.actor)


class Name(StepDoor):
    """What it is called."""

    key = "name"
    form_class = NameForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is set; what only the settings say stands in the first language."""
        row = actions.institution()
        texts = {"name": row.name, "description": row.description, "address": row.address}
        found = {f"{part}_{code}": words for part, told in texts.items() for code, words in told.items()}
        if not row.name and settings.SITE_NAME != "Parliament":
            found[f"name_{facts.default_language()}"] = facts.site_name(facts.default_language())
        return {**found, "help_email": facts.help_email()}

    def save(self, form: NameForm) -> None:
        """Name it."""
        actions.rename(
            name=form.texts("name"), description=form.texts("description"), address=form.texts("address"),
            help_email=form.cleaned_data["help_email"], by=self.actor,
        )  # fmt: skip
        house.name_the_site(by=self.actor)


class Colours(StepDoor):
    """What it looks like."""

    key = "colours"
    form_class = ColoursForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the one row of the settings."""
        return {**super().get_form_kwargs(), "instance": Appearance.objects.first() or Appearance()}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Draw the colours as they are, or as they were tried."""
        found = super().get_context_data(**context)
        palette = found["form"].instance.palette
        return {**found, "samples": _samples(palette)}

    def save(self, form: ColoursForm) -> None:
        """Save what the form has checked."""
        house.save_appearance(form.instance, by=self.actor)


def _samples(palette: dict[str, str]) -> list[dict[str, Any]]:
    try:
        for colour in palette.values():
            HEX(colour)
    except ValidationError:
        return []
    return [{"name": _("In the light"), "tokens": light(palette)}, {"name": _("In the dark"), "tokens": dark(palette)}]


class Pages(StepDoor):
    """The pages that every site must have, made as drafts."""

    key = "pages"
    form_class = PagesForm

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give what there is of each page in each language."""
        rows = legal_pages(facts.codes())
        return super().get_context_data(
            rows=rows, languages=facts.languages(), is_complete=all(cell.page for row in rows for cell in row.cells),
            **context,
        )  # fmt: skip

    def save(self, form: PagesForm) -> None:
        """Make what is missing."""
        made = lay_legal_drafts(facts.codes(), by=self.actor)
        actions.record("institution.lay_pages", by=self.actor, data={"made": made})

    def act(self, form: Any) -> str:
        """Stay here while there was something to make: the drafts are to be opened."""
        was_complete = self.get_context_data(form=form)["is_complete"]
        onward = str(super().act(form))
        return onward if was_complete else self.request.path


class Petitions(StepDoor):
    """The first kind of petition."""

    key = "petitions"
    form_class = PetitionsForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with the figures in force."""
        now = figures_in_force()
        return dict(vars(now)) if now else {}

    def save(self, form: PetitionsForm) -> None:
        """Set it up; the petitions' own action records the new version, if there is one."""
        set_up_kind(Figures(**form.cleaned_data), by=self.actor)
