"""Reading drafts: by the token of a link, and what is still missing."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db.models import QuerySet

from core import clock, crypto
from core.errors import NotFound
from petitions.models import DraftLink, Petition, PetitionDraft
from petitions.states import PetitionState, Standard

# The pages of a draft, in their order.
PAGES = ("what", "similar", "why", "more", "standards", "you", "check")
KEPT = timedelta(days=90)


def token_digest(token: str) -> str:
    """Give the digest under which a link to a draft is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def draft_link_by_token(token: str) -> DraftLink:
    """Give the live link of a token, with its draft. Raises NotFound."""
    rows = DraftLink.objects.select_related(
        "draft__kind", "draft__committee", "draft__differs_from", "draft__petition__petitioner"
    )
    link = rows.filter(token_hash=token_digest(token), expires_at__gt=clock.now()).first()
    if link is None:
        raise NotFound()
    return link


def finished_pages(draft: PetitionDraft) -> frozenset[str]:
    """Name the pages of a draft that are filled in; "more" may stay empty, so that it is done with what follows it."""
    is_answered = set(draft.standards) == set(Standard.values)
    done = {
        "what": bool(draft.action),
        "similar": draft.has_compared,
        "why": bool(draft.background),
        "more": bool(draft.details) or is_answered,
        "standards": is_answered,
        "you": bool(draft.name and draft.email and (draft.country or draft.postcode or draft.constituency)),
    }
    return frozenset(page for page, is_done in done.items() if is_done)


def is_draft_complete(draft: PetitionDraft) -> bool:
    """Tell whether everything is there that a petition needs."""
    return finished_pages(draft) | {"more"} == set(PAGES) - {"check"}


def first_unfinished(draft: PetitionDraft) -> str:
    """Name the first page that is not filled in; "check" where all are."""
    done = finished_pages(draft)
    return next((page for page in PAGES if page not in done), "check")


def is_sent(draft: PetitionDraft) -> bool:
    """Tell whether a draft became a petition whose address is proven: then its words are no longer here."""
    return draft.petition is not None and bool(draft.petition.manage_hash)


def old_drafts(now: datetime) -> QuerySet[PetitionDraft]:
    """List drafts that nobody saved for 90 days; the retention of core.privacy deletes them."""
    return PetitionDraft.objects.filter(saved_at__lt=now - KEPT)


def drafts_of(email: str, purpose: str) -> QuerySet[PetitionDraft]:
    """List the drafts that an address could go on writing."""
    rows = PetitionDraft.objects.filter(email_index__in=crypto.email_indexes(email, purpose))
    return rows.exclude(email_index="").order_by("-saved_at")


def petitions_of(email: str) -> QuerySet[Petition]:
    """List the petitions that an address started and proved."""
    keys = crypto.email_indexes(email, "participant")
    rows = Petition.objects.filter(petitioner__email_index__in=keys).exclude(manage_hash="")
    return rows.exclude(state=PetitionState.DRAFT).order_by("-created_at")
