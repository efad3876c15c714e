"""An editor writes a news item, an approver reads and publishes it, everybody can read it."""

import pytest

from cms.models import NewsPage
from core.accounts.models import Role
from tests.cms.conftest import homes, news_index, staff  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.both, pytest.mark.django_db(transaction=True)]
TITLE = "Sixty seats for sixty visitors"


def test_a_news_item_goes_from_the_editor_over_the_approver_to_the_public(open_page, live, news_index):  # noqa: F811
    editor = staff("pen@parliament.example", Role.COMMS)
    approver = staff("second@parliament.example", Role.APPROVER)

    desk = open_page(f"/admin/pages/add/cms/newspage/{news_index.pk}/", user=editor)
    desk.get_by_role("textbox", name="Title*").fill(TITLE)
    desk.get_by_role("textbox", name="Summary*").fill("On Saturday the chamber is yours.")
    assert desk.get_by_role("button", name="Publish", exact=True).count() == 0
    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("button", name="Submit to Read by a second person").click()
    desk.get_by_text("created and submitted for moderation").first.wait_for()

    item = NewsPage.objects.get(title=TITLE)
    assert (item.live, item.slug) == (False, "sixty-seats-for-sixty-visitors")
    reader = open_page("/en/news/")
    assert reader.get_by_role("link", name=TITLE).count() == 0

    second = open_page("/admin/", user=approver)
    second.get_by_role("heading", name="Awaiting your review").wait_for()
    second.goto(f"/admin/pages/{item.pk}/edit/")
    second.get_by_role("button", name="More actions").click()
    second.get_by_role("button", name="Approve and Publish", exact=True).click()
    second.locator(".messages .success").first.wait_for()

    reader.goto("/en/news/")
    reader.get_by_role("link", name=TITLE).click()
    reader.get_by_role("heading", level=1, name=TITLE).wait_for()
    assert reader.get_by_text("On Saturday the chamber is yours.").is_visible()
