"""The shipped nginx file: nginx itself reads it, filled in as the guide says; what it must and must not say."""

import re
import shlex
import subprocess

import pytest

from tests.journeys.house import FRAME, NGINX
from tests.journeys.processes import free_port

from .helpers import INFRA, ROOT

CONF = (INFRA / "nginx/rostra.conf").read_text()
GUIDE = (ROOT / "docs/operations.md").read_text()


def filled_in():
    """Run the guide's own line: the names of the containers become addresses of this machine."""
    [line] = [line.strip() for line in GUIDE.splitlines() if line.strip().startswith("sed ")]
    command, _sign, _target = line.partition(" >")
    done = subprocess.run(shlex.split(command), cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def read_by_nginx(folder, conf):
    """Give the exit code and the words of `nginx -t`."""
    assert NGINX, "nginx is missing: infra/apt-install nginx-light"
    (folder / "rostra.conf").write_text(conf.replace("listen 8080;", f"listen 127.0.0.1:{free_port()};"))
    frame = folder / "nginx.conf"
    frame.write_text(FRAME.format(folder=folder))
    done = subprocess.run([NGINX, "-t", "-p", folder, "-c", frame], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_nginx_reads_the_file_filled_in_by_the_guides_line(tmp_path):
    conf = filled_in()
    assert re.findall(r"upstream (\w+) \{ ([^}]*?)(?: keepalive 32;)? \}", conf) == [
        ("web", "server 127.0.0.1:8000; server 127.0.0.1:8002;"),
        ("sockets", "server 127.0.0.1:8001;"),
    ]
    code, words = read_by_nginx(tmp_path, conf)
    assert (code, "syntax is ok" in words, "warn" in words) == (0, True, False), words


@pytest.mark.parametrize(
    ("was", "planted"),
    [("proxy_pass http://web;", "proxy_pass http://webb;"), ("server_tokens off;", "server_token off;")],
)
def test_a_planted_fault_is_refused(tmp_path, was, planted):
    assert was in CONF
    assert read_by_nginx(tmp_path, filled_in().replace(was, planted))[0] == 1


def told(conf):
    """Give what the file tells the application of a visitor."""
    return dict(re.findall(r"proxy_set_header (\S+) (\S+);", conf))


def test_a_visitors_address_is_appended_and_never_taken_over():
    """The application reads from the right, through TRUSTED_PROXIES; nginx must not rewrite the address by itself."""
    assert told(CONF)["X-Forwarded-For"] == "$proxy_add_x_forwarded_for"
    assert re.findall(r"real_ip|set_real_ip_from", CONF) == []


def test_a_planted_takeover_is_seen():
    planted = CONF.replace("$proxy_add_x_forwarded_for", "$http_x_forwarded_for")
    assert told(planted)["X-Forwarded-For"] != "$proxy_add_x_forwarded_for"


def test_nothing_of_a_visitor_is_written_down_and_no_metrics_go_out():
    assert re.findall(r"access_log ([^;]+);", CONF) == ["off"]
    assert re.findall(r"error_log ([^;]+);", CONF) == ["stderr crit"]
    assert [word for word in ("metrics", "9464") if word in re.sub(r"#.*", "", CONF)] == []
