"""From the XML tree to the records: one pass over the hierarchy, one over the rest of the file."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any

from lxml import etree

from .about import about
from .markup import parts_of
from .names import PROVISIONS, QUOTES
from .reader import MAX_NESTING, UnreadableDocument, parse, unpack
from .text import digest, line_of, name_of, own_text
from .tree import Document, Provision
from .warnings import find_warnings

# Attributes by which the dialects name an element, the standard's own first.
IDENTIFIERS = {"eId": "eId", "id": "id", "{http://www.w3.org/XML/1998/namespace}id": "xml:id", "GUID": "GUID"}


def read_document(data: bytes) -> Document:
    """Give the document of a file's bytes, plain or gzipped; raise UnreadableDocument if it is none."""
    root = parse(unpack(data))
    provisions: list[Provision] = []
    _Walk(found=provisions, tops=count(1)).under(root, None, is_quoted=False)
    whole = " ".join("".join(root.itertext()).split())
    return Document(
        **about(root),
        namespace=etree.QName(root).namespace or "",
        numbers=sum(1 for _ in root.iter("{*}num")),
        identifiers=_count_identifiers(root),
        text_chars=len(whole),
        text_sha256=sha256(whole.encode()).hexdigest(),
        elements=sum(1 for _ in root.iter(etree.Element)),
        provisions=provisions,
        warnings=find_warnings(root, provisions),
    )


@dataclass
class _Walk:
    """The state of one pass: the records so far and the count of those without a parent."""

    found: list[Provision]
    tops: "count[int]"

    def under(self, element: etree._Element, parent: Provision | None, *, is_quoted: bool) -> None:
        """Add the provisions under an element, in the order of the text."""
        for child in element.iterchildren(etree.Element):
            name = name_of(child)
            if name in PROVISIONS:
                provision = self.add(child, parent, is_quoted=is_quoted)
                self.under(child, provision, is_quoted=is_quoted)
            else:
                self.under(child, parent, is_quoted=is_quoted or name in QUOTES)

    def add(self, element: etree._Element, parent: Provision | None, *, is_quoted: bool) -> Provision:
        """Make the record of one provision and hang it under its parent; raise UnreadableDocument for one too deep."""
        if parent is not None and parent.depth + 1 >= MAX_NESTING:
            raise UnreadableDocument("too_nested", f"The file nests more than {MAX_NESTING} provisions.")
        step = f"{len(parent.children) + 1 if parent else next(self.tops):04d}"
        provision = Provision(
            order=len(self.found) + 1,
            depth=parent.depth + 1 if parent else 0,
            path=f"{parent.path}.{step}" if parent else step,
            is_quoted=is_quoted,
            parent=parent,
            **_content(element),
        )
        self.found.append(provision)
        if parent:
            parent.children.append(provision)
        return provision


def _content(element: etree._Element) -> dict[str, Any]:
    """Give the fields of a provision that its element holds by itself."""
    kind, text = name_of(element), own_text(element)
    return {
        "kind": kind,
        "name": element.get("name", "")[:60] if kind == "hcontainer" else "",
        "number": line_of(element.find("{*}num")),
        "heading": line_of(element.find("{*}heading")),
        "text": text,
        "html": parts_of(element),
        "source_id": next((element.get(key) for key in IDENTIFIERS if element.get(key)), ""),
        "e_id": element.get("eId", ""),
        "text_hash": digest(text),
    }


def _count_identifiers(root: etree._Element) -> dict[str, int]:
    """Count the elements that carry each kind of identifier."""
    counts = Counter(
        name
        for element in root.iter(etree.Element)
        for key, name in IDENTIFIERS.items()
        if element.get(key) is not None
    )
    return dict(counts)
