"""The port of the metrics: `/metrics`, and the health addresses for processes that have no other door (the worker).

Set ROSTRA_METRICS_PORT for each service. The first of its processes takes the port; when it ends, another one does.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections

from core.operations.metrics import collecting, files, names
from core.operations.metrics.kinds import text_of

log = logging.getLogger("rostra.metrics")
PAUSE_SECONDS = 2.0
COLLECT_SECONDS = 5.0
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# Which kinds of process ask the database: those that work off the jobs.
COLLECTORS = frozenset({"worker", "house"})
# A process that serves everything is more than one of its parts, whoever called first.
RANK = ("web", "sockets", "worker", "house")


class Station:
    """This process's part in the metrics of its service."""

    def __init__(self, kind: str, folder: Path, host: str, port: int) -> None:
        """Take the kind of process and where its service keeps and shows its figures."""
        self.kind, self.folder, self.address = kind, folder, (host, port)
        self.name = f"{os.getpid()}-{time.time_ns()}.json"
        self.server: ThreadingHTTPServer | None = None

    def run(self) -> None:
        """Keep the own file fresh, and hold the port if nobody else does; for ever."""
        while True:
            try:
                self.step()
            except Exception as error:
                log.warning("metrics are late: %s", type(error).__name__)
            time.sleep(PAUSE_SECONDS)

    def step(self) -> None:
        """Do it once."""
        names.PROCESSES.put({(self.kind,): 1})
        names.BREAKER.put(_breaker())
        files.write_own(self.folder, self.name)
        if self.server is None:
            self.server = self._bind()

    def collect(self) -> None:
        """Ask the database every few seconds, in a thread of its own: one that hangs holds up nothing else."""
        while True:
            try:
                if self.kind in COLLECTORS:
                    collecting.collect()
            except Exception as error:
                log.warning("the database was not asked: %s", type(error).__name__)
            finally:
                close_old_connections()
            time.sleep(COLLECT_SECONDS)

    def text(self) -> str:
        """Give the figures of the whole service."""
        return text_of(files.gather(self.folder, self.name))

    def _bind(self) -> ThreadingHTTPServer | None:
        try:
            server = ThreadingHTTPServer(self.address, partial(Handler, self))
        except OSError:
            return None  # another process of this service has it
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, name="metrics-port", daemon=True).start()
        return server


class Handler(BaseHTTPRequestHandler):
    """Answers scrapes and health checks."""

    server_version, sys_version = "rostra", ""
    timeout = 10

    def __init__(self, station: Station, *connection: Any) -> None:
        """Take the station whose figures are shown."""
        self.station = station
        super().__init__(*connection)

    def do_GET(self) -> None:
        """Answer one of three addresses."""
        path = self.path.partition("?")[0].rstrip("/")
        if path == "/metrics":
            return self._send(200, CONTENT_TYPE, self.station.text())
        if path == "/health/live":
            return self._send(200, "application/json", json.dumps({"status": "ok"}))
        if path == "/health/ready":
            from core.operations import readiness  # noqa: PLC0415 - models must be ready

            report = readiness.report()
            return self._send(report.http_status, "application/json", json.dumps(report.as_json()))
        return self._send(404, "text/plain", "")

    def _send(self, status: int, content_type: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


_station: Station | None = None
_lock = threading.Lock()


def start(kind: str) -> Station | None:
    """Begin once in this process, where a port is set; a later call may say that the process does more than that."""
    global _station  # noqa: PLW0603 - one station a process
    if not settings.METRICS_PORT:
        return None
    with _lock:
        if _station is not None:
            _station.kind = max(_station.kind, kind, key=RANK.index)
            return _station
        folder = files.folder_for(settings.METRICS_PORT, settings.METRICS_FOLDER)
        _station = Station(kind, folder, settings.METRICS_HOST, settings.METRICS_PORT)
        for work in (_station.run, _station.collect):
            threading.Thread(target=work, name="metrics", daemon=True).start()
        return _station


def _breaker() -> dict[tuple[str, ...], int]:
    """Say whether this process leaves Elasticsearch alone."""
    from core.search.breaker import breaker_of  # noqa: PLC0415

    url = settings.ELASTICSEARCH_URL
    return {(): int(breaker_of(url).state != "closed")} if url else {}


def _restart() -> None:
    """Begin anew in a process that was forked: threads do not come along."""
    global _station, _lock
    before, _station, _lock = _station, None, threading.Lock()
    if before is not None:
        if before.server is not None:
            before.server.socket.close()
        start(before.kind)


os.register_at_fork(after_in_child=_restart)
