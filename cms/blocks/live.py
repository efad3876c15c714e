"""Live blocks: they show a petition, bill, hearing or call as it stands now, and vanish where it is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.live import card_of, find_kind, petition_list
from core.parliament.selectors import committees, constituencies

MOST_CHOICES = 300
FEWEST, MOST = 3, 6  # petitions in a list
WHICH = [
    ("open", _("Opened last")),
    ("lately", _("Most signed in the last seven days")),
    ("near", _("Nearest to their next threshold")),
]
LABELS = {"petition": _("Petition"), "bill": _("Bill"), "hearing": _("Hearing"), "call": _("Call for evidence")}
ICONS = {"petition": "edit", "bill": "doc-full", "hearing": "comment", "call": "folder-open-1"}


class RecordChoice(blocks.ChoiceBlock):
    """A choice among records. Its keys are text, so a page is read without listing what else could be chosen."""

    def normalize_choice(self, value: Any) -> Any:
        """Give the key as text; Wagtail would go through every choice, a query for each block of each page."""
        return None if value is None else str(value)


class LiveBlock(RecordChoice):
    """One live object, chosen from those that are public; the value is its key within its kind."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        """Take the kind, a row of cms.live's table."""
        self.kind = kind
        super().__init__(choices=self.choices_now, label=LABELS[kind], icon=ICONS[kind], **kwargs)

    def choices_now(self) -> list[tuple[str, str]]:
        """List what an editor may choose; none where the domain is absent."""
        kind = find_kind(self.kind)
        records = kind.choosable()[:MOST_CHOICES] if kind else ()
        return [(str(record.pk), self.name_of(record)) for record in records]

    @staticmethod
    def name_of(record: Any) -> str:
        """Give the words in the list of choices."""
        number = getattr(record, "number", "")
        return Truncator(f"{number} · {record}" if number else str(record)).chars(100)

    def get_context(self, value: str, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the card; None where the object is hidden."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["card"] = card_of(self.kind, int(value)) if str(value).isdecimal() else None
        return context

    class Meta:
        """On the page."""

        template = "cms/blocks/live.html"


def _committees() -> list[tuple[str, str]]:
    return [(row.slug, str(row)) for row in committees()]


def _constituencies() -> list[tuple[str, str]]:
    return sorted(((row.code, str(row)) for row in constituencies()), key=lambda row: row[1])


class PetitionList(blocks.StructBlock):
    """Some open petitions as they stand now, each with its count and what is missing until its next threshold."""

    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    which = blocks.ChoiceBlock(label=_("Which"), choices=WHICH, default="open")
    count = blocks.IntegerBlock(label=_("How many"), min_value=FEWEST, max_value=MOST, default=FEWEST)
    committee = RecordChoice(
        label=_("Committee"), choices=_committees, required=False, help_text=_("Only what goes to this committee.")
    )
    area = RecordChoice(
        label=_("Constituency"), choices=_constituencies, required=False,
        help_text=_("Only what enough people of this constituency have signed."),
    )  # fmt: skip

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the rows and the way to the whole list; none where nothing is open."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        facts = {name: value.get(name) or "" for name in ("committee", "area")}
        which, count = value.get("which") or "open", min(max(value.get("count") or FEWEST, FEWEST), MOST)
        return {**context, **petition_list(which, count, **facts)}

    class Meta:
        """In the editor and on the page."""

        icon = "list-ul"
        label = _("List of petitions")
        template = "cms/blocks/petitions.html"


class LatestNews(blocks.StructBlock):
    """The newest news on one topic."""

    topic = blocks.CharBlock(label=_("Topic"), required=False, max_length=40)

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the news in the language of the page."""
        from cms.pages.news import latest_news  # noqa: PLC0415 - pages use blocks

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["news"] = latest_news(3, topic=value.get("topic") or "")
        return context

    class Meta:
        """In the editor and on the page."""

        icon = "list-ul"
        label = _("Latest news")
        template = "cms/blocks/news.html"


class Outcome(blocks.PageChooserBlock):
    """One "you said, we did"; vanishes where its page is not public."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer outcome pages only."""
        super().__init__(page_type="cms.OutcomePage", label=_("You said, we did"), icon="tick", **kwargs)

    def get_context(self, value: Any, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the outcome's own page, in the language of the reader."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["outcome"] = value.localized.specific if value and value.localized.live else None
        return context

    class Meta:
        """On the page."""

        template = "cms/blocks/outcome.html"
