"""What a clerk should look at after an import; nothing here stops it."""

from collections import Counter

from lxml import etree

from .names import UNITS
from .tree import Provision

NAMED = ("eId", "id", "{http://www.w3.org/XML/1998/namespace}id")
SHOWN = 10


def find_warnings(root: etree._Element, provisions: list[Provision]) -> list[str]:
    """Give one sentence for each thing that looks wrong in the file."""
    found = [_duplicates(root), _unnumbered(provisions), _nothing(provisions)]
    return [sentence for sentence in found if sentence]


def _duplicates(root: etree._Element) -> str:
    """Say which identifiers occur more than once."""
    counts = Counter(value for e in root.iter(etree.Element) for key in NAMED if (value := e.get(key)))
    twice = [value for value, times in counts.items() if times > 1]
    if not twice:
        return ""
    shown = ", ".join(twice[:SHOWN]) + (", …" if len(twice) > SHOWN else "")
    return f"{len(twice)} identifiers occur more than once: {shown}."


def _unnumbered(provisions: list[Provision]) -> str:
    """Say how many clauses carry no printed number."""
    bare = sum(1 for p in provisions if p.kind in UNITS and not p.number and not p.is_quoted)
    return f"{bare} clauses carry no printed number." if bare else ""


def _nothing(provisions: list[Provision]) -> str:
    """Say that the file holds no hierarchy at all."""
    return "" if provisions else "The file holds no provisions: its text has no numbered hierarchy."
