"""The kinds of mail: what each is to its reader, what may stand in its text. Domains list theirs in `mail_kinds.py`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from core.mail.models import Stream

ON_DEMAND = ("ask_", "send_")  # mails that anybody can make us send: a code, a link


@dataclass(frozen=True)
class Fact:
    """One placeholder: `{name}` stands for a template expression on the mail's context ("petition.action").

    `is_number` says that the shipped text counts by it (one day, seven days); the sample is then a number.
    """

    name: str
    path: str
    label: Any
    sample: str
    is_number: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of mail. `name` is the template under `emails/`; "…:rejected" is its text in that `state` alone.

    `needs` are the facts without which the mail would be of no use. `limit` names a rule by address that a proof takes
    beside `mail.proof`.
    """

    name: str
    label: Any
    stream: Stream = Stream.RECEIPT
    facts: tuple[Fact, ...] = ()
    needs: tuple[str, ...] = ()
    fixed: dict[str, str] = field(default_factory=dict)
    limit: str = ""

    @property
    def template(self) -> str:
        """Give the shipped template."""
        return f"emails/{self.name.partition(':')[0]}.txt"

    @property
    def state(self) -> str:
        """Give the state that this text is for, or nothing."""
        return self.name.partition(":")[2]


_kinds: dict[str, Kind] = {}


def register(kinds: Iterable[Kind]) -> None:
    """Add kinds; a second call with the same name replaces the first."""
    _kinds.update({kind.name: kind for kind in kinds})


def registered() -> list[Kind]:
    """Give all kinds, by name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def find(name: str) -> Kind | None:
    """Give a kind by its name."""
    return _kinds.get(name)


def kind_of(name: str, context: dict[str, Any]) -> Kind:
    """Give the kind behind a mail: that of its state, else its own, else one made up from its name (ask_: a proof)."""
    known = _kinds.get(f"{name}:{context.get('state', '')}") or _kinds.get(name)
    if known:
        return known
    short = name.rpartition("/")[2]
    return Kind(name, name, Stream.PROOF if short.startswith(ON_DEMAND) else Stream.RECEIPT)
