"""Sending messages to signers, batch by batch: the letters and how far one has come change in one transaction.

A worker may be killed at any moment: what it had not committed is written again by the next, and nothing else. The
database holds the second rule: the key of a letter names mailing and signature, and stands once.
"""

from __future__ import annotations

from django.db import transaction

from core.actors import CLOCK
from core.mail.crowd import Letter, queue_crowd
from core.mail.models import Mail, Stream
from petitions.lifecycle import MAILING
from petitions.links import manage_signature_link, stop_news_link
from petitions.models import Signature, SignerMailing
from petitions.readers import readers_of, running_mailings
from petitions.states import MailingState

KIND = "petitions/tell_signers"
BATCH = 250
WINDOW = 20_000  # signatures of all petitions looked at in one go: no step reads the whole table
MOST_WAITING = 2_000  # letters in the line: one who unsubscribes, or a clerk who stops, is heard soon


def write_on() -> int:
    """Write the next batches of every message that is being sent, until the line is full; gives how many letters."""
    total = 0
    for mailing in running_mailings():
        while not _line_is_full():
            written, is_over = write_batch(mailing.pk)
            total += written
            if is_over:
                break
    return total


def write_batch(key: int) -> tuple[int, bool]:
    """Write one batch of a message; gives how many letters, and whether this message asks for no more now."""
    with transaction.atomic():
        mailing = SignerMailing.objects.select_for_update().get(pk=key)
        if mailing.state != MailingState.RUNNING:
            return 0, True
        until = min(mailing.cursor + WINDOW, mailing.last_signature)
        rows = readers_of(mailing).filter(pk__gt=mailing.cursor, pk__lte=until).select_related("personal")
        readers = list(rows.order_by("pk")[:BATCH])
        written = queue_crowd(KIND, [letter_to(reader, mailing) for reader in readers])
        mailing.cursor = readers[-1].pk if len(readers) == BATCH else until
        mailing.written += written
        mailing.save(update_fields=["cursor", "written"])
        is_over = mailing.cursor >= mailing.last_signature
        if is_over:
            MAILING.fire("finish", mailing, by=CLOCK)
    return written, is_over


def letter_to(reader: Signature, mailing: SignerMailing) -> Letter:
    """Give one signer's copy, in the signer's language where the message has it."""
    subject = mailing.subject.in_language(reader.language)
    language = subject.language or reader.language
    return Letter(
        to=reader.personal.email, language=language, subject=str(subject),
        body=str(mailing.body.in_language(language)), dedupe=f"mailing {mailing.pk} signature {reader.pk}",
        manage_url=manage_signature_link(reader, language), stop_url=stop_news_link(reader, language),
    )  # fmt: skip


def _line_is_full() -> bool:
    return Mail.objects.filter(state=Mail.State.QUEUED, stream=Stream.NEWS).count() >= MOST_WAITING
