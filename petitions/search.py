"""The search document of a petition: public fields only, built by one function."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from core.search.documents import SearchDocument
from petitions.models import Petition
from petitions.selectors import public_petitions
from petitions.states import PetitionState


def public_ids() -> Iterable[UUID]:
    """Give the ids of all petitions that may be found."""
    return public_petitions().values_list("public_id", flat=True)


def documents_of(public_id: UUID) -> list[SearchDocument]:
    """Give the document in the petition's own language; none where the petition is not public."""
    petition = public_petitions().filter(public_id=public_id).first()
    return [_document(petition)] if petition else []


def _document(petition: Petition) -> SearchDocument:
    outcomes = [str(words) for words in petition.milestones.values_list("outcome", flat=True) if words]
    return SearchDocument(
        type="petition",
        uuid=petition.public_id,
        language=petition.language,
        title=petition.action,
        summary=petition.background,
        body="\n".join([petition.details, petition.rejection_details, *outcomes]),
        path=f"petitions/{petition.number}/",
        state=petition.state,
        is_open=petition.state == PetitionState.OPEN,
        number=str(petition.number),
        date=(petition.opened_at or petition.created_at).date(),
        committee=petition.committee.slug if petition.committee else "",
    )
