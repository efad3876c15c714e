"""What comes out of a file: plain records, in the order of the text."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(eq=False)
class Provision:
    """One numbered or named piece of a law; its own words stand apart from those of its children."""

    order: int
    depth: int
    path: str
    kind: str
    name: str = ""
    number: str = ""
    heading: str = ""
    text: str = ""
    html: list[str] = field(default_factory=list)
    source_id: str = ""
    e_id: str = ""
    text_hash: str = ""
    is_quoted: bool = False
    parent: "Provision | None" = field(default=None, repr=False)
    children: list["Provision"] = field(default_factory=list, repr=False)

    def ancestors(self) -> Iterator["Provision"]:
        """Give the provisions above this one, nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def below(self) -> Iterator["Provision"]:
        """Give every provision under this one, in the order of the text."""
        for child in self.children:
            yield child
            yield from child.below()


@dataclass
class Document:
    """A whole file: what it says of itself, its provisions, and what the reader stumbled over."""

    title: str
    number: str
    year: int | None
    long_title: str
    language: str
    language_tag: str
    namespace: str
    kind: str
    work_uri: str
    expression_uri: str
    numbers: int
    identifiers: dict[str, int]
    text_chars: int
    text_sha256: str
    elements: int
    provisions: list[Provision]
    warnings: list[str] = field(default_factory=list)

    @property
    def by_kind(self) -> dict[str, int]:
        """Count the provisions by the name of their element, the most frequent first."""
        return dict(Counter(p.kind for p in self.provisions).most_common())
