"""Marta asks, the clerk decides, everybody who watches sees it at once; and all of it without a script as well."""

import re
import time
from datetime import timedelta

import pytest

from consultations.hearings.actions import asking
from consultations.hearings.models import Question
from core.events.models import OutboxEntry
from core.mail.models import Mail
from tests.hearings import world
from tests.journeys.processes import three_doors

pytestmark = [pytest.mark.browser, pytest.mark.both, pytest.mark.django_db(transaction=True)]
TRIES = 20
LONGEST = 1.0  # issue 3: in a third browser within a second


@pytest.fixture
def clerk(live):
    return world.make_clerk()


@pytest.fixture
def hearing(clerk):
    hearing = world.make_hearing(clerk)
    for _one in range(3):
        world.make_question(hearing, clerk=clerk, state="published")
    return hearing


def code_for(kind, patience=10.0):
    """Wait for the newest mail of a kind and read its code."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        mail = Mail.objects.filter(kind=kind).order_by("-id").first()
        if mail is not None:
            return re.search(r"\b(\d{6})\b", mail.body)[1]
        time.sleep(0.1)
    raise AssertionError(f"no mail {kind}")


def ask_by_form(page, text, name="Marta Lind", email="marta@example.org"):
    page.fill("[name=text]", text)
    page.fill("[name=name]", name)
    if page.locator("#ask [name=email]").count():
        page.fill("#ask [name=email]", email)
    page.click("#ask button[type=submit]")


def is_seated(page):
    """Wait until a page's socket has been welcomed."""
    page.locator("[data-live=true]").wait_for(state="attached")


def be_idle(patience=10.0):
    """Wait until the outbox is empty: the figure is one of an otherwise idle house (issue 3)."""
    until = time.monotonic() + patience
    while OutboxEntry.objects.exists() and time.monotonic() < until:
        time.sleep(0.05)


# Both pages note the moment by the machine's clock, so that the driver's own pace stays out of the figure.
NOTE_PRESSES = "() => addEventListener('click', () => { window.pressed = Date.now(); }, true)"
NOTE_SIGHTS = """() => {
  const text = (name) => document.querySelector(name).textContent;
  window.sights = [];
  new MutationObserver(() => sights.push([Date.now(), text('[data-news]'), text('[data-region=asked]')]))
    .observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
}"""


def delay(console, reader, place, text):
    """Give the seconds from the clerk's press to the first sight of the text in the reader's page."""
    name = {1: "[data-news]", 2: "[data-region=asked]"}[place]
    reader.locator(name, has_text=text).wait_for()
    first = next(sight[0] for sight in reader.evaluate("sights") if text in sight[place])
    return (first - console.evaluate("pressed")) / 1000


@pytest.fixture
def doors(live):
    """Give the three browsers' own servers; on real engines these are three processes."""
    with three_doors(live.url) as urls:
        yield urls
        # Only that the pages lie on another port than the first: not another site.
        live.problems[:] = [words for words in live.problems if not any(url in words for url in urls)]


def test_twenty_questions_reach_a_third_browser_within_a_second(open_page, hearing, clerk, doors, monkeypatch, capsys):
    monkeypatch.setattr(asking, "PAUSE", timedelta(0))  # Marta's browser talks to the process of this test
    door = f"/en/hearings/{hearing.slug}/"
    marta, reader = open_page(doors[0] + door), open_page(doors[2] + door)
    console = open_page(f"{doors[1]}/admin/desk/hearings/{hearing.slug}/console/", user=clerk.user)
    ask_by_form(marta, "Who counts the beds before the night begins?")
    marta.fill("[name=code]", code_for("hearings/ask_to_confirm_question"))
    marta.click("main button[type=submit]")
    marta.wait_for_url("**/mine/")
    marta.goto(doors[0] + door)
    for page in (marta, reader, console):
        is_seated(page)
    console.evaluate(NOTE_PRESSES)
    reader.evaluate(NOTE_SIGHTS)
    shown, aired = [], []
    for turn in range(TRIES):
        text = f"What happens at hour number {turn} of the night?"
        ask_by_form(marta, text)
        marta.locator("[data-sent]", has_text="with the clerk").wait_for()
        marta.evaluate("document.querySelector('[data-sent]').textContent = ''")
        card = console.locator("[data-question]", has_text=text)
        card.wait_for()
        be_idle()
        card.locator("[data-verb=approve]").click()
        shown.append(delay(console, reader, 1, text))
        be_idle()
        console.locator("[data-question]", has_text=text).locator("[data-verb=put_on_air]").click()
        aired.append(delay(console, reader, 2, text))
    with capsys.disabled():
        print(  # noqa: T201 - the figure that the issue asks for
            f"\n{TRIES} tries over {len(set(doors))} process(es): on the list after at most {max(shown):.3f} s, "
            f"on air after at most {max(aired):.3f} s"
        )
    for page in (marta, reader, console):
        page.close()
    assert Question.objects.filter(hearing=hearing, text__startswith="What happens at hour").count() == TRIES
    assert max(shown) <= LONGEST
    assert max(aired) <= LONGEST


