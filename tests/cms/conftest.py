"""A small site in three languages for the tests of pages."""

import pytest

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
    return {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}


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
