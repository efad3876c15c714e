"""Mails of accounts: the code to sign in, the invitation, and what an account's person must know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.accounts.invitations import PURPOSE as INVITATION
from core.accounts.models import ApiToken, Invitation, SignInRequest, User
from core.events.models import Event
from core.mail.queue import queue_mail
from core.verification.actions import Secrets
from core.verification.mailing import mail_proof
from core.verification.models import Challenge


def send_code(event: Event) -> None:
    """Mail the code to whoever asked to sign in; the same words for known and unknown addresses."""
    wish = SignInRequest.objects.filter(public_id=event.subject_id).first()
    challenge = Challenge.objects.filter(public_id=event.data["challenge"], used_at=None).first()
    if wish is None or challenge is None:
        return
    mail_proof(
        challenge, "accounts/ask_code", wish.email, language=wish.language, dedupe=f"event {event.pk}",
        words=lambda proof: {"code": proof.code},
    )  # fmt: skip


def send_invitation(event: Event) -> None:
    """Mail the link to whoever is invited."""
    invitation = Invitation.objects.filter(public_id=event.subject_id, accepted_at=None, withdrawn_at=None).first()
    challenge = Challenge.objects.filter(purpose=INVITATION, subject_id=event.subject_id, used_at=None).first()
    if invitation is None or challenge is None:
        return
    with translation.override(invitation.language):
        roles = [str(row) for row in invitation.roles.select_related("committee")]

    def words(proof: Secrets) -> dict[str, str]:
        with translation.override(invitation.language):
            return {"link": settings.SITE_URL + reverse("account_invitation", args=[proof.token])}

    mail_proof(
        challenge, "accounts/ask_to_join", invitation.email, language=invitation.language,
        dedupe=f"event {event.pk}", words=words, name=invitation.name, roles=roles,
    )  # fmt: skip


def tell_reset(event: Event) -> None:
    """Tell a person that an administrator lifted their second factor."""
    _tell("accounts/tell_reset", event)


def tell_second_factor(event: Event) -> None:
    """Tell a person that a second factor was added or taken away."""
    _tell("accounts/tell_second_factor", event, is_added=event.verb.endswith("add_second_factor"))


def tell_token(event: Event) -> None:
    """Tell a person that a token was made in their name."""
    token = ApiToken.objects.filter(public_id=event.subject_id).select_related("user").first()
    if token is not None:
        _write("accounts/tell_token", token.user, event, label=token.label, token=str(token))


def _tell(kind: str, event: Event, **facts: Any) -> None:
    user = User.objects.filter(public_id=event.subject_id).first()
    if user is not None:
        _write(kind, user, event, **facts)


def _write(kind: str, user: User, event: Event, **facts: Any) -> None:
    if user.email.endswith(".invalid"):
        return
    queue_mail(kind, user.email, language=user.language, dedupe=f"event {event.pk}", name=user.name, **facts)
