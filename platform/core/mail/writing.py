"""Changing the words of a mail: what staff may write, and the way back to the shipped text."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import Actor
from core.errors import Forbidden, Invalid, NotFound
from core.mail import kinds, texts
from core.mail.kinds import Kind
from core.mail.models import MailText
from core.mail.rules import writes_mail_texts

LONGEST_SUBJECT, LONGEST_BODY = 150, 5000


def kind_for(name: str, language: str) -> Kind:
    """Give a registered kind. Raises NotFound for an unknown one, or for a language that the site does not speak."""
    found = kinds.find(name)
    if found is None or language not in dict(settings.LANGUAGES):
        raise NotFound()
    return found


def save_mail_text(name: str, language: str, *, subject: str, body: str, by: Actor) -> MailText:
    """Keep staff's own words for a kind in a language; gives the row.

    Raises Forbidden, NotFound, and Invalid with the field that holds an unknown placeholder, or lacks a needed one.
    """
    if not writes_mail_texts(by, None):
        raise Forbidden()
    kind = kind_for(name, language)
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    check_words(kind, subject, body)
    with transaction.atomic():
        words = {"subject": subject, "body": body, "changed_at": clock.now()}
        row, _made = MailText.objects.update_or_create(kind=name, language=language, defaults=words)
        _record("mail_text.change", row, by)
    return row


def reset_mail_text(name: str, language: str, *, by: Actor) -> None:
    """Go back to the shipped words; without own words nothing happens. Raises Forbidden, NotFound."""
    if not writes_mail_texts(by, None):
        raise Forbidden()
    kind_for(name, language)
    with transaction.atomic():
        row = MailText.objects.filter(kind=name, language=language).first()
        if row is not None:
            _record("mail_text.reset", row, by)
            row.delete()


def check_words(kind: Kind, subject: str, body: str) -> None:
    """Raise Invalid with every faulty field: empty, too long, a placeholder that is unknown, or one that is missing."""
    known = {fact.name for fact in kind.facts} | set(texts.HOUSE)
    wrong: dict[str, Any] = {}
    for field, text, longest in (("subject", subject, LONGEST_SUBJECT), ("body", body, LONGEST_BODY)):
        unknown = [name for name in texts.placeholders_in(text) if name not in known]
        if not text:
            wrong[field] = _("Write something here")
        elif len(text) > longest:
            wrong[field] = _("Write at most %(most)d characters") % {"most": longest}
        elif unknown:
            wrong[field] = _("This mail has no placeholder {%(name)s}.") % {"name": unknown[0]}
    missing = [name for name in kind.needs if name not in texts.placeholders_in(body)]
    if missing and "body" not in wrong:
        wrong["body"] = _("Without {%(name)s} the mail is of no use: put it into the text.") % {"name": missing[0]}
    if wrong:
        raise Invalid(fields=wrong)


def _record(verb: str, row: MailText, by: Actor) -> None:
    data = {"kind": row.kind, "language": row.language}
    events.record(verb, row, actor=by, public=False, data=data)
