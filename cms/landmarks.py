"""The pages that menus lead to: looked up once a language, kept in the cache until a page is published or moved."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.menus import now
from core.institution.facts import default_language
from core.parliament.models import Member
from core.web import navigation

KEPT_SECONDS = 300
HOME_DEPTH = 2
MAIN = (("members", _("Members"), 50), ("outcomes", _("You said, we did"), 60), ("news", _("News"), 70))
ABOUT = (
    ("about", _("About this site")),
    ("accessibility", _("Accessibility statement")),
    ("privacy", _("Privacy")),
    ("terms", _("House rules for comments")),
    ("easy-read", _("Easy read")),
    ("contact", _("Contact")),
)
OPEN = (("outcomes", _("You said, we did")), ("committees", _("Committees")), ("events", _("Events")))


def _key(language: str) -> str:
    return f"cms:landmarks:{language}"


def addresses(language: str) -> dict[str, str]:
    """Give the address of every live page right below a language's home, by slug."""
    found: dict[str, str] | None = cache.get(_key(language))
    if found is None:
        pages = Page.objects.live().filter(depth=HOME_DEPTH + 1, locale__language_code=language)
        found = {page.slug: page.url for page in pages.select_related("locale") if page.url}
        cache.set(_key(language), found, KEPT_SECONDS)
    return found


def forget() -> None:
    """Forget all addresses and menus: a page or a menu has changed."""
    codes = [code for code, _name in settings.LANGUAGES]
    cache.delete_many([key(code) for code in codes for key in (_key, now.key_of)])


def notice_version() -> str:
    """Name the public revision of the page "privacy" in the installation's first language; empty without one."""
    pages = Page.objects.live().filter(depth=HOME_DEPTH + 1, slug="privacy", locale__language_code=default_language())
    found = pages.values_list("pk", "live_revision_id", "last_published_at").first()
    if found is None:
        return ""
    key, revision, published = found
    return (
        f"page-{key}.{revision}" if revision else f"page-{key}.{published:%Y%m%d%H%M}" if published else f"page-{key}"
    )


def leading_to(slug: str) -> Callable[[str], str | None]:
    """Give a menu's target: the function from a language to the page's address there."""

    def target(language: str) -> str | None:
        """Look the address up."""
        return addresses(language).get(slug)

    return target


def page_of_member(member: Member, language: str) -> str:
    """Give the address of a member's page: each has one below the members' list, written or not; empty without it."""
    below = addresses(language).get("members")
    return f"{below}{member.slug}/" if below else ""


def fill_menus() -> None:
    """Register the pages' lines in the site's menus, behind those that editors write; an absent page is not shown."""
    navigation.register_written(now.lines_of)
    for slug, label, order in MAIN:
        navigation.register(label, leading_to(slug), order=order, key=slug)
    for order, (slug, label) in enumerate(ABOUT):
        navigation.register(label, leading_to(slug), order=order, place=navigation.ABOUT, key=slug)
    for order, (slug, label) in enumerate(OPEN):
        navigation.register(label, leading_to(slug), order=order + 50, place=navigation.OPEN, key=slug)
