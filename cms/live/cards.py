"""LiveKind: how pages know a domain. LiveCard: what a page shows of one record, as plain words and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class LiveCard:
    """One live object. Times are instants, words come translated; `language` is the language of title and text.

    `is_now` marks what happens this minute, `is_broadcast` what one can watch then; `is_open` what one can act on.
    `figure` is {value, words, max, label, note}; `asked` is {text, lang, from_words, note}, the question being asked
    now; `committee` is a slug.
    """

    kind: str
    title: str
    url: str
    eyebrow: str
    tag: str
    tag_words: Any
    lead: str = ""
    action: str = ""
    action_url: str = ""
    language: str = ""
    text: str = ""
    until: datetime | None = None
    place: str = ""
    is_now: bool = False
    is_open: bool = False
    is_broadcast: bool = False
    committee: str = ""
    figure: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> tuple[bool, bool, float]:
        """Sort what happens now first, then what closes soonest."""
        return (not self.is_now, self.until is None, self.until.timestamp() if self.until else 0.0)


@dataclass(frozen=True)
class LiveKind:
    """One kind of live object: what an editor may choose, what is open now, and how one is shown.

    `choosable` gives the public records; `shown(pk)` one of them with all that its card reads, or None where it is
    hidden; `open(limit)` what stands on today's order paper.
    """

    key: str
    choosable: Callable[[], QuerySet[Any]]
    shown: Callable[[int], Any]
    open: Callable[[int], Iterable[Any]]
    card: Callable[[Any], LiveCard]
