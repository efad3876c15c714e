"""From `manage.py run` to an open house: one-time link, second factor, every step of the set-up, a published page.

The installation is its own process with its own folder, as an operator starts it; nothing of the test's settings
reaches it. Its database is a copy of the test's, as the migrations left it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.db import connection

from tests.fixtures.browsers import Live, visitor
from tests.journeys.processes import free_port, wait_for
from tests.setup.installation import Installation
from tests.setup.test_wizard import SEATS

pytestmark = pytest.mark.browser
EMAIL, PASSWORD = "ada@aldermark.parliament", "a long enough phrase"
NAME = "Parliament of Aldermark"
# What no step of the set-up can settle.
OPEN = [
    "A second administrator", "A public address", "Outgoing mail", "Legal pages, published", "A home page of your own",
    "PostgreSQL", "Redis", "Elasticsearch", "Backups",
]  # fmt: skip


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, str]]:
    """Start `manage.py run` on a fresh installation; gives its address and the one-time link that it prints."""
    Installation(folder)
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    own = {"ROSTRA_VAR": str(folder), "SITE_URL": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "manage.py", "run", "--port", str(port)]
    with (folder / "said").open("w+") as said:
        process = subprocess.Popen(command, cwd=settings.ROOT, env={**kept, **own}, stdout=said, stderr=said)
        try:
            wait_for(port)
            printed = (folder / "said").read_text()
            yield own["SITE_URL"], re.search(r"First administrator, once: (\S+)", printed)[1]
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture
def house(browser, django_db_setup, tmp_path):
    """Give the function that opens a page of the running installation, and the one-time link."""
    if connection.vendor != "sqlite":
        pytest.skip("needs SQLite: the installation is a copy of its file")
    with running(tmp_path) as (url, link):
        live = Live(url)
        doors = visitor(browser, live)
        yield next(doors), link.removeprefix(url)
        assert next(doors, None) is None  # closes the browsers, and states what broke the policy


def press(page, name, role="button"):
    """Press what has this name, and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).first.click()


def app_code(secret):
    """Give the code of this half minute; the one before and the one after are good too."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def become_the_first_administrator(page):
    """Make the account, sign in, set an app up as the second factor; ends at the checklist."""
    page.get_by_label("Full name").fill("Ada Admin")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make the account")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.get_by_role("heading", level=1, name="Set up a second factor").wait_for()
    press(page, "Set up an app", "link")
    secret = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.inner_text("main"))[0].replace(" ", "")
    page.get_by_label("Code from your authenticator app").fill(app_code(secret))
    press(page, "Set up")
    press(page, "I have kept them, go on", "link")


def go_through_the_steps(page):
    """Answer every step from the first to the last; ends at the checklist."""
    page.get_by_role("link", name="Begin with: Languages").click()
    page.get_by_role("checkbox", name="العربية").uncheck()
    press(page, "Save and continue")
    page.get_by_label("Name (English)").fill(NAME)
    press(page, "Save and continue")
    press(page, "Save and continue")  # the colours as they come
    page.get_by_label("CSV table or Popolo file").set_input_files(
        {"name": "seats.csv", "mimeType": "text/csv", "buffer": SEATS.encode()}
    )
    press(page, "Look at the file")
    press(page, "Bring it in")
    press(page, "Continue")
    page.get_by_label("Name of the committee (English)").fill("Transport Committee")
    press(page, "Add the committee")
    press(page, "Continue")
    page.get_by_label("Full name").fill("Bea Second")
    page.get_by_label("E-mail").fill("bea@aldermark.parliament")
    page.get_by_label("Role").select_option("admin")
    press(page, "Send the invitation")
    press(page, "Continue")
    page.get_by_label(re.compile("^Address|^E-mail")).fill("no-reply@aldermark.parliament")
    press(page, "Save and continue")
    press(page, "Make the drafts")
    press(page, "Continue")
    press(page, "Save and continue")  # the figures as they come


def publish_the_privacy_notice(page):
    """Open the draft in the editor from the step that laid it, and publish it."""
    page.goto("/en/setup/pages/")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(r"^English\s*: Privacy$")).click()
    page.get_by_role("button", name="More actions").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish", exact=True).click()
    page.locator(".messages .success").first.wait_for()


def test_an_operator_opens_a_house(house):
    open_page, link = house
    admin = open_page(link)
    become_the_first_administrator(admin)
    go_through_the_steps(admin)
    admin.get_by_role("heading", level=1, name="This parliament is set up").wait_for()
    assert [row.inner_text() for row in admin.locator("[aria-labelledby=list] li:has(.soft) strong").all()] == OPEN
    assert re.sub(r"\s+", " ", admin.locator("main").inner_text()).startswith("Done 9 of 9")

    reader = open_page(link)
    reader.get_by_text("This link is used up.").wait_for()
    assert reader.goto("/en/privacy/").status == 404  # a draft is nobody's to read
    publish_the_privacy_notice(admin)
    assert reader.goto("/en/privacy/").status == 200
    reader.get_by_role("heading", level=1, name="Privacy").wait_for()
    assert NAME in reader.title()
