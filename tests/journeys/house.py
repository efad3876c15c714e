"""The house as it is deployed: two granian web processes, one for sockets, a worker, and nginx by its own file.

The file is the shipped one (`infra/nginx/rostra.conf`); only its addresses are set: the names of the containers become
loopback ports, and the folder of files becomes the test's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.journeys.processes import WORK, database_url, free_port, wait_for

SHIPPED = settings.ROOT / "infra" / "nginx" / "rostra.conf"
# Debian keeps it where only root's PATH leads.
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
FRAME = """daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/rostra.conf;
}}
"""


def needs_house() -> None:
    """Skip where the engines are not real; fail where they are and nginx is missing (`.ci/run` installs it)."""
    if not settings.REDIS_URL or connection.vendor != "postgresql":
        pytest.skip("needs real engines: processes apart")
    assert NGINX, "nginx is missing: infra/apt-install nginx-light"


def filled(text: str, places: dict[str, str]) -> str:
    """Set the addresses in the shipped file; each stands in it exactly once."""
    for shipped, own in places.items():
        assert text.count(shipped) == 1, shipped
        text = text.replace(shipped, own)
    return text


def start(*command: str, port: int = 0) -> subprocess.Popen[bytes]:
    """Start one process of the project on the test's engines; pages name the proxy's address."""
    paths = os.pathsep.join([str(settings.ROOT), str(settings.ROOT / "platform")])
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": database_url(),
        "PYTHONPATH": paths, "SITE_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    return subprocess.Popen(command, env=environment, cwd=settings.ROOT)


def write_nginx(folder: Path, port: int, web: list[int], sockets: int) -> Path:
    """Write the frame and the shipped file, filled in; gives the frame."""
    upstream = " ".join(f"server 127.0.0.1:{one};" for one in web)
    places = {
        "server web:8000;": upstream,
        "server sockets:8001;": f"server 127.0.0.1:{sockets};",
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "/var/lib/rostra/media/": f"{folder}/media/",
    }
    (folder / "rostra.conf").write_text(filled(SHIPPED.read_text(encoding="utf-8"), places), encoding="utf-8")
    frame = folder / "nginx.conf"
    frame.write_text(FRAME.format(folder=folder), encoding="utf-8")
    (folder / "media").mkdir()
    return frame


@contextmanager
def house(folder: Path) -> Iterator[str]:
    """Start all processes; gives the address of the proxy, once everybody answers."""
    port, sockets, *web = (free_port() for _one in range(4))
    frame = write_nginx(folder, port, web, sockets)
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "config.wsgi:application"]
    uvicorn = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--ws", "websockets-sansio"]
    started = [
        *(
            start(*granian, "--host", "127.0.0.1", "--port", str(one), "--blocking-threads", "2", port=port)
            for one in web
        ),
        start(*uvicorn, "--host", "127.0.0.1", "--port", str(sockets), "--log-level", "warning", port=port),
        start(sys.executable, "-c", WORK, port=port),
        subprocess.Popen([NGINX or "nginx", "-p", str(folder), "-c", str(frame)]),
    ]
    try:
        for one in (*web, sockets, port):
            wait_for(one, 120)
        yield f"http://127.0.0.1:{port}"
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
