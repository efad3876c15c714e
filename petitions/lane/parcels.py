"""What the lane parks until the next commit: a signature to write, or a code or link to redeem; and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from core.verification.actions import Guess
from petitions.entries import SignatureFacts


@dataclass(eq=False)
class Parcel:
    """One request on its way. `path` is where its answer leads; empty: the ordinary door is to answer."""

    language: str
    network: str
    request_id: str
    is_once: bool = False  # the form carries its mark: a double press is one post
    future: Any = None
    path: str = ""


@dataclass(eq=False)
class Signing(Parcel):
    """A signature whose form is valid."""

    petition: int = 0
    facts: SignatureFacts = field(default_factory=lambda: SignatureFacts("", ""))
    area_id: int | None = None


@dataclass(eq=False)
class Confirming(Parcel):
    """A code with its handle, or the token of a mailed link."""

    handle: UUID | None = None
    code: str = ""
    token: str = ""

    @property
    def given(self) -> Guess | str:
        """Give what opens the challenge."""
        return (self.handle, self.code) if self.handle is not None else self.token
