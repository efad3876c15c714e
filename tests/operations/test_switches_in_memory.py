"""A switch is seen through the page cache and in every process; pages are read while the database takes no writes."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as house
from django.db import connection

from core.actors import IMPORT
from core.operations import actions, switches
from core.pagecache import stamp
from tests.petitions.helpers import FORM, START

LIST = "/en/petitions/"
WORDS = "We mend the register."


def stop_here(door="signing"):
    return actions.stop_door(door, by=IMPORT, words={"en": WORDS})


@pytest.fixture
def kept(settings):
    """Keep pages in memory, and look at the table as in real life."""
    settings.PAGE_CACHE_MEGABYTES = 8
    switches.forget()


@pytest.mark.django_db
def test_a_page_in_memory_shows_the_banner_at_once_and_loses_it_at_once(
    reader,
    kept,
    parliament,
    django_capture_on_commit_callbacks,
):
    assert WORDS.encode() not in reader.answer(LIST)[2]
    reader.answer(LIST)
    assert reader.cache.hits == 1
    with django_capture_on_commit_callbacks(execute=True):
        stop_here()
    assert WORDS.encode() in reader.answer(LIST)[2]
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_door("signing", by=IMPORT)
    assert WORDS.encode() not in reader.answer(LIST)[2]


@pytest.mark.django_db
def test_a_page_is_never_kept_under_a_stamp_newer_than_its_banner(reader, kept, parliament, monkeypatch):
    """Another process stopped a door: its stamp is here, our second is not over. The look must follow the stamp."""
    assert WORDS.encode() not in reader.answer(LIST)[2]
    before = switches._known
    stop_here()
    switches._known = before  # as in a process that did nothing itself
    stamp.current().move()
    assert WORDS.encode() in reader.answer(LIST)[2]


@pytest.mark.django_db
def test_planted_a_look_that_follows_the_clock_alone_keeps_the_old_page(
    reader,
    kept,
    parliament,
    monkeypatch,
):
    monkeypatch.setattr(switches, "_stamp", lambda: None)
    reader.answer(LIST)
    switches.know({}, 1.0)
    before = switches._known
    stop_here()
    switches._known = before
    stamp.current().move()
    assert WORDS.encode() not in reader.answer(LIST)[2]


@pytest.mark.django_db
def test_without_the_stamp_a_second_is_enough(monkeypatch):
    assert switches.LOOK_SECONDS + stamp.LOOK_SECONDS < 2
    switches.forget()
    assert switches.current() == {}
    before = switches._known
    stop_here()
    switches._known = before
    assert switches.current() == {}
    monkeypatch.setattr(switches.time, "monotonic", lambda: before.until + 0.001)
    assert list(switches.current()) == ["signing"]


@pytest.fixture
def refusing(db):
    """Give the function that makes the database refuse every write, as a copy does; all reads go on."""

    def run(refuse=True):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"PRAGMA query_only = {'ON' if refuse else 'OFF'}")
            else:
                cursor.execute(f"SET transaction_read_only = {'on' if refuse else 'off'}")

    yield run
    if connection.vendor == "sqlite":
        run(False)


@pytest.mark.django_db
def test_pages_are_read_and_changes_refused_in_words_while_the_database_takes_no_writes(
    client, staff, make_petition, refusing, deliver
):
    if connection.vendor != "sqlite":
        pytest.skip("needs SQLite: a read-only transaction of PostgreSQL cannot be left by the rest of the test")
    petition = make_petition(state="open")
    deliver()
    client.force_login(staff["clerk"])
    assert client.get("/admin/desk/petitions/").status_code == 200
    refusing()
    stranger = type(client)()
    for path in ("/en/", LIST, f"{LIST}{petition.number}/", f"{LIST}{petition.number}/sign/", "/en/bills/",
                 "/en/hearings/", "/en/evidence/", "/en/search/?q=train", "/api/v1/petitions/"):  # fmt: skip
        assert (path, stranger.get(path, follow=True).status_code) == (path, 200)
    assert client.get(LIST).status_code == 200
    assert client.get("/admin/desk/petitions/").status_code == 200
    refused = stranger.post(f"{LIST}{petition.number}/sign/", FORM)
    assert refused.status_code == 503
    assert f'name="email" value="{FORM["email"]}"' in refused.content.decode()


@pytest.mark.django_db
def test_a_write_that_the_database_refuses_is_answered_in_words_and_keeps_what_was_typed(client, monkeypatch):
    from django.db import InternalError, OperationalError

    faults = iter([
        InternalError("cannot execute INSERT in a read-only transaction"),
        OperationalError("attempt to write a readonly database"), OperationalError("disk I/O error"),
    ])  # fmt: skip

    def refuse(*_args, **_kwargs):
        raise next(faults)

    monkeypatch.setattr("core.web.once.Once.__init__", refuse)
    client.raise_request_exception = False
    answers = [client.post("/en/petitions/start/", START) for _turn in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 500]
    assert f'name="action" value="{START["action"]}"' in answers[0].content.decode()


@pytest.mark.django_db
def test_nobody_but_an_administrator_reaches_the_switches(client, staff):
    for who in ("clerk", "moderator"):
        client.force_login(staff[who])
        for path in ("/admin/desk/switches/", "/admin/desk/switches/signing/"):
            assert client.get(path).status_code in {302, 403}
        assert client.post("/admin/desk/switches/house/", {"reason_en": "x"}).status_code in {302, 403}
    assert switches.current() == {}


@pytest.mark.django_db
def test_an_administrator_stops_a_door_changes_its_words_and_opens_it(client, staff):
    client.force_login(staff["admin"])
    path = "/admin/desk/switches/signing/"
    faulty = client.post(path, {"reason_en": "", "reason_fr": "", "reason_ar": "", "expected_end": "soon"})
    assert faulty.status_code == 422
    none = client.post(path, {"reason_en": " "})
    assert (none.status_code, "Say why" in none.content.decode()) == (422, True)
    given = {"reason_en": "We count.", "reason_fr": "On compte.", "expected_end": "2099-01-02T18:00"}
    assert client.post(path, given).status_code == 302
    listed = client.get("/admin/desk/switches/").content.decode()
    assert "We count." in listed
    shown = client.get(path).content.decode()
    assert 'value="2099-01-02T18:00"' in shown
    assert "On compte." in shown
    assert client.post(path, {**given, "reason_en": "We count again."}).status_code == 302
    assert str(switches.current()["signing"].reason) == "We count again."
    assert client.post(path, {"open": "1"}).status_code == 302
    assert switches.current() == {}
    assert client.get("/admin/desk/switches/nothing/").status_code == 404


OTHER = """
import sys, time
import django
django.setup()
from core.operations import switches
print("ready", flush=True)
wanted = sys.stdin.readline().strip()
begun = time.monotonic()
while time.monotonic() - begun < 20:
    if (wanted in switches.current()) or (not wanted and not switches.current()):
        break
    time.sleep(0.02)
print(round(time.monotonic() - begun, 2), flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_another_process_follows():
    if connection.vendor != "postgresql" or not house.REDIS_URL:
        pytest.skip("needs real engines: a process beside this one")
    from tests.journeys.processes import database_url

    paths = os.pathsep.join([str(house.ROOT), str(house.ROOT / "platform")])
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": database_url(),
           "PYTHONPATH": paths}  # fmt: skip
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline() == "ready\n"
        stop_here()
        other.stdin.write("signing\n")
        other.stdin.flush()
        assert float(other.stdout.readline()) < 20
    finally:
        other.communicate(timeout=20)
