"""The home page of each language: there from the first migrate, in place of Wagtail's welcome page."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page, Site

from cms.models import HomePage


def lay_homes(root: Page) -> None:
    """Make an empty home in every language and the site on the first one; does nothing where there is a home."""
    if HomePage.objects.exists():
        return
    key = uuid4()
    homes = {code: _home(root.pk, code, key) for code, _name in settings.LANGUAGES}
    first = homes[settings.LANGUAGE_CODE]
    site = Site.objects.filter(is_default_site=True).first()
    welcome = site.root_page if site else None
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": first})
    if welcome is not None and type(welcome.specific) is Page:
        welcome.delete()


def _home(root: int, code: str, key: object) -> HomePage:
    """Add one home; Wagtail's own welcome page keeps the address "home" until it goes."""
    with override(code):
        title = gettext("What you can have a say on today")
        summary = gettext(
            "Every voice that reaches this House is counted, read and answered in public. "
            "Follow the thread from what you say to what Parliament does."
        )
    locale = Locale.objects.get(language_code=code)
    page = HomePage(title=title, slug=f"home-{code}", summary=summary, locale=locale, translation_key=key)
    home: HomePage = Page.objects.get(pk=root).add_child(instance=page)
    return home
