"""An editor's day in a real browser: one page in three languages, one for later, one taken back."""

from datetime import timedelta
from importlib import import_module

import pytest

from cms.models import NewsIndexPage, NewsPage
from core import clock
from core.accounts.models import Role
from tests.cms.conftest import staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "en": ("Night trains return", "The committee has agreed to six lines."),
    "fr": ("Les trains de nuit reviennent", "La commission a accepté six lignes."),
    "ar": ("عودة قطارات الليل", "وافقت اللجنة على ستة خطوط."),
}


@pytest.fixture
def indexes(homes, news_index):
    """Give the news index of each language."""
    found = {"en": news_index}
    for code in ("fr", "ar"):
        index = NewsIndexPage(
            title="News",
            slug="news",
            summary=".",
            locale=homes[code].locale,
            translation_key=news_index.translation_key,
        )
        found[code] = homes[code].add_child(instance=index)
    return found


def write(desk, title, summary):
    desk.get_by_role("textbox", name="Title*").fill(title)
    desk.get_by_role("textbox", name="Summary*").fill(summary)


def press(desk, name):
    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("button", name=name, exact=True).click()
    desk.locator(".messages .success").first.wait_for()


def test_an_editor_publishes_in_three_languages_schedules_and_rolls_back(open_page, live, homes, indexes):
    editor = staff("approver@parliament.example", Role.APPROVER)
    desk = open_page(f"/admin/pages/add/cms/newspage/{indexes['en'].pk}/", user=editor)
    write(desk, *WORDS["en"])
    press(desk, "Publish")
    item = NewsPage.objects.get()

    desk.goto(f"/admin/translation/submit/page/{item.pk}/")
    for code in ("fr", "ar"):
        desk.locator(f"input[name=locales][value='{homes[code].locale.pk}']").check()
    desk.locator("form button[type=submit], form input[type=submit]").last.click()
    desk.locator(".messages .success").first.wait_for()
    for code in ("fr", "ar"):
        page = NewsPage.objects.get(locale__language_code=code)
        desk.goto(f"/admin/pages/{page.pk}/edit/")
        write(desk, *WORDS[code])
        press(desk, "Publish")
        # The preview speaks the page's own language, whatever the editor's.
        desk.goto(f"/admin/pages/{page.pk}/view_draft/")
        assert desk.locator("html").get_attribute("lang") == code
    reader = open_page("/en/news/")
    for code, (title, _summary) in WORDS.items():
        reader.goto(f"/{code}/news/")
        reader.get_by_role("link", name=title).first.click()
        reader.get_by_role("heading", level=1, name=title).wait_for()
        assert reader.locator("html").get_attribute("lang") == code

    # For later: nobody sees it before its hour, everybody after it.
    desk.goto(f"/admin/pages/add/cms/newspage/{indexes['en'].pk}/")
    write(desk, "The budget is out", "All figures.")
    press(desk, "Publish")
    later = NewsPage.objects.get(title="The budget is out")
    later.go_live_at = clock.now() + timedelta(days=1)
    later.live = False
    later.save()
    later.save_revision(approved_go_live_at=later.go_live_at)
    assert reader.goto(later.url).status == 404
    due = clock.now() - timedelta(seconds=1)
    later.revisions.update(approved_go_live_at=due)
    NewsPage.objects.filter(pk=later.pk).update(go_live_at=due)
    import_module("config.schedule").publish_scheduled_pages()
    assert reader.goto(later.url).status == 200

    # Back: the first words of the English item stand again after a wrong edit.
    first = item.revisions.order_by("pk").first()
    desk.goto(f"/admin/pages/{item.pk}/edit/")
    write(desk, "Wrong title", "Wrong words.")
    press(desk, "Publish")
    reader.goto(item.url)
    reader.get_by_role("heading", level=1, name="Wrong title").wait_for()
    desk.goto(f"/admin/pages/{item.pk}/revisions/{first.pk}/revert/")
    assert desk.get_by_role("textbox", name="Title*").input_value() == WORDS["en"][0]
    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("button", name="Publish", exact=True).or_(
        desk.get_by_role("button", name="Publish this version")
    ).first.click()
    desk.locator(".messages .success").first.wait_for()
    reader.goto(item.url)
    reader.get_by_role("heading", level=1, name=WORDS["en"][0]).wait_for()
