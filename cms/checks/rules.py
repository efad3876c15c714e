"""What is wrong with a page, as far as a program can see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText

from cms.blocks import lists, text
from cms.blocks.files import Picture, said

# Words that say nothing about where a link leads (WCAG 2.4.4), in the site's languages.
VAGUE = frozenset(
    {
        *("here", "click here", "click", "more", "read more", "learn more", "see more", "this", "link", "this link"),
        *("this page", "details", "go", "continue"),
        *(
            "ici",
            "cliquez ici",
            "cliquer ici",
            "plus",
            "en savoir plus",
            "lire la suite",
            "lire plus",
            "lien",
            "ce lien",
        ),
        *("هنا", "اضغط هنا", "انقر هنا", "المزيد", "اقرأ المزيد", "الرابط", "رابط"),
    }
)
ALT, HEADING, LINK = "alt", "heading", "link"


@dataclass(frozen=True)
class Fault:
    """One fault: its kind, the field and place, what to do, and whether it stops publishing."""

    kind: str
    field: str
    where: str
    words: str
    stops: bool = False


def faults_of(page: Any) -> list[Fault]:
    """Give every fault of a page, in the order of its fields."""
    found: list[Fault] = []
    image = getattr(page, "image", None)
    if image is not None and not image.description:
        found.append(
            Fault(ALT, "image", str(image.title), _("The image has no alternative text. Write one."), stops=True)
        )
    for field in page._meta.get_fields():
        value = getattr(page, field.name, None) if field.concrete else None
        if isinstance(value, StreamValue):
            found += _of_stream(value, field.name)
    return found


def _of_stream(value: StreamValue, field: str) -> Iterator[Fault]:
    has_heading = False
    for place, child in enumerate(value, start=1):
        where = _("%(block)s, block %(place)s") % {"block": child.block.label, "place": place}
        has_heading = has_heading or isinstance(child.block, text.Heading)
        for block, part in _parts(child.block, child.value):
            yield from _of_part(block, part, field, where)
            if isinstance(part, RichText) and "<h3" in part.source and not has_heading:
                words = _("A lower heading stands before the first heading. Put a heading block above it.")
                yield Fault(HEADING, field, where, words)
                has_heading = True  # said once


def _parts(block: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    """Give every part of a block, the block itself first."""
    yield block, value
    if isinstance(value, StructValue):
        for name, child in block.child_blocks.items():
            yield from _parts(child, value.get(name))
    elif isinstance(value, ListValue):
        for one in value:
            yield from _parts(block.child_block, one)


def _of_part(block: Any, value: Any, field: str, where: str) -> Iterator[Fault]:
    if isinstance(block, Picture) and value.get("image") and not value.get("decorative") and not said(value):
        words = _("The image has no alternative text. Write one, or tick “Decoration only”.")
        yield Fault(ALT, field, where, words, stops=True)
    links = links_in(value.source) if isinstance(value, RichText) else []
    if isinstance(block, lists.Target | text.Button) and value.get("words"):
        links = [str(value["words"])]
    for link in links:
        if is_vague(link):
            words = _("The link “%(words)s” does not say where it leads.") % {"words": link}
            yield Fault(LINK, field, where, words)


def is_vague(words: str) -> bool:
    """Tell whether a link's words say nothing: "here", or an address in place of words."""
    plain = re.sub(r"[\s.…:»>→]+$", "", " ".join(words.split())).lower()
    return plain in VAGUE or not plain or plain.startswith(("http://", "https://", "www."))


class _Links(HTMLParser):
    """Collects the words of every link."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a link."""
        if tag == "a":
            self.inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        """End a link."""
        self.inside = self.inside and tag != "a"

    def handle_data(self, data: str) -> None:
        """Add to the open link."""
        if self.inside:
            self.found[-1] += data


def links_in(source: str) -> list[str]:
    """Give the words of every link of a rich text."""
    reader = _Links()
    reader.feed(source)
    return reader.found
