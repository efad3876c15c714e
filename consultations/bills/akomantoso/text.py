"""The words of an element: one line per block, single spaces, Unicode in normal form C."""

import re
import unicodedata
from hashlib import sha256

from lxml import etree

from .names import LABELS, PROVISIONS

# Elements after which a reader would take a breath: without a break two of them would melt into one word.
BLOCKS = frozenset(
    {
        "p", "block", "blockContainer", "blockList", "item", "content", "intro", "wrapUp", "listIntroduction",
        "listWrapUp", "table", "tr", "td", "th", "caption", "li", "ul", "ol", "quotedStructure", "embeddedStructure",
        "tblock", "foreign", "container", "docTitle", "longTitle", "eol", "br",
    }
)  # fmt: skip


_JOIN = "\x00"  # cannot occur in XML: after a number, so that its words stay on its line


def squeeze(words: str) -> str:
    """Give the words on one line: white space as single blanks, normal form C."""
    return unicodedata.normalize("NFC", " ".join(words.split()))


def digest(text: str) -> str:
    """Give the fingerprint of a text, by which two versions are compared."""
    return sha256(text.encode()).hexdigest()


def line_of(element: etree._Element | None) -> str:
    """Give all words of an element, or nothing for no element, on one line."""
    return "" if element is None else squeeze(" ".join(_pieces(element, skip=frozenset())).replace(_JOIN, " "))


def own_text(element: etree._Element) -> str:
    """Give the words of a provision without its number, its heading and the provisions under it."""
    words = "".join(_pieces(element, skip=PROVISIONS | LABELS))
    lines = re.sub(_JOIN + r"\s*", " ", words).split("\n")
    return "\n".join(line for line in map(squeeze, lines) if line)


def name_of(element: etree._Element) -> str:
    """Give an element's local name; entities and the like have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _pieces(element: etree._Element, skip: frozenset[str]) -> list[str]:
    """Give the text nodes in order; source line ends are blanks, block borders are line ends."""
    found = [_flat(element.text)]
    for child in element:
        name = name_of(child)
        # A number inside a block list is part of the words: "(a) the sensors".
        if name not in skip or (name == "num" and name_of(element) == "item"):
            found += _inner(child, name, skip)
        found.append(_flat(child.tail))
    return found


def _inner(child: etree._Element, name: str, skip: frozenset[str]) -> list[str]:
    """Give the pieces of a child, set apart by line ends when it is a block."""
    inner = _pieces(child, skip)
    if name in BLOCKS:
        return ["\n", *inner, "\n"]
    return [*inner, _JOIN] if name == "num" else inner


def _flat(words: str | None) -> str:
    """Give source text with its own line ends taken out; they mean nothing in XML."""
    return (words or "").replace("\n", " ").replace("\r", " ")
