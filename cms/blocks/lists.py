"""Blocks that are lists or drawings: cards, links, moments, a chart, people of the House, an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError

from cms.blocks.live import RecordChoice
from cms.blocks.text import PLAIN_FEATURES
from core.parliament.models import Committee, Member

ADDRESSES = ("/", "https://", "http://", "mailto:")
MOST_BARS = 24


class Target(blocks.StructBlock):
    """Words that lead to a page of ours or to an address."""

    words = blocks.CharBlock(label=_("Words"), required=False, max_length=120)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.CharBlock(label=_("or address, as /en/petitions/"), required=False, max_length=300)
    text = blocks.TextBlock(label=_("What one finds there"), required=False, max_length=300, rows=2)

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Ask for a page, or for an address with words. Raises StructBlockValidationError."""
        cleaned = super().clean(value)
        url, page = cleaned.get("url") or "", cleaned.get("page")
        faults = {}
        if not page and not url:
            faults["page"] = ValidationError(_("Choose a page or write an address."))
        if url and (not url.startswith(ADDRESSES) or url.startswith("//")):
            faults["url"] = ValidationError(_("Begin the address with / or https://."))
        if not page and not cleaned.get("words"):
            faults["words"] = ValidationError(_("Write the words of this link."))
        if faults:
            raise StructBlockValidationError(faults)
        return cleaned


class Cards(blocks.ListBlock):
    """Ways to go on, each with a line of text."""

    def __init__(self, **kwargs: object) -> None:
        """Hold two to nine."""
        super().__init__(Target(), min_num=2, max_num=9, **kwargs)

    class Meta:
        """In the editor."""

        icon = "grip"
        label = _("Cards")
        template = "cms/blocks/cards.html"


class Links(blocks.StructBlock):
    """A list of links under a title."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    links = blocks.ListBlock(Target(), label=_("Links"), min_num=1, max_num=20)

    class Meta:
        """In the editor."""

        icon = "list-ul"
        label = _("Links")
        template = "cms/blocks/links.html"


class Moment(blocks.StructBlock):
    """One moment on the line."""

    at = blocks.CharBlock(label=_("When"), max_length=40)
    title = blocks.CharBlock(label=_("What"), max_length=120)
    text = blocks.TextBlock(label=_("More"), required=False, rows=2)
    state = blocks.ChoiceBlock(
        label=_("State"), choices=[("", _("Past")), ("now", _("Now")), ("due", _("To come"))], required=False
    )


class Timeline(blocks.ListBlock):
    """What happened when."""

    def __init__(self, **kwargs: object) -> None:
        """Hold two moments or more."""
        super().__init__(Moment(), min_num=2, **kwargs)

    class Meta:
        """In the editor."""

        icon = "history"
        label = _("Timeline")
        template = "cms/blocks/timeline.html"


class Chart(blocks.StructBlock):
    """Figures as bars, drawn by the server, with the same figures as a table."""

    title = blocks.CharBlock(label=_("What it shows"), max_length=160)
    unit = blocks.CharBlock(label=_("What is counted"), max_length=60)
    rows = blocks.TextBlock(
        label=_("Figures"), rows=6, help_text=_("One bar a line, word and figure, as copied from a spreadsheet.")
    )
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=200)

    @staticmethod
    def figures(rows: str) -> list[tuple[str, float]]:
        """Give (word, figure) of each line. ValueError for a line without a figure."""
        found = []
        for line in filter(str.strip, rows.splitlines()):
            word, _mark, figure = line.strip().rpartition("\t" if "\t" in line else "|" if "|" in line else " ")
            found.append((word.strip(), float(figure.strip().replace(",", ""))))
        return found

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Ask for bars with figures from 0 up. Raises StructBlockValidationError at `rows`."""
        cleaned = super().clean(value)
        try:
            figures = self.figures(cleaned["rows"])
        except ValueError:
            figures = []
        is_sound = 1 < len(figures) <= MOST_BARS and all(word and figure >= 0 for word, figure in figures)
        if not is_sound or not any(figure for _word, figure in figures):
            words = _("Write 2 to 24 lines, each with a word and a figure, for instance: 2026 | 120.")
            raise StructBlockValidationError({"rows": ValidationError(words)})
        return cleaned

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add each bar with its length of 100."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        try:
            figures = self.figures(value.get("rows") or "")
        except ValueError:
            figures = []
        most = max((figure for _word, figure in figures), default=0) or 1
        bars = [
            {"words": word, "value": _plain(figure), "length": f"{100 * figure / most:.1f}"} for word, figure in figures
        ]
        return {**context, "bars": bars}

    class Meta:
        """In the editor."""

        icon = "order"
        label = _("Chart")
        template = "cms/blocks/chart.html"


def _plain(figure: float) -> int | float:
    """Give a whole figure as one."""
    return int(figure) if figure.is_integer() else figure


class Address(blocks.StructBlock):
    """Where something is and how to get there; in words, without a map of another site."""

    name = blocks.CharBlock(label=_("Name of the place"), max_length=120)
    address = blocks.TextBlock(label=_("Address"), rows=3)
    way = blocks.RichTextBlock(label=_("How to get there"), required=False, features=PLAIN_FEATURES)
    access = blocks.TextBlock(label=_("Without steps"), required=False, rows=2)

    class Meta:
        """In the editor."""

        icon = "site"
        label = _("Address")
        template = "cms/blocks/address.html"


class FromTheHouse(RecordChoice):
    """One member or committee, as the House knows it now; vanishes where it is gone."""

    def __init__(self, model: type[Member] | type[Committee], **kwargs: Any) -> None:
        """Take the model."""
        self.model = model
        super().__init__(choices=self.choices_now, **kwargs)

    def choices_now(self) -> list[tuple[str, str]]:
        """List what an editor may choose."""
        return [(record.slug, str(record)) for record in self.model.objects.order_by("pk")]

    def get_context(self, value: str, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the record and the pages that lead to it."""
        from django.utils.translation import get_language  # noqa: PLC0415 - asked at the moment of writing

        from cms.landmarks import addresses  # noqa: PLC0415 - pages use blocks

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        pages = addresses(get_language() or "en")
        rows: Any = self.model.objects.filter(slug=value)
        if self.model is Member:
            rows = rows.select_related("constituency")
        return {
            **context,
            "record": rows.first(),
            "members": pages.get("members"),
            "committees": pages.get("committees"),
        }


class Person(FromTheHouse):
    """One member with seat and group."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the members."""
        super().__init__(Member, label=_("Member"), icon="user", **kwargs)

    class Meta:
        """On the page."""

        template = "cms/blocks/person.html"


class CommitteeCard(FromTheHouse):
    """One committee with its remit."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the committees."""
        super().__init__(Committee, label=_("Committee"), icon="group", **kwargs)

    class Meta:
        """On the page."""

        template = "cms/blocks/committee.html"
