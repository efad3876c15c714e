"""The text of a document as paragraphs. What a reader of the document cannot see is left out and reported."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from core.files import rtf
from core.files.kinds import DOCX, ODT, RTF, TXT, Kind, decode

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"  # ECMA-376 part 1, section 17
T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"  # OpenDocument 1.3 part 3, section 5
MAX_XML = 60_000_000


@dataclass(frozen=True)
class Extract:
    """Paragraphs that a reader sees, and whether hidden or deleted text was left out."""

    paragraphs: list[str]
    has_hidden_text: bool = False

    @property
    def text(self) -> str:
        """Give the paragraphs as one text, a blank line between them."""
        return "\n\n".join(self.paragraphs)


def extract(kind: Kind, data: bytes) -> Extract:
    """Give the text of a file; a PDF gives none (its reader shows it). Never raises: what cannot be read is empty."""
    try:
        if kind == TXT:
            return Extract(paragraphs_of(decode(data)))
        if kind == RTF:
            return Extract(paragraphs_of(rtf.to_text(data)))
        if kind == DOCX:
            return _docx(_part(data, "word/document.xml"))
        if kind == ODT:
            return _odt(_part(data, "content.xml"))
    except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, UnicodeDecodeError, OSError, ValueError):
        return Extract([])
    return Extract([])


def paragraphs_of(text: str) -> list[str]:
    """Split typed text into paragraphs at blank lines; single line breaks stay inside."""
    blocks = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return [block.strip() for block in blocks if block.strip()]


def _part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as part:
        raw = part.read(MAX_XML + 1)
    if len(raw) > MAX_XML:
        raise ValueError("part too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(raw, parser)


def _docx(root: etree._Element) -> Extract:
    hidden = any(True for _ in root.iter(f"{W}vanish", f"{W}del"))
    paragraphs = ["".join(_runs(paragraph)).strip() for paragraph in root.iter(f"{W}p")]
    return Extract([text for text in paragraphs if text], hidden)


def _runs(paragraph: etree._Element) -> Iterator[str]:
    """Give the visible pieces of a paragraph: deleted text has another tag (delText), hidden runs are passed over."""
    for run in paragraph.iter(f"{W}r"):
        if next(run.iterancestors(f"{W}p"), None) is not paragraph or _vanishes(run):
            continue
        for piece in run:
            if piece.tag == f"{W}t":
                yield piece.text or ""
            elif piece.tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
                yield " "


def _vanishes(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "true") not in {"0", "false", "off"}


def _odt(root: etree._Element) -> Extract:
    tracked = list(root.iter(f"{T}tracked-changes", f"{T}hidden-text", f"{T}hidden-paragraph"))
    for element in tracked:
        element.getparent().remove(element)
    paragraphs = [_flat(element) for element in root.iter(f"{T}p", f"{T}h")]
    return Extract([text for text in paragraphs if text], bool(tracked))


def _flat(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        inner = " " if child.tag in {f"{T}s", f"{T}tab", f"{T}line-break"} else _flat_inner(child)
        parts += [inner, child.tail or ""]
    return "".join(parts).strip()


def _flat_inner(element: etree._Element) -> str:
    if element.tag in {f"{T}note", f"{T}p", f"{T}h"} or not isinstance(element.tag, str):
        return ""
    return "".join([element.text or "", *(_flat_inner(child) + (child.tail or "") for child in element)])
