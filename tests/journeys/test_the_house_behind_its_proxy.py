"""Web, sockets and worker apart behind the shipped proxy file: a question asked in one browser appears in a third."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.hearings import world
from tests.journeys.house import SHIPPED, filled, house, needs_house
from tests.journeys.test_a_question_reaches_everybody import (
    LONGEST,
    NOTE_PRESSES,
    NOTE_SIGHTS,
    ask_by_form,
    be_idle,
    code_for,
    delay,
    is_seated,
)

pytestmark = [pytest.mark.browser, pytest.mark.engines, pytest.mark.django_db(transaction=True)]
TRIES = 3


@pytest.fixture
def served(chromium, transactional_db, tmp_path, settings):
    """Give the address of the proxy with everything behind it."""
    needs_house()
    with house(tmp_path) as url:
        settings.SITE_URL = url
        yield url


def answer(url, path, **headers):
    """Give status, headers and body of a plain request."""
    line = HTTPConnection(urlsplit(url).netloc, timeout=30)
    line.request("GET", path, headers=headers)
    reply = line.getresponse()
    found = (reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
    line.close()
    return found


def visit(browser, url, path, user=None):
    """Open a page in a browser of its own; gives it with what it stumbled over."""
    from tests.fixtures.browsers import sign_in

    context = browser.new_context(base_url=url, reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(60_000)
    if user is not None:
        sign_in(context, url, user)
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.goto(path)
    return page


def test_a_question_reaches_a_third_browser_through_the_proxy(browser, served, tmp_path, capsys):
    clerk = world.make_clerk()
    hearing = world.make_hearing(clerk)
    world.make_question(hearing, clerk=clerk, state="published")
    door = f"/en/hearings/{hearing.slug}/"

    # Each path goes to its own kind of process, as infra/routes.json says.
    assert answer(served, "/health/")[0] == 200
    assert answer(served, "/ws/health/")[2] == b"ok"
    (tmp_path / "media" / "seal.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    status, headers, _body = answer(served, "/media/seal.svg")
    assert (status, headers["x-content-type-options"]) == (200, "nosniff")
    assert "sandbox" in headers["content-security-policy"]
    assert answer(served, door, **{"Accept-Encoding": "gzip"})[1].get("content-encoding") == "gzip"

    marta, reader = visit(browser, served, door), visit(browser, served, door)
    console = visit(browser, served, f"/admin/desk/hearings/{hearing.slug}/console/", user=clerk.user)
    ask_by_form(marta, "Who counts the beds before the night begins?")
    marta.fill("[name=code]", code_for("hearings/ask_to_confirm_question"))
    marta.click("main button[type=submit]")
    marta.wait_for_url("**/mine/")
    texts = ["Who counts the beds before the night begins?"]
    for page in (reader, console):
        is_seated(page)
    console.evaluate(NOTE_PRESSES)
    reader.evaluate(NOTE_SIGHTS)
    shown = []
    for turn in range(TRIES):
        text = texts[turn]
        card = console.locator("[data-question]", has_text=text)
        card.wait_for()
        be_idle()
        card.locator("[data-verb=approve]").click()
        shown.append(delay(console, reader, 1, text))
        texts.append(f"What happens at hour number {turn} of the night?")
        world.make_question(hearing, text=texts[-1])
    with capsys.disabled():
        print(f"\n{TRIES} tries behind nginx: on the list after at most {max(shown):.3f} s")  # noqa: T201
    assert [page.problems for page in (marta, reader, console)] == [[], [], []]
    for page in (marta, reader, console):
        page.context.close()
    assert max(shown) <= LONGEST


def test_the_shipped_file_can_be_filled_in():
    text = SHIPPED.read_text(encoding="utf-8")
    with pytest.raises(AssertionError):
        filled(text, {"server elsewhere:8000;": ""})
    assert "127.0.0.1:9" in filled(text, {"server web:8000;": "server 127.0.0.1:9;"})
