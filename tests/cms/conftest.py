"""A small site in three languages for the tests of pages."""

import pytest
from wagtail.models import Locale, Page, Site

from cms.ground import lay_ground
from cms.models import HomePage, NewsIndexPage
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import CLOCK


def staff(email: str, role: Role) -> User:
    """Make an account with one role."""
    user = User.objects.create_user(email, None, name=email.split("@", maxsplit=1)[0].title())
    grant_role(user, role, by=CLOCK)
    return user


@pytest.fixture
def homes(db):
    """Give the home page of each language, with the site on the English one."""
    lay_ground()
    root = Page.get_first_root_node()
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(pk=root.pk)
    first = root.add_child(
        instance=HomePage(title="Home", slug="home", summary="All.", locale=Locale.objects.get(language_code="en"))
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=first, is_default_site=True)
    homes = {"en": first}
    for code in ("fr", "ar"):
        locale = Locale.objects.get(language_code=code)
        page = HomePage(
            title=f"Home {code}", slug=f"home-{code}", summary=".", locale=locale, translation_key=first.translation_key
        )
        homes[code] = Page.objects.get(pk=root.pk).add_child(instance=page)
    return homes


@pytest.fixture
def news_index(homes):
    """Give the English news index."""
    return homes["en"].add_child(instance=NewsIndexPage(title="News", slug="news", summary="What is new."))


@pytest.fixture
def comms(db):
    """Give a communications editor."""
    return staff("comms@parliament.example", Role.COMMS)


@pytest.fixture
def approver(db):
    """Give an approver of pages."""
    return staff("approver@parliament.example", Role.APPROVER)
