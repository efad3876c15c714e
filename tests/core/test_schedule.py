"""The schedule: two schedulers act once; a failing entry does not pile up; local times hold when the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core import clock
from core.jobs.models import Job, ScheduledJob
from core.jobs.running import run_jobs
from core.jobs.schedule import Regular, run_due

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def ran(monkeypatch):
    """Give the moments at which the entry under test ran; it is the whole schedule."""
    Job.objects.all().delete()
    return []


def use(monkeypatch, regular):
    monkeypatch.setattr("config.schedule.SCHEDULE", (regular,))


def tick(moment):
    """Be a scheduler and a worker at a moment; gives how many entries this scheduler took."""
    with clock.frozen(moment):
        taken = run_due()
        run_jobs()
    return taken


def test_an_entry_runs_at_once_and_then_each_time(ran, monkeypatch):
    use(monkeypatch, Regular("tests.tick", lambda: ran.append(clock.now()), timedelta(minutes=5)))
    assert [tick(START), tick(START), tick(START + timedelta(minutes=6))] == [1, 0, 1]
    assert ran == [START, START + timedelta(minutes=6)]


def test_two_schedulers_that_saw_the_same_slot_act_once(ran, monkeypatch):
    from core.jobs import schedule

    entry = Regular("tests.tick", lambda: ran.append(clock.now()), timedelta(minutes=5))
    use(monkeypatch, entry)
    tick(START)
    due = ScheduledJob.objects.get(name="tests.tick").due_at
    later = START + timedelta(minutes=6)
    with clock.frozen(later):
        assert [schedule._take(entry, due, later) for _scheduler in range(2)] == [1, 0]
        run_jobs()
    assert ran == [START, later]


def test_two_schedulers_with_clocks_apart_act_once(ran, monkeypatch):
    """The one goes 90 seconds before the other, slot by slot."""
    use(monkeypatch, Regular("tests.tick", lambda: ran.append(clock.now()), timedelta(minutes=5)))
    for minute in range(60):
        moment = START + timedelta(minutes=minute)
        tick(moment)
        tick(moment - timedelta(seconds=90))
    assert len(ran) == 12


def test_an_entry_that_fails_waits_for_its_next_try_and_does_not_pile_up(ran, monkeypatch):
    def fail():
        raise RuntimeError

    use(monkeypatch, Regular("tests.fail", fail, timedelta(seconds=30)))
    for half_minute in range(20):
        tick(START + timedelta(seconds=30 * half_minute))
    assert Job.objects.count() == 1


def test_an_entry_that_left_the_schedule_is_no_job_any_more(ran, monkeypatch):
    use(monkeypatch, Regular("tests.tick", lambda: ran.append(1), timedelta(minutes=5)))
    with clock.frozen(START):
        run_due()
    monkeypatch.setattr("config.schedule.SCHEDULE", ())
    with clock.frozen(START):
        run_jobs()
    assert (ran, Job.objects.get().state) == ([], "dead")


def runs_of(settings, monkeypatch, ran, *, zone, at, first, days):
    """Let a daily entry run through some days, minute by quarter; gives the moments in UTC."""
    settings.PARLIAMENT_TIME_ZONE = zone
    use(monkeypatch, Regular("tests.daily", lambda: ran.append(clock.now()), daily=at))
    moment = datetime.combine(first, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    for quarter in range(days * 96):
        tick(moment + timedelta(minutes=15 * quarter))
    return [f"{one:%d %H:%M}" for one in ran]


def test_a_skipped_hour_runs_an_hour_later_on_the_clock_and_once(ran, settings, monkeypatch):
    """Brussels, 29 March 2026: 02:00 becomes 03:00, there is no 02:30 (UTC+1 before, +2 after)."""
    seen = runs_of(
        settings, monkeypatch, ran, zone="Europe/Brussels", at=time(2, 30), first=datetime(2026, 3, 28), days=3
    )
    assert seen == ["28 01:30", "29 01:30", "30 00:30"]


def test_a_doubled_hour_runs_the_first_time_only(ran, settings, monkeypatch):
    """Brussels, 25 October 2026: 03:00 becomes 02:00, 02:30 is there twice (00:30 and 01:30 UTC)."""
    seen = runs_of(
        settings, monkeypatch, ran, zone="Europe/Brussels", at=time(2, 30), first=datetime(2026, 10, 24), days=3
    )
    assert seen == ["24 00:30", "25 00:30", "26 01:30"]


def test_a_change_at_midnight_keeps_one_run_for_each_day(ran, settings, monkeypatch):
    """Cairo, 24 April 2026: 00:00 becomes 01:00, the day has no 00:15 (UTC+2 before, +3 after)."""
    seen = runs_of(settings, monkeypatch, ran, zone="Africa/Cairo", at=time(0, 15), first=datetime(2026, 4, 23), days=3)
    assert seen == ["22 22:15", "23 22:15", "24 21:15", "25 21:15"]


def test_a_daily_entry_does_not_run_on_sight(ran, settings, monkeypatch):
    settings.PARLIAMENT_TIME_ZONE = "Europe/Brussels"
    use(monkeypatch, Regular("tests.daily", lambda: ran.append(1), daily=time(2, 30)))
    assert (tick(START), ran) == (0, [])
    assert ScheduledJob.objects.get(name="tests.daily").due_at == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
