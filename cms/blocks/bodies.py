"""Which blocks a page may hold. Bodies keep blocks out of migrations, so a new block is one line here."""

from wagtail import blocks

from cms.blocks import files, lists, live, text

Blocks = list[tuple[str, blocks.Block]]


def live_blocks() -> Blocks:
    """Give the blocks that show a live object."""
    return [(kind, live.LiveBlock(kind)) for kind in live.LABELS]


def body_blocks() -> Blocks:
    """Give the blocks of a page's body."""
    return [
        ("text", text.Words()),
        ("heading", text.Heading()),
        ("image", files.Picture()),
        ("gallery", files.Gallery()),
        ("video", files.Video()),
        ("quote", text.Quote()),
        ("callout", text.Callout()),
        ("accordion", text.Accordion()),
        ("steps", text.Steps()),
        ("table", text.Table()),
        ("button", text.Button()),
        ("contact", text.Contact()),
        ("numbers", text.Numbers()),
        ("download", files.Download()),
        ("chart", lists.Chart()),
        ("timeline", lists.Timeline()),
        ("cards", lists.Cards()),
        ("links", lists.Links()),
        ("address", lists.Address()),
        ("person", lists.Person()),
        ("committee", lists.CommitteeCard()),
        *live_blocks(),
        ("petitions", live.PetitionList()),
        ("outcome", live.Outcome()),
        ("news", live.LatestNews()),
    ]


def related_blocks() -> Blocks:
    """Give the blocks of the "About this" place beside the text."""
    return live_blocks()
