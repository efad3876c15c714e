"""More processes of the same parliament, for the run on real engines: each serves pages and sockets on its own port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

SERVE = "import sys, django; django.setup(); from config.serving import serve; serve(port=int(sys.argv[1]))"
WORK = "import django; django.setup(); from core.jobs.worker import work_until; work_until(lambda: False)"


def database_url() -> str:
    """Give the address of the test database that is in use."""
    facts = connection.settings_dict
    who = f"{facts['USER']}:{facts['PASSWORD']}" if facts["PASSWORD"] else facts["USER"]
    return f"postgresql://{who}@{facts['HOST'] or '127.0.0.1'}:{facts['PORT'] or 5432}/{facts['NAME']}"


def start(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start one process of the project on the test's own engines."""
    paths = [str(settings.ROOT), str(settings.ROOT / "platform")]
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": database_url(),
        "PYTHONPATH": os.pathsep.join(paths),
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env=environment, cwd=settings.ROOT)


@contextmanager
def three_doors(first: str) -> Iterator[list[str]]:
    """Give three addresses: on real engines three processes and a worker apart, else the one that stands already."""
    if not settings.REDIS_URL or connection.vendor != "postgresql":
        yield [first] * 3
        return
    ports = [free_port(), free_port()]
    started = [start(SERVE, str(port)) for port in ports] + [start(WORK)]
    try:
        for port in ports:
            wait_for(port)
        yield [first, *(f"http://127.0.0.1:{port}" for port in ports)]
    finally:
        for process in started:
            process.terminate()
        for process in started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, patience: float = 60.0) -> None:
    """Wait until somebody answers on a port."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing answers on port {port}")
