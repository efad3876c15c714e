"""Which blocks a page may hold. Bodies keep blocks out of migrations, so a new block is one line here."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import files, lists, live, text

Blocks = list[tuple[str, blocks.Block]]


def live_blocks() -> Blocks:
    """Give the blocks that show a live object."""
    return [(kind, live.LiveBlock(kind)) for kind in live.LABELS]


def body_blocks() -> Blocks:
    """Give the blocks of a page's body, as the editor's choice groups them."""
    groups: list[tuple[Any, Blocks]] = [
        (_("Words"), _word_blocks()),
        (_("Pictures and files"), _file_blocks()),
        (_("Lists and figures"), _list_blocks()),
        (_("From the House, always as it stands now"), _house_blocks()),
    ]
    for label, found in groups:
        for _name, block in found:
            block.meta.group = label
    return [row for _label, found in groups for row in found]


def _word_blocks() -> Blocks:
    return [
        ("text", text.Words()),
        ("heading", text.Heading()),
        ("quote", text.Quote()),
        ("callout", text.Callout()),
        ("accordion", text.Accordion()),
        ("steps", text.Steps()),
        ("button", text.Button()),
        ("contact", text.Contact()),
        ("address", lists.Address()),
    ]


def _file_blocks() -> Blocks:
    return [
        ("image", files.Picture()),
        ("gallery", files.Gallery()),
        ("video", files.Video()),
        ("download", files.Download()),
    ]


def _list_blocks() -> Blocks:
    return [
        ("table", text.Table()),
        ("numbers", text.Numbers()),
        ("chart", lists.Chart()),
        ("timeline", lists.Timeline()),
        ("cards", lists.Cards()),
        ("links", lists.Links()),
    ]


def _house_blocks() -> Blocks:
    return [
        *live_blocks(),
        ("petitions", live.PetitionList()),
        ("person", lists.Person()),
        ("committee", lists.CommitteeCard()),
        ("outcome", live.Outcome()),
        ("news", live.LatestNews()),
    ]


def related_blocks() -> Blocks:
    """Give the blocks of the "About this" place beside the text."""
    return live_blocks()
