"""A new draft with the text of a petition that ended: nobody writes the same twice."""

from __future__ import annotations

from django.db import transaction

from core import clock, crypto, events
from core.actors import Actor
from core.privacy.notice import current_notice
from petitions.actions.drafting import EMAIL_PURPOSE, add_draft_link
from petitions.models import Petition, PetitionDraft
from petitions.selectors import current_kind


def start_again(petition: Petition, *, by: Actor, language: str) -> str:
    """Begin a draft with the text and the people of a petition; gives the token of its pages.

    Supporters do not come along: they supported the petition that ended.
    """
    person = petition.petitioner
    email, now = (person.email if person else ""), clock.now()
    with transaction.atomic():
        draft = PetitionDraft.objects.create(
            kind=current_kind(), language=petition.language or language, action=petition.action,
            background=petition.background, details=petition.details, name=petition.petitioner_name, email=email,
            email_index=crypto.email_index(email, EMAIL_PURPOSE) if email else "", committee=petition.committee,
            created_at=now, saved_at=now, notice_version=current_notice(),
        )  # fmt: skip
        data = {"petition": str(petition.public_id)}
        events.record("petition_draft.start", draft, actor=by, public=False, data=data)
        return add_draft_link(draft)
