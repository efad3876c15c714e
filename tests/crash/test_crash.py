"""Two short rounds of what infra/bench/crash.py does in ten: nothing that was acknowledged is lost.

The database is one of its own, copied from this run's migrated one; nobody else's is killed.
"""

import re
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

ROOT = settings.ROOT


def free_ports():
    """Give the first of ten ports for the database's instance, and one for the web process."""
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


@pytest.mark.engines
@pytest.mark.timeout(300)
@pytest.mark.django_db
@pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="needs PostgreSQL: it is killed")
def test_nothing_acknowledged_is_lost():
    facts = connection.settings_dict
    template = f"postgres://{facts['USER']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
    ports, port = free_ports()
    run = subprocess.run(
        [sys.executable, "infra/bench/crash.py", "--rounds", "2", "--ports", str(ports - 2), "--port", str(port),
         "--template", template],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    last = run.stdout.splitlines()[-1]
    signed, confirmed = re.fullmatch(
        r"(\d+) signatures acknowledged, 0 lost; (\d+) confirmations acknowledged, 0 lost; 13 snapshots, 0 faults; .*",
        last,
    ).groups()
    assert int(signed) >= int(confirmed) >= 30


def test_a_planted_loss_is_told(monkeypatch, open_petition):
    """An acknowledged signature without a row, and a confirmation that does not count, are both named."""
    from core.verification.actions import open_challenge
    from petitions.models import Signature
    from tests.crash import harness

    monkeypatch.setattr(harness, "NUMBER", open_petition.number)
    row = Signature.objects.create(
        petition=open_petition, person_key="k", state="pending", created_at=open_petition.created_at
    )
    known = str(open_challenge("petition.sign", row.public_id, language="en").public_id)
    crowd = harness.Crowd(0, signed={known: "a@example.org", "0" * 8 + "-0000-4000-8000-" + "0" * 12: "b@example.org"})
    crowd.confirmed.add(known)
    assert harness.lost(crowd) == ([next(iter(set(crowd.signed) - {known}))], [known])
    Signature.objects.filter(pk=row.pk).update(state="confirmed")
    assert harness.snapshot()[1] != []
