"""One text for many readers: rendered once, filled for each, written in one statement; limits and suppressions hold.

For mails that a crowd sets off (a code for each signer). `queue_mail` writes one; the words come out the same.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction

from core import bulk, clock, crypto
from core.events import wake
from core.institution import facts as institution
from core.limits.taking import allow_many
from core.mail import stopping, suppressions, texts
from core.mail.kinds import Kind, kind_of
from core.mail.models import Mail, Stream
from core.operations.metrics.names import MAILS

STOP = "stop token"


@dataclass(frozen=True)
class Copy:
    """One reader's copy: the address, the occasion ("event 17"), and the facts that are this reader's alone.

    Own facts are texts that are put in as they are; a template may print them and nothing else. `index` is the blind
    index of the address for mail, where it was made already.
    """

    to: str
    dedupe: str
    own: dict[str, str] = field(default_factory=dict)
    index: str = ""


class Filler:
    """A text with marked places, filled many times."""

    def __init__(self, text: str, mark: str) -> None:
        """Take the text, and the word that no other text holds."""
        self._parts = re.split(f"{mark}<([^<>]*)>", text)

    def fill(self, own: dict[str, str]) -> str:
        """Give the text with the facts of one reader."""
        parts = self._parts
        return "".join(own[part] if place % 2 else part for place, part in enumerate(parts))


def queue_copies(kind: str, copies: Sequence[Copy], *, language: str, **shared: Any) -> list[bool]:
    """Write one mail for each copy in one language; tells for each whether it goes out.

    What is held back (a suppression, the limits of proofs) is kept as not sent. Raises IntegrityError where one of the
    occasions stands already: the caller then writes them one by one. Every copy names the same own facts.
    """
    if not copies:
        return []
    language = language if language in dict(settings.LANGUAGES) else institution.default_language()
    found = kind_of(kind, shared)
    subject, body = _fillers(found, language, shared, copies[0])
    indexes = [copy.index or crypto.email_index(copy.to, "mail") for copy in copies]
    reasons = _reasons(found, copies, indexes)
    own = [_with_stop(found, copy, index) for copy, index in zip(copies, indexes, strict=True)]
    now = clock.now()
    columns: dict[str, list[Any]] = {
        "public_id": bulk.new_ids(len(copies)),
        "dedupe_key": [
            f"{kind}:{copy.dedupe}:{index[-24:]}"[-120:] for copy, index in zip(copies, indexes, strict=True)
        ],
        "to_address": [copy.to for copy in copies],
        "to_index": indexes,
        "subject": [subject.fill(facts) for facts in own],
        "body": [body.fill(facts) for facts in own],
        "state": [str(Mail.State.NOT_SENT if reason else Mail.State.QUEUED) for reason in reasons],
        "why_not": reasons,
    }
    same = {"kind": kind, "stream": str(found.stream), "language": language, "created_at": now, "due_at": now}
    with transaction.atomic():
        bulk.insert(Mail, columns, same=same)
        transaction.on_commit(wake.worker)
    if held := sum(map(bool, reasons)):
        MAILS.add(str(Mail.State.NOT_SENT), by=held)
    return [not reason for reason in reasons]


def _fillers(kind: Kind, language: str, shared: dict[str, Any], sample: Copy) -> tuple[Filler, Filler]:
    mark = secrets.token_hex(12)
    marks = {name: f"{mark}<{name}>" for name in sample.own}
    subject, body = texts.words_for_all(kind, language, {**shared, **marks})
    foot = texts.foot_for_all(kind, language, f"{mark}<{STOP}>")
    return Filler(subject, mark), Filler(f"{body}\n{foot}", mark)


def _with_stop(kind: Kind, copy: Copy, index: str) -> dict[str, str]:
    scope = texts.stop_scope(kind)
    return {**copy.own, STOP: stopping.token_of(index, scope)} if scope else copy.own


def _reasons(kind: Kind, copies: Sequence[Copy], indexes: list[str]) -> list[str]:
    """Give why each is held back now, or nothing; only what anybody can ask for is asked here, the rest when sent."""
    if kind.stream != Stream.PROOF:
        return [""] * len(copies)
    reasons = suppressions.reasons_against_all([copy.to for copy in copies], indexes)
    for rule in (kind.limit, "mail.proof") if kind.limit else ("mail.proof",):
        places = [place for place, reason in enumerate(reasons) if not reason]
        allowed = allow_many(rule, [copies[place].to for place in places])
        for place, is_allowed in zip(places, allowed, strict=True):
            reasons[place] = "" if is_allowed else "too_many"
    return reasons
