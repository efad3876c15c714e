"""The pages that every public site must have: made as drafts, in each language, to be filled in and published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext, gettext_noop, override
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText

from cms.models import HomePage, StandardPage
from core.actors import Actor
from core.errors import Forbidden
from core.institution.rules import may_set_up

HOME_DEPTH = 2


@dataclass(frozen=True)
class Draft:
    """One page: its address, title, summary and the first words of each part, with the places to fill in."""

    slug: str
    title: str
    summary: str
    parts: tuple[tuple[str, str], ...]


PAGES: tuple[Draft, ...] = (
    Draft(
        "privacy",
        gettext_noop("Privacy"),
        gettext_noop("What we keep about you, why, for how long, and your rights."),
        (
            (
                gettext_noop("Who is responsible"),
                gettext_noop("[Name and address of the institution; its data protection officer.]"),
            ),
            (
                gettext_noop("What we keep and why"),
                gettext_noop(
                    "[For each service: what is asked, the legal basis, who reads it, and how long it is kept.]"
                ),
            ),
            (
                gettext_noop("Your rights"),
                gettext_noop(
                    "You can see what we hold about you and have it deleted. [How to complain, and to which authority.]"
                ),
            ),
        ),
    ),
    Draft(
        "accessibility",
        gettext_noop("Accessibility statement"),
        gettext_noop("How accessible this site is, and how to tell us what is not."),
        (
            (
                gettext_noop("How accessible it is"),
                gettext_noop("[Fully or partly conformant with WCAG 2.2 AA; what is not accessible, and why.]"),
            ),
            (gettext_noop("Tell us"), gettext_noop("[Address and telephone; within how many days you answer.]")),
            (
                gettext_noop("If you are not content"),
                gettext_noop("[The body that enforces the law, and how to reach it.]"),
            ),
        ),
    ),
    Draft(
        "terms",
        gettext_noop("House rules"),
        gettext_noop("What can be written here, who looks at it, and how to appeal."),
        (
            (
                gettext_noop("What is not published"),
                gettext_noop("[Insults, false claims about people, calls to break the law, advertising.]"),
            ),
            (
                gettext_noop("Who decides"),
                gettext_noop("[Which office reads what, before or after publication, and how an appeal is decided.]"),
            ),
        ),
    ),
    Draft(
        "contact",
        gettext_noop("Contact"),
        gettext_noop("How to reach us."),
        ((gettext_noop("Write to us"), gettext_noop("[Postal address, e-mail, telephone, hours.]")),),
    ),
)


@dataclass(frozen=True)
class Cell:
    """One page in one language: the page, or none; where to open it."""

    code: str
    page: Page | None

    @property
    def language(self) -> str:
        """Give the language's own name."""
        return str(dict(settings.LANGUAGES)[self.code])

    @property
    def url(self) -> str:
        """Give the address of its editor."""
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk]) if self.page else ""


@dataclass(frozen=True)
class Row:
    """One page in all languages."""

    title: str
    cells: list[Cell]


def legal_pages(codes: list[str]) -> list[Row]:
    """Give what there is of each page in each language; one query."""
    known = _known(codes)
    return [Row(gettext(draft.title), [Cell(code, known.get((draft.slug, code))) for code in codes]) for draft in PAGES]


def count_unpublished(codes: list[str]) -> int:
    """Count the pages, language by language, that no reader can open yet."""
    known = _known(codes)
    return sum(not (page := known.get((draft.slug, code))) or not page.live for draft in PAGES for code in codes)


def lay_legal_drafts(codes: list[str], *, by: Actor) -> int:
    """Make what is missing as drafts, one translation key for a page; gives how many. Raises Forbidden."""
    if not may_set_up(by, None):
        raise Forbidden
    known = _known(codes)
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    made = 0
    for draft in PAGES:
        others = [page for (slug, _code), page in known.items() if slug == draft.slug]
        key = others[0].translation_key if others else uuid4()
        for code in codes:
            if code in homes and (draft.slug, code) not in known:
                _lay(draft, code, homes[code], key, by)
                made += 1
    return made


def _known(codes: list[str]) -> dict[tuple[str, str], Page]:
    slugs = [draft.slug for draft in PAGES]
    rows = Page.objects.filter(depth=HOME_DEPTH + 1, slug__in=slugs, locale__language_code__in=codes)
    return {(page.slug, page.locale.language_code): page for page in rows.select_related("locale")}


def _lay(draft: Draft, code: str, home: HomePage, key: Any, by: Actor) -> None:
    """Add one draft below a home; its texts are ours, in its own language."""
    with override(code):
        title, summary = gettext(draft.title), gettext(draft.summary)
        body = [
            block
            for head, words in draft.parts
            for block in (("heading", gettext(head)), ("text", RichText(f"<p>{escape(gettext(words))}</p>")))
        ]
    page = StandardPage(
        title=title, slug=draft.slug, summary=summary, locale=Locale.objects.get(language_code=code),
        translation_key=key, live=False, has_unpublished_changes=True, owner=by.user, body=body,
    )  # fmt: skip
    home.add_child(instance=page)
    page.save_revision(user=by.user)
