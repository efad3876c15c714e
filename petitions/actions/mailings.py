"""Messages to the signers of a petition: written, looked at, started, stopped. petitions.letters sends them off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import CLOCK, Actor
from core.errors import Forbidden, Invalid
from core.parliament.models import Area
from petitions.lifecycle import MAILING
from petitions.models import Petition, SignerMailing
from petitions.readers import readers_of
from petitions.rules import may_record_steps
from petitions.states import Audience, MailingState

SUBJECT_LENGTH = 150
BODY_LENGTH = 10_000
Texts = dict[str, str]


@dataclass(frozen=True)
class MailingFacts:
    """What a clerk writes to signers: words by language, and to all of them or to those of some constituencies."""

    subject: Texts
    body: Texts
    areas: Sequence[Area] = ()


def write_mailing(
    petition: Petition, facts: MailingFacts, *, by: Actor, mailing: SignerMailing | None = None
) -> SignerMailing:
    """Write a message, or change one that was not started; it must then be looked at again.

    Raises Forbidden, Invalid by field, WrongState for one that was started.
    """
    if not may_record_steps(by, petition):
        raise Forbidden()
    _check(facts)
    words = {"subject": _said(facts.subject), "body": _said(facts.body),
             "audience": Audience.AREAS if facts.areas else Audience.ALL}  # fmt: skip
    with transaction.atomic():
        if mailing is None:
            mailing = SignerMailing.objects.create(petition=petition, created_at=clock.now(), **words)
            events.record("mailing.write", mailing, actor=by, public=False)
        else:
            MAILING.fire("rewrite", mailing, by=by)
            SignerMailing.objects.filter(pk=mailing.pk).update(**words)
            mailing.refresh_from_db()
        mailing.areas.set(facts.areas)
    return mailing


def preview_mailing(mailing: SignerMailing, *, by: Actor) -> SignerMailing:
    """Note that a clerk has looked at the message as signers will read it, with how many would get it."""
    MAILING.fire("preview", mailing, by=by, readers=readers_of(mailing).count())
    return mailing


def start_mailing(mailing: SignerMailing, *, by: Actor) -> SignerMailing:
    """Start sending to everybody who has signed by now. Raises WrongState unless it was looked at."""
    ends = mailing.petition.signatures.aggregate(first=Min("pk"), last=Max("pk"))
    MAILING.fire(
        "start", mailing, by=by, first=(ends["first"] or 1) - 1, last=ends["last"] or 0,
        readers=readers_of(mailing).count(),
    )  # fmt: skip
    return mailing


def stop_mailing(mailing: SignerMailing, *, by: Actor) -> SignerMailing:
    """Write to nobody more; what has left stays sent."""
    MAILING.fire("stop", mailing, by=by)
    return mailing


def resume_mailing(mailing: SignerMailing, *, by: Actor) -> SignerMailing:
    """Go on where it stopped. Raises WrongState for one that was not stopped."""
    MAILING.fire("resume", mailing, by=by)
    return mailing


def start_automatic(petition: Petition, subject: Texts, body: Texts) -> SignerMailing:
    """Write and start the message about new steps; where no signer wants news it is done at once. For the schedule."""
    mailing = SignerMailing.objects.create(
        petition=petition, is_automatic=True, state=MailingState.PREVIEWED, subject=subject, body=body,
        created_at=clock.now(),
    )  # fmt: skip
    events.record("mailing.write", mailing, actor=CLOCK, public=False)
    mailing.readers = readers_of(mailing).count()
    if mailing.readers:
        return start_mailing(mailing, by=CLOCK)
    MAILING.fire("skip", mailing, by=CLOCK)
    return mailing


def _check(facts: MailingFacts) -> None:
    wrong: dict[str, object] = {}
    if not _said(facts.subject):
        wrong["subject"] = _("Write a subject.")
    if not _said(facts.body):
        wrong["body"] = _("Write the message.")
    if set(_said(facts.subject)) != set(_said(facts.body)):
        wrong.setdefault("body", _("Write subject and message in the same languages."))
    if any(len(text) > SUBJECT_LENGTH or "\n" in text or "\r" in text for text in facts.subject.values()):
        wrong["subject"] = _("Write the subject in one line of at most 150 characters.")
    if any(len(text) > BODY_LENGTH for text in facts.body.values()):
        wrong["body"] = _("The message is too long.")
    if wrong:
        raise Invalid(fields=wrong)


def _said(texts: Texts) -> Texts:
    return {code: text.strip() for code, text in texts.items() if text.strip()}
