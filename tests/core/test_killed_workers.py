"""Workers killed by SIGKILL at random points: each job's effect once, each mail at least once under one Message-ID.

The random numbers come from a fixed seed; where a kill falls still depends on the machine, so the rules must hold
wherever it falls. Real processes, real PostgreSQL, real SMTP on loopback.
"""

import os
import signal
import subprocess
import sys
import time
from random import Random
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from core.accounts.models import User
from core.claims import OPEN
from core.jobs.enqueuing import enqueue
from core.jobs.models import Job
from core.mail.models import Mail
from tests.core.job_tasks import count_up
from tests.core.sink import Sink

KILLS, JOBS, MAILS, ROWS = 20, 600, 60, 30
LONGEST_SECONDS = 60

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nursery():
    """Give a function that starts one more worker on the test database and gives its process id."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    with Sink() as sink:
        facts = connection.settings_dict
        address = f"{quote(facts['HOST'], safe='')}:{facts['PORT']}/{facts['NAME']}"
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql://{facts['USER']}:{facts['PASSWORD']}@{address}",
            "KILLED_WORKERS_SMTP_PORT": str(sink.port),
            "DJANGO_SETTINGS_MODULE": "tests.core.settings_with_smtp",
            "PYTHONPATH": os.pathsep.join([str(settings.ROOT), str(settings.ROOT / "platform")]),
        }
        parent = subprocess.Popen(
            [sys.executable, "-m", "tests.core.nursery"], env=environment, cwd=settings.ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert parent.stdout.readline() == "ready\n"
        children = []

        def start():
            parent.stdin.write("one\n")
            parent.stdin.flush()
            children.append(int(parent.stdout.readline()))
            return children[-1]

        start.sink = sink
        yield start
        for child in children:
            kill(child)
        parent.kill()
        parent.wait()


def kill(process_id):
    try:
        os.kill(process_id, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_until(what, seconds=LONGEST_SECONDS):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def ours():
    """Give the test's own jobs; the workers run the schedule too."""
    return Job.objects.filter(function=count_up.module_path)


def open_jobs():
    return ours().filter(state__in=OPEN).count()


def test_twenty_kills_cost_nothing(nursery):
    User.objects.bulk_create(User(email=f"{n}@example.org", name="0") for n in range(ROWS))
    Job.objects.all().delete()
    for n in range(JOBS):
        enqueue(count_up, f"{n % ROWS}@example.org", mail=f"mail {n}" if n < MAILS else "")
    chance = Random(4)
    killed_at = []
    for _kill in range(KILLS):
        before, worker = open_jobs(), nursery()
        wait_until(lambda before=before: open_jobs() < before)
        time.sleep(chance.uniform(0, 0.08))
        kill(worker)
        killed_at.append(open_jobs())
    assert min(killed_at) > 0, "the work was over before the last kill"
    nursery()
    wait_until(lambda: not open_jobs() and not Mail.objects.filter(state="queued").exists())
    counted = list(User.objects.filter(email__endswith="@example.org").values_list("name", flat=True))
    assert counted == [str(JOBS // ROWS)] * ROWS
    assert set(ours().values_list("state", flat=True)) == {"done"}
    mails = {mail.message_id for mail in Mail.objects.all()}
    assert len(mails) == MAILS
    assert set(nursery.sink.ids) == mails


def test_a_poison_job_and_one_that_hangs_block_nobody(nursery):
    from tests.core.job_tasks import always_fail, hang

    User.objects.bulk_create([User(email="0@example.org", name="0")])
    Job.objects.all().delete()
    enqueue(always_fail)
    for _place in range(50):
        enqueue(count_up, "0@example.org")
    hanging = enqueue(hang)
    nursery()
    wait_until(lambda: Job.objects.filter(pk=hanging.pk, state="running").exists())
    for _place in range(50):
        enqueue(count_up, "0@example.org")
    wait_until(lambda: User.objects.get(email="0@example.org").name == "100")  # one worker: another runner goes on
    assert Job.objects.get(name="job_tasks.always_fail").state == "waiting"
    assert Job.objects.get(pk=hanging.pk).state == "running"
