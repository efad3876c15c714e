"""The text of a document as paragraphs. What a reader of the document cannot see is left out and reported."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import Invalid
from core.files import cleaning, opendocument, rtf, word
from core.files.kinds import BROKEN, DOCX, ODT, PDF, RTF, TXT, Kind, decode
from core.files.parts import open_archive

# What PostgreSQL's jsonb (NUL) and UTF-8 (lone surrogates) cannot hold, and controls that no page shows.
UNWRITTEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
TURNS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")


@dataclass(frozen=True)
class Extract:
    """Paragraphs that a reader sees, and whether hidden or deleted text was left out.

    Of a PDF there are no paragraphs, and `has_hidden_text` says that a description stays that nobody sees on its pages.
    """

    paragraphs: list[str]
    has_hidden_text: bool = False

    @property
    def text(self) -> str:
        """Give the paragraphs as one text, a blank line between them."""
        return "\n\n".join(self.paragraphs)


def extract(kind: Kind, data: bytes) -> Extract:
    """Give the text of a file; a PDF gives none (its reader shows it). Raises Invalid for a damaged file."""
    paragraphs, has_hidden_text = READERS[kind](data)
    return Extract([text for text in map(written, paragraphs) if text], has_hidden_text)


def written(text: str) -> str:
    """Give text without control characters and halves of characters; every kind of line end becomes a line break."""
    return UNWRITTEN.sub("", TURNS.sub("\n", text)).strip()


def paragraphs_of(text: str) -> list[str]:
    """Split typed text into paragraphs at blank lines; single line breaks stay inside."""
    blocks = written(text).split("\n\n")
    return [block.strip() for block in blocks if block.strip()]


def _typed(data: bytes) -> tuple[list[str], bool]:
    try:
        return paragraphs_of(decode(data)), False
    except UnicodeDecodeError as error:
        raise Invalid(BROKEN) from error


def _rich(data: bytes) -> tuple[list[str], bool]:
    text, has_hidden_text = rtf.read(data)
    return paragraphs_of(text), has_hidden_text


def _word(data: bytes) -> tuple[list[str], bool]:
    with open_archive(data) as archive:
        return word.read(archive)


def _opendocument(data: bytes) -> tuple[list[str], bool]:
    with open_archive(data) as archive:
        return opendocument.read(archive)


def _pdf(data: bytes) -> tuple[list[str], bool]:
    return [], cleaning.keeps_description(data)


READERS: dict[Kind, Callable[[bytes], tuple[list[str], bool]]] = {
    TXT: _typed,
    RTF: _rich,
    DOCX: _word,
    ODT: _opendocument,
    PDF: _pdf,
}
