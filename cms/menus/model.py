"""Menu: the lines of one place in one language, in the editors' order."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Locale

from core.fields import BodyField
from core.web import navigation

MOST_LINES = 9


class MenuLine(blocks.StructBlock):
    """One line: a page of the menu's language, or an address of this site or another."""

    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.CharBlock(label=_("or address, as /en/petitions/"), required=False, max_length=300)
    words = blocks.CharBlock(
        label=_("Words"), required=False, max_length=60, help_text=_("Empty, the page's own title is used.")
    )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Ask for a page, or for an address with words. Raises StructBlockValidationError."""
        cleaned = super().clean(value)
        url = cleaned.get("url") or ""
        faults: dict[str, ValidationError] = {}
        if not cleaned.get("page") and not url:
            faults["page"] = ValidationError(_("Choose a page or write an address."))
        if url and (not url.startswith(("/", "https://")) or url.startswith("//")):
            faults["url"] = ValidationError(_("Begin the address with / or https://."))
        if url and not cleaned.get("page") and not cleaned.get("words"):
            faults["words"] = ValidationError(_("Write the words of this line."))
        if faults:
            raise StructBlockValidationError(faults)
        return cleaned

    class Meta:
        """In the editor."""

        icon = "link"
        label = _("Line")


class Place(models.TextChoices):
    """Where a menu stands."""

    MAIN = navigation.MAIN, _("Main navigation")
    TAKE_PART = navigation.TAKE_PART, _("Foot of the page: Take part")
    OPEN = navigation.OPEN, _("Foot of the page: Open House")
    ABOUT = navigation.ABOUT, _("Foot of the page: About this site")


class Menu(models.Model):
    """The lines of one place in one language. Delete it, and the built-in lines are back."""

    place = models.CharField(_("place"), max_length=12, choices=Place.choices)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language"))
    lines = BodyField([("line", MenuLine())], max_num=MOST_LINES, verbose_name=_("lines"))

    panels = [FieldPanel("place"), FieldPanel("locale"), FieldPanel("lines")]

    class Meta:
        """One for each place and language."""

        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "locale"],
                name="one_menu_a_place",
                violation_error_message=_("This place has a menu in this language. Change that one."),
            )
        ]

    def __str__(self) -> str:
        """Name place and language."""
        return f"{self.get_place_display()} ({self.locale})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let every page ask anew."""
        super().save(*args, **kwargs)
        _ask_anew()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete, and let every page ask anew."""
        gone = super().delete(*args, **kwargs)
        _ask_anew()
        return gone


def _ask_anew() -> None:
    from cms.landmarks import forget  # noqa: PLC0415 - it reads this model

    transaction.on_commit(forget)
