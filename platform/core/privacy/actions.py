"""A citizen asks what we hold, proves the address, takes it away as a file once, or has it deleted."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import Actor, participant
from core.audit.access import record_access
from core.errors import Conflict, Invalid, NotFound
from core.privacy.erasing import erase
from core.privacy.exporting import export
from core.privacy.models import DataRequest, Wish
from core.privacy.notice import current_notice
from core.verification import actions as verification
from core.verification.models import Challenge

PURPOSE = "privacy.data"
OPEN = timedelta(minutes=30)


def ask_for_data(email: str, *, wish: str, language: str, by: Actor) -> Challenge:
    """Take the request; a mail with a code and a link follows, whether or not we know the address.

    Raises Invalid for an unknown wish.
    """
    if wish not in Wish.values:
        raise Invalid(fields={"wish": _("Choose what we shall do")})
    with transaction.atomic():
        request = DataRequest.objects.create(
            email=email.strip(), wish=wish, language=language, created_at=clock.now(), notice_version=current_notice()
        )
        challenge = verification.open_challenge(PURPOSE, request.public_id, language=language)
        events.record("privacy.ask", request, actor=by, public=False, data={"challenge": str(challenge.public_id)})
    return challenge


def ask_again(handle: UUID, *, by: Actor) -> None:
    """Send a fresh code, at most once a minute; an unknown handle does nothing."""
    challenge = verification.find_to_resend(PURPOSE, handle)
    request = DataRequest.objects.filter(public_id=challenge.subject_id).first() if challenge else None
    if request is not None:
        events.record("privacy.ask_again", request, actor=by, public=False, data={"challenge": str(handle)})


def prove_request(redeem: Callable[[], Challenge]) -> tuple[DataRequest, str]:
    """Redeem the challenge; gives the request and the key of its pages, which work for half an hour."""
    with transaction.atomic():
        request = DataRequest.objects.filter(public_id=redeem().subject_id).exclude(email="").first()
        if request is None:
            raise NotFound()
        key = secrets.token_urlsafe(24)
        request.key_hash, request.open_until = _digest(key), clock.now() + OPEN
        request.save(update_fields=["key_hash", "open_until"])
        events.record("privacy.prove", request, actor=_asker(request), public=False)
    return request, key


def request_by_key(key: str) -> DataRequest:
    """Give the proven request behind a page's key. Raises NotFound for a wrong or old one."""
    request = DataRequest.objects.filter(key_hash=_digest(key), open_until__gt=clock.now()).first()
    if request is None or not request.email:
        raise NotFound(_("This page is closed. Ask again and we send you a new code."))
    return request


def take_export(request: DataRequest) -> dict[str, Any]:
    """Give all that is held about the request's address, once. Raises Conflict the second time."""
    with transaction.atomic():
        fresh = DataRequest.objects.filter(pk=request.pk, exported_at=None)
        if not fresh.update(exported_at=clock.now()):
            raise Conflict(_("This file was taken already. Ask again for another one."))
        data = export(request.email)
        rows = {key: len(one["rows"]) for key, one in data.items()}
        events.record("privacy.export", request, actor=_asker(request), public=False, data={"rows": rows})
    return data


def erase_person(request: DataRequest) -> dict[str, int]:
    """Erase what is held about the request's address and confirm it by mail; gives the counts.

    Raises Conflict where it was done already. The request keeps the address until the mail is written.
    """
    with transaction.atomic():
        fresh = DataRequest.objects.filter(pk=request.pk, erased_at=None)
        if not fresh.update(erased_at=clock.now(), key_hash="", open_until=None):
            raise Conflict(_("This was done already."))
        counts = erase(request.email)
        DataRequest.objects.filter(pk=request.pk).update(email=request.email)
        events.record("privacy.erase", request, actor=_asker(request), public=False, data={"rows": counts})
    return counts


def record_by_staff(verb: str, rows: dict[str, int], *, by: Actor) -> None:
    """Record that a command exported or erased somebody: counts and an opaque id, never the address.

    What is taken out of the house is also a line of the audit trail, as every export of personal data is.
    """
    with transaction.atomic():
        request = DataRequest.objects.create(wish=Wish.SEE, language="en", created_at=clock.now())
        events.record(f"privacy.{verb}", request, actor=by, public=False, data={"rows": rows, "by_command": True})
        if verb == "export":
            record_access(request, by=by, kinds=rows, export="privacy_export", rows=sum(rows.values()))


def _asker(request: DataRequest) -> Actor:
    return participant(request.public_id)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
