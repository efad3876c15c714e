"""Appearance: the one row that a parliament's communications team edits; poor pairs of colours are refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import PreviewableMixin

from cms.appearance.palette import NAMES, SHIPPED, Breach, Tokens, breaches

HEX = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write the colour as # and six figures, for instance #10392f."))


def _colour(label: Any, name: str, help_text: Any = "") -> models.CharField:
    return models.CharField(label, max_length=7, default=SHIPPED[name], validators=[HEX], help_text=help_text)


def _picture(label: Any, help_text: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "cms.CmsImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=label, help_text=help_text,
    )  # fmt: skip


class Radius(models.TextChoices):
    """How round corners are."""

    SQUARE = "0px", _("square")
    SLIGHT = "3px", _("slightly round")
    ROUND = "8px", _("round")


class Faces(models.TextChoices):
    """Type, out of the shipped stacks."""

    HOUSE = "house", _("serif titles, plain text")
    PLAIN = "plain", _("plain throughout")
    SERIF = "serif", _("serif throughout")
    CLEAR = "clear", _("extra clear letters")


@register_setting(icon="view", order=100)
class Appearance(PreviewableMixin, BaseGenericSetting):
    """What a parliament sets; all else follows from it. Error, success and the ring's shape are never themed."""

    brand = _colour(_("accent"), "brand", _("Buttons, bars and marks."))
    brand_ink = _colour(_("text on the accent"), "brand_ink")
    link = _colour(_("links"), "link")
    focus = _colour(_("focus ring"), "focus")
    paper = _colour(_("page"), "paper")
    sheet = _colour(_("tinted surface"), "sheet")
    ink = _colour(_("text"), "ink")
    link_dark = _colour(_("links, dark"), "link_dark")
    focus_dark = _colour(_("focus ring, dark"), "focus_dark")
    paper_dark = _colour(_("page, dark"), "paper_dark")
    sheet_dark = _colour(_("tinted surface, dark"), "sheet_dark")
    ink_dark = _colour(_("text, dark"), "ink_dark")
    radius = models.CharField(_("corners"), max_length=4, choices=Radius.choices, default=Radius.SLIGHT)
    faces = models.CharField(_("type"), max_length=8, choices=Faces.choices, default=Faces.HOUSE)
    logo = _picture(_("logo"), _("Stands beside the name at the top of each page, in place of the emblem."))
    header_image = _picture(_("header image"), _("Stands on the home page, and where other sites show a link to ours."))

    select_related = ["logo", "header_image"]
    panels = [
        HelpPanel(template="cms/backoffice/appearance_help.html"),
        MultiFieldPanel(
            [FieldPanel(name, widget=forms.TextInput(attrs={"type": "color"})) for name in
             ("brand", "brand_ink", "link", "focus", "paper", "sheet", "ink")],
            heading=_("Colours in the light"),
        ),
        MultiFieldPanel(
            [FieldPanel(name, widget=forms.TextInput(attrs={"type": "color"})) for name in
             ("link_dark", "focus_dark", "paper_dark", "sheet_dark", "ink_dark")],
            heading=_("Colours in the dark"),
        ),
        MultiFieldPanel([FieldPanel(name) for name in ("radius", "faces")], heading=_("Corners and type")),
        MultiFieldPanel([FieldPanel(name) for name in ("logo", "header_image")], heading=_("Images")),
    ]  # fmt: skip

    class Meta:
        """In the editor."""

        verbose_name = _("appearance")

    def __str__(self) -> str:
        """Name the setting."""
        return gettext("Appearance")

    @property
    def palette(self) -> Tokens:
        """Give the colours by field, in small letters."""
        return {name: str(getattr(self, name)).lower() for name in SHIPPED}

    def clean(self) -> None:
        """Refuse every pair under its bound, at its field. Raises ValidationError."""
        super().clean()
        try:
            found = breaches(self.palette)
        except ValueError:
            return  # a colour that is none is refused at its own field
        if found:
            raise ValidationError(_by_field(found))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let every page ask anew."""
        from cms.appearance.now import forget  # noqa: PLC0415 - it reads this model

        super().save(*args, **kwargs)
        transaction.on_commit(forget)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Show a page with one of everything."""
        return "cms/appearance_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give the theme as it would be; colours that are refused are shown all the same."""
        from cms.appearance.now import look_of  # noqa: PLC0415 - it reads this model

        try:
            return {"look": look_of(self)}
        except ValueError:
            return {"look": None}


def _by_field(found: list[Breach]) -> dict[str, list[str]]:
    """Say each breach at its field, with both names, what it has and what it needs."""
    said: dict[str, list[str]] = {}
    for breach in found:
        words = {
            "front": NAMES[breach.front],
            "ground": NAMES[breach.ground],
            "has": f"{int(breach.has * 100) / 100:.2f}",
            "needs": f"{breach.needs:g}",
        }
        text = (
            gettext("In the dark, %(front)s on %(ground)s has %(has)s:1; it needs %(needs)s:1.")
            if breach.is_dark
            else gettext("%(front)s on %(ground)s has %(has)s:1; it needs %(needs)s:1.")
        )
        said.setdefault(breach.field, []).append(text % words)
    return said
