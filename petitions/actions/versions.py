"""Versions of a petition's text: one for each text that somebody else could sign; none is ever changed."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import transaction

from core import clock
from core.actors import Actor
from petitions.actions.drafting import clean_words
from petitions.lifecycle import PETITION
from petitions.models import Petition, PetitionVersion
from petitions.models.petitions import Words


def text_digest(words: Words) -> str:
    """Give the digest of a text: SHA-256 of {action, background, details, language} as compact JSON with sorted keys.

    Anybody can work it out again from what the API gives.
    """
    facts = {
        "action": words.action, "background": words.background, "details": words.details, "language": words.language,
    }  # fmt: skip
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def ensure_version(
    petition: Petition, *, note: str = "", is_public: bool = False, since: datetime | None = None
) -> PetitionVersion:
    """Keep the text that stands now under its number, once; `is_public` keeps when everybody could first read it.

    That is now, or, of what comes from elsewhere, `since` a moment.
    """
    now = since or clock.now()
    words = Words(petition.language, petition.action, petition.background, petition.details)
    version, _made = PetitionVersion.objects.get_or_create(
        petition=petition, number=petition.text_version,
        defaults={
            "language": words.language, "action": words.action, "background": words.background,
            "details": words.details, "digest": text_digest(words), "note": note.strip(), "created_at": now,
        },
    )  # fmt: skip
    if is_public and version.published_at is None:
        PetitionVersion.objects.filter(pk=version.pk, published_at=None).update(published_at=now)
        version.published_at = now
    return version


def correct_petition(
    petition: Petition, *, by: Actor, action: str, background: str, details: str, note: str
) -> Petition:
    """Correct the text of a published petition: the next version, shown with a public note beside the one before.

    Who signed before signed the earlier version, and their signatures say so. Raises Invalid without a note or without
    a change, Forbidden, WrongState, Conflict.
    """
    words = clean_words(petition.language, action, background, details)
    with transaction.atomic():
        petition = Petition.objects.select_for_update(of=("self",)).select_related("kind").get(pk=petition.pk)
        ensure_version(petition, is_public=True)
        data = {"version": petition.text_version + 1}
        PETITION.fire("correct", petition, by=by, reason=note.strip(), data=data, words=words, note=note)
        ensure_version(petition, note=note, is_public=True)
    return petition
