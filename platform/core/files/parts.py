"""The XML parts of a zipped document, walked once without a tree, within limits that no honest document reaches.

A document of 1,000 pages holds some 300,000 elements. The work for a file grows with its length alone.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import IO

from lxml import etree

from core.errors import Invalid
from core.files.kinds import BROKEN

MAX_XML = 30_000_000
MAX_ELEMENTS = 500_000
MAX_DEPTH = 250
PIECE = 65_536
DAMAGE = (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, OSError, EOFError)


class Frame:
    """One open element: its name, whether its text is left out, and what a walker notes of its looks.

    `dropped`: left out and told; `passed`: left out because the same words were read already, so not told. `styled`: a
    style hides what stands here; `base`: the same before the element names its own style; `direct`: hidden or shown by
    its own formatting, None where it says nothing; `taken`: the first of several alternatives was read.
    """

    __slots__ = ("base", "direct", "dropped", "name", "passed", "styled", "taken")

    def __init__(self, name: str, above: Frame | None = None) -> None:
        """Open an element; what leaves its parent out leaves it out too."""
        self.name = name
        self.dropped: bool = above.dropped if above else False
        self.passed: bool = above.passed if above else False
        self.styled: bool = above.styled if above else False
        self.base = self.styled
        self.direct: bool | None = None
        self.taken = False


class Walker:
    """A target of lxml's parser that keeps the open elements and collects paragraphs; a kind of document adds rules."""

    spaces: dict[str, str] = {}

    def __init__(self, elements: int = 0) -> None:
        """Begin outside the document; `elements` are those that were read in other parts of the same file."""
        self.frames = [Frame("")]
        self.elements = elements
        self.has_hidden_text = False
        self.paragraphs: list[list[str]] = []
        self.opened: list[list[str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element. Raises Invalid for a file of too many, or nested too deep."""
        self.elements += 1
        if self.elements > MAX_ELEMENTS or len(self.frames) > MAX_DEPTH:
            raise Invalid(BROKEN)
        frame = Frame(self.short(tag), self.frames[-1])
        self.enter(frame, self.frames[-1], attributes)
        self.frames.append(frame)

    def end(self, tag: str) -> None:
        """Close the last element."""
        self.leave(self.frames.pop())

    def data(self, text: str) -> None:
        """Take text; a walker's own rule says whether it is seen."""

    def doctype(self, *facts: str | None) -> None:
        """Refuse a document type: neither format has one, and entities come with it."""
        raise Invalid(BROKEN)

    def close(self) -> None:
        """End the document."""

    def enter(self, frame: Frame, above: Frame, attributes: dict[str, str]) -> None:
        """Follow the rules of the format for an element that opens."""

    def leave(self, frame: Frame) -> None:
        """Follow the rules of the format for an element that closes."""

    def short(self, tag: str) -> str:
        """Give the name with the short prefix of its namespace; an unknown namespace becomes "?"."""
        space, _brace, name = tag.rpartition("}")
        return self.spaces.get(space[1:], "?:") + name

    def begin_paragraph(self) -> None:
        """Open a paragraph at its place; one inside another (a text box, a note) comes after it."""
        self.opened.append([])
        self.paragraphs.append(self.opened[-1])

    def end_paragraph(self) -> None:
        """Close the innermost paragraph; an empty one takes no room."""
        pieces = self.opened.pop()
        text = "".join(pieces).strip()
        pieces[:] = [text] if text else []
        if not pieces and self.paragraphs[-1] is pieces:
            self.paragraphs.pop()

    def take(self, text: str, frame: Frame) -> None:
        """Write text into the open paragraph, or leave it out and remember that."""
        if frame.passed:
            return
        if frame.dropped:
            self.has_hidden_text |= bool(text.strip())
        elif self.opened:
            self.opened[-1].append(text)

    def read(self) -> list[str]:
        """Give the paragraphs that hold text."""
        return texts(self.paragraphs)


def texts(paragraphs: list[list[str]]) -> list[str]:
    """Give the closed paragraphs that hold text."""
    return ["".join(pieces) for pieces in paragraphs if pieces]


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open a zipped document. Raises Invalid for a damaged one."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        raise Invalid(BROKEN) from error


def walk_part(archive: zipfile.ZipFile, name: str, walker: Walker) -> None:
    """Walk one part, if it is there. Raises Invalid for one that is damaged or beyond the limits."""
    if name not in archive.NameToInfo:
        return
    parser = etree.XMLParser(target=walker, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with archive.open(name) as part:
            _feed(parser, part)
    except (*DAMAGE, RuntimeError) as error:
        raise Invalid(BROKEN) from error


def _feed(parser: etree.XMLParser, part: IO[bytes]) -> None:
    length = 0
    while piece := part.read(PIECE):
        length += len(piece)
        if length > MAX_XML:
            raise Invalid(BROKEN)
        parser.feed(piece)
    parser.close()
