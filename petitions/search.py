"""The search document of a petition: public fields only, built by one function."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from core.search.documents import SearchDocument
from core.web.times import in_house_zone
from petitions.models import Petition
from petitions.models.petitions import Words
from petitions.selectors import public_petitions
from petitions.states import PetitionState


def public_ids() -> Iterable[UUID]:
    """Give the ids of all petitions that may be found."""
    return public_petitions().values_list("public_id", flat=True)


def documents_of(public_id: UUID) -> list[SearchDocument]:
    """Give one document a language, the original first; none where the petition is not public."""
    petition = public_petitions().filter(public_id=public_id).first()
    if petition is None:
        return []
    languages = [petition.language, *(row.language for row in petition.translations.all())]
    return [_document(petition, petition.words(language)) for language in languages]


def _document(petition: Petition, words: Words) -> SearchDocument:
    outcomes = [str(words) for words in petition.milestones.values_list("outcome", flat=True) if words]
    return SearchDocument(
        type="petition",
        uuid=petition.public_id,
        language=words.language,
        title=words.action,
        summary=words.background,
        body="\n".join([words.details, petition.rejection_details, *outcomes]),
        path=f"petitions/{petition.number}/",
        state=petition.state,
        is_open=petition.state == PetitionState.OPEN,
        number=str(petition.number),
        date=in_house_zone(petition.opened_at or petition.created_at).date(),
        committee=petition.committee.slug if petition.committee else "",
    )
