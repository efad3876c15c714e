"""What the index holds: one document a thing and language, and the table of types that domains fill (decision 24)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import override

from core.search.cells import key_of
from core.search.stems import short

LONGEST_KICKER = 200


@dataclass(frozen=True)
class SearchDocument:
    """One public thing in one language.

    `path` is without a language ("petitions/1042/") unless it begins with "/" or "http". `kicker` says in the
    document's language what it is where type and number do not ("Clause 4 of Bill 17"). `is_open`: a citizen can act
    on it now. Indexing sets `version` and `audience` (the readers' languages for which this is the one to show).
    """

    type: str
    uuid: UUID
    language: str
    title: str
    path: str
    summary: str = ""
    body: str = ""
    kicker: str = ""
    number: str = ""
    state: str = ""
    is_open: bool = False
    date: date | None = None
    committee: str = ""
    audience: tuple[str, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        """Give `type:uuid:language`."""
        return f"{self.type}:{self.uuid}:{self.language}"

    @property
    def facets(self) -> str:
        """Give the properties by which hits are counted, as one text."""
        return key_of(
            self.type, self.language, self.audience, self.is_open, self.state, self.committee, self.date
        )  # fmt: skip

    def url(self, reader: str) -> str:
        """Give the address of the page for a reader: in their language where this is the document shown to them."""
        if self.path.startswith(("/", "http")):
            return self.path
        site = {code for code, _name in settings.LANGUAGES}
        own = self.language if self.language in site else settings.LANGUAGE_CODE
        return f"/{reader if reader in self.audience else own}/{self.path}"


Build = Callable[[UUID], list[SearchDocument]]


@dataclass(frozen=True)
class SearchType:
    """One row of the table: how a kind of thing is named, built and listed, and what its states are called."""

    key: str
    label: Any
    plural: Any
    build: Build
    ids: Callable[[], Iterable[UUID]]
    states: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    order: int = 100


_types: dict[str, SearchType] = {}


def register(
    type_: str,
    label: Any,
    *,
    build: Build,
    ids: Callable[[], Iterable[UUID]],
    plural: Any = "",
    states: Mapping[str, tuple[str, Any]] | None = None,
    order: int = 100,
) -> None:
    """Add a type. `states` gives the tag of a state: {"open": ("open", _("Open"))}; `order` its place among the types.

    A bare number leads to the type with the lowest order first. The key is a short word of small letters.
    """
    _types[type_] = SearchType(type_, label, plural or label, build, ids, states or {}, order)


def types() -> list[SearchType]:
    """List the types in their order."""
    return sorted(_types.values(), key=lambda row: (row.order, row.key))


def find_type(key: str) -> SearchType | None:
    """Give a type, or None where its domain is not installed."""
    return _types.get(key)


def built(type_: str, uuid: UUID, version: int) -> list[SearchDocument]:
    """Build the documents of a thing, ready to be saved; raises KeyError for a type that nobody registered."""
    documents = _types[type_].build(uuid)
    return [
        replace(
            document,
            audience=_audience(document, documents),
            version=version,
            kicker=document.kicker.strip()[:LONGEST_KICKER],
            **{name: getattr(document, name).replace("\x00", " ") for name in ("title", "summary", "body")},
        )
        for document in documents
    ]


def _audience(document: SearchDocument, siblings: list[SearchDocument]) -> tuple[str, ...]:
    """Give the languages in which this document is shown: its own; for the original, those that have none."""
    spoken = {short(sibling.language) for sibling in siblings}
    is_original = siblings[0] is document
    return tuple(
        code
        for code, _name in settings.LANGUAGES
        if short(code) == short(document.language) or (is_original and short(code) not in spoken)
    )


def name_of(document: SearchDocument) -> str:
    """Say what a document is, in its own language: its kicker, else type and number; this can be searched too."""
    row = find_type(document.type)
    with override(document.language):
        label = str(row.label) if row else ""
    return document.kicker or f"{label} {document.number}".strip()
