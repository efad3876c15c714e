"""Somebody as the registry looks for them: by the blind indexes of an address, never by the address itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core import crypto

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.accounts.models import User
    from core.verification.models import Participant

GONE = "[…]"
SHORTEST_NAME = 4
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]{1,64}@[^\s<>()\[\],;:\"]{1,250}\.[a-zA-Z]{2,}")
_PHONE = re.compile(r"(?<![\w.-])(?:\+|00|0)[1-9](?:[ ()/.-]{0,2}\d){6,14}(?![\w-])")


@dataclass(frozen=True)
class Person:
    """One e-mail address and everybody it stands for here: verified contacts and accounts."""

    email: str

    def is_at(self, address: str) -> bool:
        """Tell whether an address is this person's, in its canonical form."""
        return crypto.canonical_email(address) == crypto.canonical_email(self.email)

    def indexes(self, purpose: str) -> list[str]:
        """Give the blind indexes of the address under every key in use, the newest first."""
        return crypto.email_indexes(self.email, purpose)

    @cached_property
    def participants(self) -> list[Participant]:
        """The verified contacts with this address, and that of its account."""
        from core.verification.models import Participant  # noqa: PLC0415 - the registry stands before the models

        rows = Participant.objects.filter(email_index__in=self.indexes("participant"))
        return list(rows | Participant.objects.filter(user__in=self.users))

    @cached_property
    def users(self) -> list[User]:
        """The accounts whose address is the same in its canonical form."""
        from core.accounts.models import User  # noqa: PLC0415

        plain = crypto.canonical_email(self.email)
        local, _at, domain = plain.rpartition("@")
        near: QuerySet[User] = User.objects.filter(email__istartswith=local, email__iendswith=f"@{domain}")
        return [user for user in near if crypto.canonical_email(user.email) == plain]

    @cached_property
    def names(self) -> list[str]:
        """The names known for the address, the longest first; short ones are in too many words to be looked for."""
        found: set[str] = {person.name for person in self.participants} | {user.name for user in self.users}
        return sorted((name for name in found if len(name) >= SHORTEST_NAME), key=len, reverse=True)

    @cached_property
    def subjects(self) -> list[UUID]:
        """The public ids of every record found: challenges, appeals and deliveries hang on them."""
        from core.privacy.registry import holdings  # noqa: PLC0415

        found: list[UUID] = []
        for holding in holdings():
            if holding.order < LATE:
                rows: Any = holding.find(self)
                if any(field.name == "public_id" for field in rows.model._meta.fields):
                    found += rows.values_list("public_id", flat=True)
        return [*found, *(person.public_id for person in self.participants)]

    def is_named_in(self, text: str, names: Iterable[str]) -> bool:
        """Tell whether a text holds this address, or one of these names as it was written."""
        lower = text.casefold()
        return any(self.is_at(one) for one in _ADDRESS.findall(text)) or any(name.casefold() in lower for name in names)

    def redacted(self, text: str, *names: str) -> str:
        """Give a text of this person without addresses, numbers to call, and the person's names."""
        text = _PHONE.sub(GONE, _ADDRESS.sub(GONE, text))
        for name in sorted({*self.names, *filter(None, names)}, key=len, reverse=True):
            if len(name) >= SHORTEST_NAME:
                text = re.sub(re.escape(name), GONE, text, flags=re.IGNORECASE)
        return text


LATE = 60  # holdings of this order and above look at what the others found
