"""One way out for mail: `queue_mail` writes the row, `send_due` sends what is due."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import IntegrityError, transaction

from core import clock, crypto
from core.actors import CLOCK
from core.events import wake
from core.institution import facts as institution
from core.limits.taking import allows, refused_until
from core.mail import envelope, suppressions, texts
from core.mail.kinds import kind_of
from core.mail.models import Mail, Stream
from core.operations.metrics.names import MAILS

logger = logging.getLogger(__name__)
BACK_OFF_SECONDS = (5, 60, 300, 1800, 7200)
GIVE_UP_AFTER = timedelta(days=3)
CARRIED = 20
NEWS_AT_ONCE = 50  # so many messages a new code may have to wait for
site_name = texts.site_name


def queue_mail(
    kind: str, to: str, *, language: str, dedupe: str, more: Callable[[], dict[str, Any]] | None = None, **context: Any
) -> Mail | None:
    """Write one mail in the reader's language: from staff's own text, else from the template `emails/<kind>.txt`.

    `dedupe` names the occasion ("event 17"): a second call with the same kind, address and occasion gives None, and so
    does an empty address. Of what anybody can ask for, an address gets no more than rule `mail.proof` says, and nothing
    where mail to it is held back: such a row is kept, and given, as not sent. `more` gives facts that are dear to
    gather, beside `context`; it is asked only where the mail goes out, so call this within a transaction then.
    """
    if not to:
        return None  # whoever it would have gone to was forgotten meanwhile
    language = language if language in dict(settings.LANGUAGES) else institution.default_language()
    found = kind_of(kind, context)
    to_index = crypto.email_index(to, "mail")
    subject, body = texts.words_of(found, language, context, to_index)
    now = clock.now()
    key = f"{kind}:{dedupe}:{to_index[-24:]}"
    try:
        with transaction.atomic():
            mail = Mail.objects.create(
                dedupe_key=key[-120:], kind=kind, stream=found.stream, language=language, to_address=to,
                to_index=to_index, subject=subject, body=body, created_at=now, due_at=now,
            )  # fmt: skip
    except IntegrityError:
        return None
    if found.stream == Stream.PROOF and (why_not := _reason_against_proof(mail, to, found.limit)):
        _close([mail], Mail.State.NOT_SENT, why_not)
        mail.state, mail.why_not = Mail.State.NOT_SENT, why_not
        return mail
    if more is not None:
        mail.subject, mail.body = texts.words_of(found, language, {**context, **more()}, to_index)
        mail.save(update_fields=["subject", "body"])
    transaction.on_commit(wake.worker)
    return mail


def _reason_against_proof(mail: Mail, to: str, limit: str) -> str:
    rules = (limit, "mail.proof") if limit else ("mail.proof",)
    return suppressions.reason_against(mail) or ("" if all(allows(rule, to) for rule in rules) else "too_many")


def send_due(limit: int = 200) -> int:
    """Send up to `limit` queued mails that are due; gives how many went out. A failure waits and comes again."""
    line, sent = Line(), 0
    try:
        for mail in _next_due(limit):
            sent += _send(mail, line)
            if line.is_down:
                break
    finally:
        line.close()
    return sent


def _next_due(limit: int) -> list[Mail]:
    """Give what goes next: codes and answers first, then news, a few at a time: no code waits behind a crowd."""
    due = Mail.objects.filter(state=Mail.State.QUEUED, carrier__isnull=True, due_at__lte=clock.now()).order_by("id")
    first = list(due.filter(stream__in=(Stream.PROOF, Stream.RECEIPT))[:limit])
    return first + list(due.filter(stream=Stream.NEWS)[: min(limit - len(first), NEWS_AT_ONCE)])


class Line:
    """One connection to the mail server for a whole batch, opened for the first message."""

    def __init__(self) -> None:
        """Begin closed."""
        self.backend: Any = None
        self.is_down = False

    def open(self) -> Any:
        """Give the open connection. Raises OSError where the server does not answer."""
        if self.backend is None:
            backend = get_connection()
            try:
                backend.open()
            except OSError:
                self.is_down = True
                raise
            self.backend = backend
        return self.backend

    def close(self) -> None:
        """End it; the next message opens another."""
        if self.backend is not None:
            with suppress(OSError):
                self.backend.close()
        self.backend = None


def _send(mail: Mail, line: Line) -> int:
    if reason := suppressions.reason_against(mail):
        _close([mail, *mail.carried.all()], Mail.State.NOT_SENT, reason)
        return 0
    _name, _at, domain = mail.to_address.rpartition("@")
    if later := refused_until("mail.domain", domain.casefold()):
        Mail.objects.filter(pk=mail.pk, attempts=mail.attempts).update(due_at=later)
        return 0
    carried = _claim(mail)
    if carried is None:
        return 0  # another worker took it
    rows = [mail, *carried]
    try:
        message = envelope.message_of(mail, carried)
        message.connection = line.open()
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        return _refused(rows, is_final=any(code >= 500 for code in codes))
    except Exception as error:
        line.close()
        return _failed(rows, error)
    _close(rows, Mail.State.SENT)
    return len(rows)


def _claim(mail: Mail) -> list[Mail] | None:
    """Take a mail for this try; gives what travels with it, or None where another worker has it.

    At the first try the other waiting proofs of the same address in the same language join it (decision 29). Who
    travels together stays together at every later try: one Message-ID never names two contents.
    """
    lease = clock.now() + timedelta(seconds=BACK_OFF_SECONDS[min(mail.attempts, len(BACK_OFF_SECONDS) - 1)])
    waiting = Mail.objects.filter(state=Mail.State.QUEUED, carrier__isnull=True)
    with transaction.atomic():
        mine = waiting.filter(pk=mail.pk, attempts=mail.attempts)
        if not mine.update(attempts=mail.attempts + 1, due_at=lease):
            return None
        if mail.attempts == 0 and mail.stream == Stream.PROOF:
            others = waiting.filter(
                to_index=mail.to_index, language=mail.language, stream=Stream.PROOF, attempts=0
            ).exclude(pk=mail.pk)
            keys = list(others.order_by("id").values_list("pk", flat=True)[:CARRIED])
            if keys:
                waiting.filter(pk__in=keys, attempts=0).update(carrier=mail)
        return list(mail.carried.order_by("id"))


def _refused(rows: list[Mail], *, is_final: bool) -> int:
    """Take the mail server's word: no such mail box holds back everything that would follow."""
    if not is_final:
        return _failed(rows, None)
    with transaction.atomic():
        suppressions.note_hard_bounce(rows[0], by=CLOCK)
        _close(rows, Mail.State.FAILED, "hard_bounce")
    return 0


def _failed(rows: list[Mail], error: Exception | None) -> int:
    """Leave it for the next try, or give up after some days. The log names no address."""
    logger.warning("mail %s failed: %s", rows[0].public_id, type(error).__name__ if error else "refused for now")
    if rows[0].created_at < clock.now() - GIVE_UP_AFTER:
        _close(rows, Mail.State.FAILED, "gave_up")
    return 0


def _close(rows: list[Mail], state: str, why_not: str = "") -> int:
    sent_at = clock.now() if state == Mail.State.SENT else None
    changed = Mail.objects.filter(pk__in=[row.pk for row in rows], state=Mail.State.QUEUED)
    many = changed.update(state=state, why_not=why_not, sent_at=sent_at)
    if many:
        MAILS.add(str(state), by=many)
    return many
