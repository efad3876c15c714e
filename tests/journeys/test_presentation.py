"""From a crossed threshold to the closing report, under a controlled clock: owed, reminded, overdue, presented,
debated, reported; every signer who wants news is told once of each step."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone

from config.serving import ServerThread
from core import clock
from core.actors import participant
from core.jobs.worker import work_once
from core.mail.models import Mail
from petitions.actions import SignatureFacts, sign_petition
from petitions.actions.signing import confirm_signatures
from petitions.letters import KIND
from petitions.models import DutyOffice, Milestone, Petition, SignerMailing, Threshold
from tests.fixtures.browsers import Live
from tests.journeys.test_petition_signs import fits

pytestmark = pytest.mark.browser
MONDAY = datetime(2027, 3, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
TURNS = 40


class HouseClock:
    """The house's clock for every thread: it runs on from where it is put."""

    def __init__(self):
        """Put it on a Monday morning."""
        self.put(MONDAY)

    def put(self, moment):
        """Go to a moment."""
        self.moment, self.since = moment, timezone.now()

    def on(self, **span):
        """Go on by a span."""
        self.put(self.now() + timedelta(**span))

    def now(self):
        """Give the moment it shows."""
        return self.moment + (timezone.now() - self.since)


@pytest.fixture
def house_clock(monkeypatch):
    """Give the clock that server, worker and test share."""
    shown = HouseClock()
    monkeypatch.setattr(clock, "now", lambda: clock._frozen.get() or shown.now())
    return shown


@pytest.fixture
def live(chromium, transactional_db, settings):
    """Serve pages from this process, without the worker of the shared fixture: the test itself says when to work."""
    with ServerThread() as server:
        settings.SITE_URL = server.url
        yield Live(server.url)


@pytest.fixture
def worker(live):
    """Give a thread that works when it is told to: nothing runs beside the browser, nothing has to be waited for."""
    with ThreadPoolExecutor(1) as thread:
        yield thread
        thread.submit(connections.close_all).result()


@pytest.fixture
def until(worker, house_clock):
    """Give the function that works, turn by turn, until something holds."""

    def work(holds, what):
        for _turn in range(TURNS):
            done = worker.submit(work_once).result()
            if holds():
                return
            if not done:
                house_clock.on(seconds=10)  # what is tried again, or runs by the second, is due then
        raise AssertionError(what)

    work(lambda: True, "the schedule is known")  # a daily job runs from the first day on that the schedule was seen
    return work


def crowd(petition, how_many):
    """Sign and confirm; every second one wants news."""
    people = [
        SignatureFacts("Ann", f"p{n}@example.org", "SL4 1AA", is_eligible=True, wants_news=n % 2 == 0)
        for n in range(how_many)
    ]
    sign_petition(petition, people, by=participant("x"))
    pending = petition.signatures.filter(state="pending").values_list("pk", flat=True)
    confirm_signatures(list(pending), by=participant("x"))


def record(desk, kind, **fields):
    """Record a step in its form, which leads back to the screen."""
    desk.locator(f"a[href$='/parliament/{kind}/']").click()
    desk.locator("main form[novalidate] [name=on]").wait_for()
    for name, value in fields.items():
        field = desk.locator(f"[name={name}]")
        field.select_option(value) if name == "verdict" else field.fill(value)
    desk.locator("main form[novalidate] button[type=submit]").click()
    desk.locator("#duties").wait_for()


def told(step):
    """Give how many letters hold a word, by address."""
    return Counter(mail.to_address for mail in Mail.objects.filter(kind=KIND) if step in mail.body)


def evening(house_clock, until, mailings):
    """Let the day end, and the day's letters leave."""
    house_clock.put(house_clock.now().astimezone(MONDAY.tzinfo).replace(hour=18, minute=1))
    until(lambda: SignerMailing.objects.filter(state="done").count() == mailings, f"message {mailings} was sent")
    house_clock.put(house_clock.now().astimezone(MONDAY.tzinfo).replace(hour=9, minute=0) + timedelta(days=1))


def test_from_threshold_to_closing_report(house_clock, until, open_page, make_petition, parliament, staff, axe):
    office = DutyOffice.objects.create(key="plenary", name={"en": "The plenary's office"}, mailbox="plenary@p.example")
    Threshold.objects.filter(kind=parliament.kind).update(office=office)
    lowest = Threshold.objects.filter(kind=parliament.kind).order_by("count").first()
    Threshold.objects.filter(pk=lowest.pk).update(duty="debate", days_allowed=10, remind_days=3)
    petition = make_petition(state="open")

    crowd(petition, lowest.count)
    until(Milestone.objects.exists, "the threshold was reached")
    milestone = Milestone.objects.get()
    assert milestone.due_on.isoformat() == "2027-03-15"
    page = f"/en/petitions/{petition.number}/"
    reader = open_page(page, width=320)
    assert fits(reader)
    assert "Due in 14 days." in reader.locator("#way").locator("xpath=ancestor::section").inner_text()

    house_clock.put(MONDAY + timedelta(days=9))
    until(lambda: Mail.objects.filter(kind="petitions/remind_office").count() == 1, "the office was reminded")
    house_clock.put(MONDAY + timedelta(days=15))
    until(lambda: Mail.objects.filter(kind="petitions/remind_office").count() == 2, "and once more when overdue")
    reader.goto(page)
    overdue = reader.locator("#way").locator("xpath=ancestor::section").inner_text()
    assert ("Overdue" in overdue, "Overdue since 1 day." in overdue) == (True, True)
    assert axe(reader) == []

    desk = open_page(f"/admin/desk/petitions/{petition.pk}/parliament/", user=staff["clerk"])
    desk.set_default_timeout(60_000)  # the back office is heavy
    Session.objects.update(expire_date=MONDAY + timedelta(days=365))  # begun by the real clock, it would be over
    assert axe(desk) == []
    desk.locator("a[href$='/parliament/presented/']").click()
    desk.locator("main form[novalidate] button[type=submit]").click()
    desk.locator(".desk-notice--error").wait_for()
    assert axe(desk) == []
    desk.goto(f"/admin/desk/petitions/{petition.pk}/parliament/")  # back would lead to the form
    record(desk, "presented", to_whom_en="To the Speaker", minute_url="https://p.example/minute/1")
    evening(house_clock, until, 1)
    record(
        desk, "debated", words_en="The House debated it for two hours.",
        transcript_url="https://p.example/t/2", video_url="https://p.example/v/2",
    )  # fmt: skip
    assert Milestone.objects.get().state == "done"
    evening(house_clock, until, 2)
    record(desk, "reported", words_en="Parts of it became law.", verdict="partly")
    evening(house_clock, until, 3)

    reader.goto(page)
    way = reader.locator("main").inner_text()
    for words in ("Closing report", "Agreed in part", "Parts of it became law.", "To the Speaker", "Debated"):
        assert words in way, words
    links = {link.get_attribute("href") for link in reader.locator("#way ~ ol a, section a").all()}
    assert {"https://p.example/minute/1", "https://p.example/t/2", "https://p.example/v/2"} <= links
    assert "Overdue" not in way
    assert axe(reader) == []
    assert fits(reader)
    assert Petition.objects.get(pk=petition.pk).verdict == "partly"
    wanted = dict.fromkeys((f"p{n}@example.org" for n in range(0, lowest.count, 2)), 1)
    for step in ("To the Speaker", "for two hours", "Parts of it became law."):
        assert told(step) == wanted, step
    assert Mail.objects.filter(kind="petitions/remind_office").count() == 2
