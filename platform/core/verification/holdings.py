"""What is held of who takes part without an account: the verified contact, and the requests to prove an address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.privacy.person import Person
from core.privacy.registry import BlindIndex, Holding, Retention
from core.privacy.settling import HALF_A_YEAR, UNCONFIRMED, UNCONFIRMED_WORDS, Rows, delete_all, deletes
from core.verification.actions import LINK_LIFE
from core.verification.models import Challenge, Participant


def _participants(person: Person) -> Rows:
    return Participant.objects.filter(pk__in=[row.pk for row in person.participants])


def _export(row: Participant) -> Mapping[str, Any]:
    return {
        "name": row.name, "email": row.email, "language": row.language, "since": row.created_at,
        "verified": row.verified_at,
    }  # fmt: skip


def _alone(rows: Rows) -> Rows:
    """Keep the contacts that no petition, comment, question, submission or account points to."""
    rows = rows.filter(user=None)
    for relation in Participant._meta.related_objects:
        points = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
        rows = rows.exclude(Exists(points))
    return rows


def unproven(now: datetime) -> Rows:
    """Give contacts whose address was never proven and that nothing hangs on."""
    return _alone(Participant.objects.filter(verified_at=None, created_at__lt=now - UNCONFIRMED))


def idle(now: datetime) -> Rows:
    """Give proven contacts that nothing has hung on for half a year after they were proven."""
    return _alone(Participant.objects.filter(verified_at__lt=now - HALF_A_YEAR))


def _challenges(person: Person) -> Rows:
    return Challenge.objects.filter(subject_id__in=person.subjects)


def spent(now: datetime) -> Rows:
    """Give challenges whose link and code can no longer be used."""
    never = Q(mailed_at=None, created_at__lt=now - LINK_LIFE)
    return Challenge.objects.filter(Q(link_until__lt=now) | never)


HOLDINGS = (
    Holding(
        "verification.participants", _("Your contact"),
        ("verification.Participant.email", "verification.Participant.email_index", "verification.Participant.name"),
        _participants, _export, delete_all, order=90,
        indexes=(
            BlindIndex("verification.Participant.email_index", lambda row: (row.email, "participant")),
        ),
        retention=(
            Retention("unproven", UNCONFIRMED_WORDS, unproven, deletes(unproven)),
            Retention(
                "idle", _("Your address is deleted after six months in which nothing else of yours needs it."), idle,
                deletes(idle),
            ),
        ),
    ),
    Holding(
        "verification.challenges", _("Codes and links that we mailed to you"),
        ("verification.Challenge.code_hash", "verification.Challenge.link_hash"),
        _challenges, lambda row: {"purpose": row.purpose, "asked": row.created_at, "used": row.used_at},
        delete_all, order=80,
        retention=(
            Retention("spent", _("Codes and links are deleted when they no longer work, 7 days after the mail."),
                      spent, deletes(spent)),
        ),
    ),
)  # fmt: skip
