"""Reading the versions of a petition's text."""

from __future__ import annotations

from petitions.models import Petition, PetitionVersion


def public_versions(petition: Petition) -> list[PetitionVersion]:
    """List the versions that stood in public, in their order."""
    return list(petition.versions.exclude(published_at=None).order_by("number"))


def version_before(petition: Petition) -> PetitionVersion | None:
    """Give the text before the one that stands now, public or not; None for a first text."""
    return petition.versions.filter(number__lt=petition.text_version).order_by("-number").first()


def supported_version(petition: Petition) -> PetitionVersion | None:
    """Give the text that the first supporters read; None where it still stands, or none was kept."""
    return petition.versions.filter(number__lt=petition.text_version).order_by("number").first()
