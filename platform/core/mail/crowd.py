"""One message to a crowd: its words are staff's own, each reader has a way out of this one kind of news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock, crypto
from core.events import wake
from core.mail.models import Mail, Stream


@dataclass(frozen=True)
class Letter:
    """One reader's copy: address, language, words, the page of their own, and where one click (a POST) stops it.

    `dedupe` names the occasion and the reader without naming the person ("mailing 3 signature 17").
    """

    to: str
    language: str
    subject: str
    body: str
    dedupe: str
    manage_url: str
    stop_url: str


def queue_crowd(kind: str, letters: Sequence[Letter]) -> int:
    """Write one row for each letter in one statement, as news; gives how many are new.

    Call it in the transaction that remembers how far the crowd was written to. A letter whose occasion stands already
    is left: the database holds the rule.
    """
    now = clock.now()
    with transaction.atomic():
        keys = {f"{kind}:{letter.dedupe}"[-120:]: letter for letter in letters}
        known = set(Mail.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
        rows = [
            Mail(
                dedupe_key=key, kind=kind, stream=Stream.NEWS, language=letter.language, to_address=letter.to,
                to_index=crypto.email_index(letter.to, "mail"), subject=letter.subject, body=_with_foot(letter),
                stop_url=letter.stop_url, created_at=now, due_at=now,
            )
            for key, letter in keys.items()
            if key not in known
        ]  # fmt: skip
        Mail.objects.bulk_create(rows, ignore_conflicts=True)
        transaction.on_commit(wake.worker)
    return len(rows)


def _with_foot(letter: Letter) -> str:
    with translation.override(letter.language):
        words = _("Your signature, and no more news of this petition:")
    return f"{letter.body.strip()}\n\n--\n{words}\n{letter.manage_url}\n"