def test_list_stays_still_until_the_reader_asks_for_more(open_page, hearing, clerk):
    page = open_page(f"/en/hearings/{hearing.slug}/")
    is_seated(page)
    top = "document.querySelector('[data-list]').getBoundingClientRect().top + scrollY"
    before = (page.evaluate(top), page.locator("[data-list] .q-text").all_inner_texts())
    texts = [world.make_question(hearing, clerk=clerk, state="published").text for _one in range(2)]
    page.locator("[data-show]", has_text="Show 2 new questions").wait_for()
    assert (page.evaluate(top), page.locator("[data-list] .q-text").all_inner_texts()) == before
    page.locator("[data-status]", has_text="Show").wait_for(state="attached")
    page.click("[data-show]")
    page.locator("[data-list] .q-text", has_text=texts[-1]).wait_for()
    assert page.locator("[data-list] .q-text").count() == 5
    assert page.evaluate("document.activeElement.matches('[data-show]')")


def test_support_is_one_press_and_everybody_sees_the_count(open_page, hearing, clerk):
    question = Question.objects.order_by("id").first()
    door = f"/en/hearings/{hearing.slug}/"
    ada, reader = open_page(door), open_page(door)
    is_seated(reader)
    ada.click(f"#q-{question.public_id} button")
    ada.fill("[name=email]", "ada@example.org")
    ada.click("main button[type=submit]")
    ada.fill("[name=code]", code_for("hearings/ask_to_confirm_joining"))
    ada.click("main button[type=submit]")
    ada.locator(f"#q-{question.public_id} button[aria-pressed=true]").wait_for()
    reader.locator(f"#q-{question.public_id} [data-votes]", has_text="1").wait_for()
    is_seated(ada)
    for pressed, count in (("false", 0), ("true", 1)):
        ada.click(f"#q-{question.public_id} button")
        ada.locator(f"#q-{question.public_id} button[aria-pressed={pressed}]").wait_for()
        reader.locator(f"#q-{question.public_id} [data-votes]", has_text=str(count)).wait_for()


# The pause before the next try is drawn by lot, and may be nothing: half of the longest, so that the break is seen.
KEEP_SOCKETS = """
window.sockets = [];
Math.random = () => .5;
window.WebSocket = class extends WebSocket { constructor(...given) { super(...given); window.sockets.push(this); } };
"""


def test_page_whose_line_broke_misses_nothing(open_page, hearing, clerk):
    door = f"/en/hearings/{hearing.slug}/"
    page = open_page(door)
    page.add_init_script(KEEP_SOCKETS)
    page.goto(door)
    is_seated(page)
    for _break in range(5):
        page.evaluate("sockets.forEach(socket => socket.close())")
        page.locator("[data-live=false]").wait_for(state="attached")
        text = world.make_question(hearing, clerk=clerk, state="on_air").text
        page.locator("[data-region=asked]", has_text=text).wait_for()
        is_seated(page)


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("ar", 320)])
def test_everything_works_without_a_script(open_page, hearing, clerk, language, width):
    door = f"/{language}/hearings/{hearing.slug}/"
    page = open_page(door, width=width, javascript=False)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    text = "كم سريرا يكون خاليا في الليل؟" if language == "ar" else "How many beds are empty at night?"
    ask_by_form(page, text)
    page.fill("[name=code]", code_for("hearings/ask_to_confirm_question"))
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url("**/mine/")
    assert text in page.inner_text("main")
    console = open_page(f"/admin/desk/hearings/{hearing.slug}/console/", user=clerk.user, javascript=False)
    with console.expect_navigation():
        console.locator("[data-question]", has_text=text).locator("button[value=approve]").click()
    page.goto(door)
    card = page.locator("[data-question]", has_text=text)
    with page.expect_navigation():
        card.locator("button").click()
    assert page.locator("[data-question]", has_text=text).locator("button[aria-pressed=true]").count() == 1
    with console.expect_navigation():
        console.locator("[data-question]", has_text=text).locator("button[value=put_on_air]").click()
    page.reload()
    assert text in page.inner_text("[data-region=asked]")
