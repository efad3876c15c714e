"""The search documents of pages: public fields only, one document a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.models import Page

from cms.models import (
    CommitteePage,
    ConsultationHubPage,
    EventPage,
    NewsPage,
    OutcomePage,
    SectionPage,
    StandardPage,
)
from core.search.documents import SearchDocument, register
from core.search.models import SearchRow
from core.web.times import in_house_zone

# type -> name, plural, models, order. Members are indexed by core.search's own type, written page or not.
TYPES: dict[str, tuple[Any, Any, tuple[type[Page], ...], int]] = {
    "news": (_("News item"), _("News"), (NewsPage,), 60),
    "event": (_("Event"), _("Events"), (EventPage,), 70),
    "answer": (_("Answer"), _("Answers"), (OutcomePage,), 80),
    "page": (_("Page"), _("Pages"), (StandardPage, SectionPage, ConsultationHubPage, CommitteePage), 90),
}

# Fields of blocks that steer the block and are not read on the page.
STEERING = {"url", "topic"}


def register_types() -> None:
    """Fill the search's table of types."""
    for key, (label, plural, models, order) in TYPES.items():
        register(key, label, plural=plural, build=_builder(models), ids=_lister(models), order=order)


def types_of(key: UUID) -> list[str]:
    """Give the types under which pages with this translation key are, or were, indexed."""
    found = set(Page.objects.filter(translation_key=key).values_list("content_type", flat=True))
    kinds = {name: {ContentType.objects.get_for_model(model).pk for model in row[2]} for name, row in TYPES.items()}
    known = set(SearchRow.objects.filter(uuid=key).values_list("type", flat=True))
    return [name for name, ids in kinds.items() if ids & found or name in known]


def _builder(models: tuple[type[Page], ...]) -> Any:
    def documents_of(key: UUID) -> list[SearchDocument]:
        """Give one document for each language in which the page is live, the site's first language first."""
        rows = Page.objects.live().public().type(*models).filter(translation_key=key)
        pages = rows.select_related("locale").order_by("locale_id").specific()
        return [_document(page, models) for page in pages]

    return documents_of


def _lister(models: tuple[type[Page], ...]) -> Any:
    def public_ids() -> Iterable[UUID]:
        """Give the translation keys of all live pages."""
        return Page.objects.live().public().type(*models).values_list("translation_key", flat=True).distinct()

    return public_ids


def _document(page: Any, models: tuple[type[Page], ...]) -> SearchDocument:
    type_ = next(name for name, row in TYPES.items() if row[2] == models)
    with override(page.locale.language_code):
        return SearchDocument(
            type=type_,
            uuid=page.translation_key,
            language=page.locale.language_code,
            title=page.title,
            summary=page.summary,
            body=_body(page),
            kicker=str(getattr(page, "source", "")),
            path=_path(page),
            date=_date(page),
        )


def _path(page: Page) -> str:
    """Give the address without its language: what stands below the home's own slug."""
    return page.url_path.split("/", 2)[2]


def _body(page: Any) -> str:
    body = getattr(page, "body", None)
    words = _read(body.stream_block, body) if body else ()
    more = [getattr(page, name, "") for name in ("you_said", "we_did", "place", "topic")]
    return "\n".join(part for part in [*(strip_tags(str(word)) for word in words), *more] if part)


def _read(block: Any, value: Any) -> Iterator[str]:
    """Give what is read as text, field by field; the label of a choice would be the form's words, not the page's."""
    if isinstance(block, StreamBlock):
        for child in value:
            yield from _read(child.block, child.value)
    elif isinstance(block, ListBlock):
        for item in value:
            yield from _read(block.child_block, item)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            if name not in STEERING:
                yield from _read(child, value.get(name))
    elif isinstance(block, CharBlock | TextBlock | RichTextBlock) and value:
        yield from block.get_searchable_content(value)


def _date(page: Any) -> Any:
    for name in ("published_on", "decided_on"):
        if day := getattr(page, name, None):
            return day
    moment = getattr(page, "starts_at", None) or page.last_published_at
    return in_house_zone(moment).date() if moment else None
