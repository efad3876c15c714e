"""The search document of a member: the House's own facts, in every language of the site."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.parliament.models import Member
from core.search.documents import SearchDocument, register


def register_members() -> None:
    """Add members to the search's table of types."""
    label, plural = gettext_lazy("Member"), gettext_lazy("Members")
    register("member", label, plural=plural, build=documents_of, ids=public_ids, order=50)


def public_ids() -> Iterable[UUID]:
    """Give the ids of all members."""
    return Member.objects.values_list("public_id", flat=True)


def documents_of(public_id: UUID) -> list[SearchDocument]:
    """Give one document for each language of the site."""
    member = Member.objects.select_related("constituency").filter(public_id=public_id).first()
    return [_document(member, code) for code, _name in settings.LANGUAGES] if member else []


def _document(member: Member, language: str) -> SearchDocument:
    with override(language):
        place = str(member.constituency or _("National list"))
        return SearchDocument(
            type="member",
            uuid=member.public_id,
            language=language,
            title=member.called.in_language(language),
            summary=str(member.bio),
            body="\n".join((place, str(member.group), *member.called.values())),
            kicker=_("Member for %(place)s") % {"place": place} if member.constituency else _("Member"),
            path=f"members/{member.slug}/",
        )
