"""compose.yaml: valid by the Compose schema, locked down, without a default password; its command lines really serve.

The schema is compose-spec's own (tests/vendor, Apache-2.0, as check-jsonschema 0.39.0 ships it). There is no Docker on
the machines that check this project: that the containers start is not shown here, that their processes do is.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection
from jsonschema import Draft202012Validator

from tests.journeys.processes import database_url, free_port, wait_for

from .helpers import INFRA, ROOT

TEXT = (INFRA / "compose.yaml").read_text()
SERVICES = yaml.safe_load(TEXT)["services"]
OURS = ("web", "sockets", "worker", "migrate", "backup")
ENGINES = ("postgres", "redis", "elasticsearch")
SCHEMA = json.loads((ROOT / "tests/vendor/compose-spec.json").read_text())


def schema_faults(text):
    """Give what the Compose schema refuses, by place."""
    faults = Draft202012Validator(SCHEMA).iter_errors(yaml.safe_load(text))
    return sorted("/".join(map(str, fault.absolute_path)) for fault in faults)


def test_the_file_is_valid_by_the_compose_schema():
    assert schema_faults(TEXT) == []


@pytest.mark.parametrize(
    ("was", "planted", "place"),
    [
        ("    user: \"101:101\"", "    usr: \"101:101\"", "services/nginx"),
        ("cap_drop: [ALL]", "cap_drop: ALL", "services/backup/cap_drop"),
        ("internal: true", "internal: {a: b}", "networks/data/internal"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_seen_by_the_schema(was, planted, place):
    assert TEXT.count(was) == 1
    assert place in schema_faults(TEXT.replace(was, planted))


def lax(services):
    """Give the services that run as root, gain rights, or can change their own programs."""
    found = []
    for name, service in services.items():
        user = str(service.get("user", "0")).split(":")[0]
        is_locked = service.get("read_only") or name == "elasticsearch"
        holds = is_locked and service.get("cap_drop") == ["ALL"] and not service.get("privileged")
        if user in {"0", "root"} or not holds or service.get("security_opt") != ["no-new-privileges:true"]:
            found.append(name)
    return found


def test_nobody_is_root_and_the_programs_cannot_be_changed():
    assert lax(SERVICES) == []


@pytest.mark.parametrize("change", [{"user": "root"}, {"read_only": False}, {"cap_drop": []}, {"privileged": True}])
def test_a_planted_laxity_is_seen(change):
    assert lax({**SERVICES, "web": {**SERVICES["web"], **change}}) == ["web"]


def test_every_password_and_key_must_be_given():
    """`${NAME:?…}` stops compose where the name is empty; `${NAME:-…}` would be a default."""
    secret = re.findall(r"\$\{([A-Z_]*(?:PASSWORD|KEYS?|SECRET)[A-Z_]*)([^}]*)\}", TEXT)
    assert {name for name, _rest in secret} == {
        "POSTGRES_PASSWORD",
        "ROSTRA_SECRET_KEY",
        "ROSTRA_FIELD_KEYS",
        "ROSTRA_INDEX_KEYS",
        "ROSTRA_COUNT_KEYS",
        "ROSTRA_BACKUP_KEY",
    }
    assert [(name, rest) for name, rest in secret if not rest.startswith(":?")] == []


def test_the_example_of_the_env_file_holds_no_value():
    lines = [line for line in (INFRA / "env.example").read_text().splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not line.endswith("=")] == []
    assert {name for name, _rest in re.findall(r"\$\{([A-Z_]+)(:\?[^}]*)\}", TEXT)} <= {line[:-1] for line in lines}


def test_git_and_the_image_leave_the_env_file_out():
    ignored = subprocess.run(["git", "check-ignore", "--quiet", "infra/.env"], cwd=ROOT, check=False).returncode
    assert ignored == 0
    assert "infra/.env" in (INFRA / "Dockerfile.dockerignore").read_text().splitlines()


def test_the_engines_have_no_way_out_and_no_way_in():
    assert {name: SERVICES[name]["networks"] for name in ENGINES} == dict.fromkeys(ENGINES, ["data"])
    assert yaml.safe_load(TEXT)["networks"]["data"] == {"internal": True}


def test_only_nginx_may_speak_for_a_visitor():
    """Its address is fixed, and it is the whole list: who else writes X-Forwarded-For is not believed."""
    address = SERVICES["nginx"]["networks"]["front"]["ipv4_address"]
    for name in OURS:
        assert SERVICES[name]["environment"]["TRUSTED_PROXIES"] == f"${{TRUSTED_PROXIES:-{address}}}"


def test_what_waits_for_what():
    waits = {name: SERVICES[name].get("depends_on", {}) for name in ("web", "sockets", "worker", "migrate", "nginx")}
    migrated = {"migrate": {"condition": "service_completed_successfully"}}
    healthy = {"condition": "service_healthy"}
    assert waits == {
        "web": migrated,
        "sockets": migrated,
        "worker": migrated,
        "migrate": dict.fromkeys(ENGINES, healthy),
        "nginx": {"web": healthy, "sockets": healthy},
    }
    assert [name for name in (*ENGINES, "web", "sockets", "nginx") if "healthcheck" not in SERVICES[name]] == []


def test_every_folder_that_is_written_is_a_volume_of_the_right_owner():
    """Named volumes take the owner of the folder in the image."""
    dockerfile = (INFRA / "Dockerfile").read_text()
    made = set(re.search(r"mkdir -p ([^\\]+?) \\", dockerfile)[1].split()) | {"/var/lib/rostra"}
    mounted = {entry.split(":")[1] for name in OURS for entry in SERVICES[name]["volumes"]}
    assert mounted == made
    assert f"--uid {SERVICES['web']['user'].split(':')[0]} " in dockerfile


def in_the_open(name, ports):
    """Give a service's command line with this machine's programs, on loopback and on a port of the test."""
    words = shlex.split(SERVICES[name]["command"])
    programs = {"python": sys.executable, "granian": str(Path(sys.executable).parent / "granian")}
    programs["uvicorn"] = str(Path(sys.executable).parent / "uvicorn")
    words[0] = programs[words[0]]
    for was, own in {"0.0.0.0": "127.0.0.1", **ports}.items():
        words = [own if word == was else word for word in words]
    return words


def environment(folder):
    """Give the variables of compose.yaml with the engines of this run in their places."""
    given = dict(SERVICES["web"]["environment"])
    given |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.production", "ROSTRA_VAR": str(folder),
        "DATABASE_URL": database_url(), "REDIS_URL": settings.REDIS_URL,
        "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
        "ALLOWED_HOSTS": "participate.parliament.example",
        "SITE_URL": "https://participate.parliament.example", "TRUSTED_PROXIES": "127.0.0.1",
        "ROSTRA_SECRET_KEY": "k" * 60, "ROSTRA_METRICS_PORT": "",
        "ROSTRA_FIELD_KEYS": f"f1:{settings.FIELD_KEYS['f1']}", "ROSTRA_INDEX_KEYS": f"i1:{settings.INDEX_KEYS['i1']}",
        "ROSTRA_COUNT_KEYS": f"c1:{settings.COUNT_KEYS['c1']}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform")]),
    }  # fmt: skip
    assert [value for value in given.values() if "${" in value] == []
    return {**os.environ, **given}


@contextmanager
def running(folder):
    """Start web, sockets and worker by their own command lines; gives the processes and their ports."""
    ports = {"8000": str(free_port()), "8001": str(free_port())}
    started = {
        name: subprocess.Popen(in_the_open(name, ports), env=environment(folder), cwd=ROOT, stdout=subprocess.PIPE)
        for name in ("web", "sockets", "worker")
    }
    try:
        for port in ports.values():
            wait_for(int(port), 120)
        yield started, int(ports["8000"]), int(ports["8001"])
    finally:
        for process in started.values():
            if process.poll() is None:
                process.kill()
            process.communicate()


def ask(port, path, **headers):
    """Give status and body of one request."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path, headers={"Host": "participate.parliament.example", **headers})
    reply = line.getresponse()
    found = (reply.status, reply.read())
    line.close()
    return found


@pytest.mark.engines
@pytest.mark.django_db(transaction=True)
def test_the_command_lines_serve_as_plain_processes(tmp_path):
    if not settings.REDIS_URL or connection.vendor != "postgresql":
        pytest.skip("needs real engines: processes apart")
    with running(tmp_path) as (started, web, sockets):
        behind = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
        assert json.loads(ask(web, "/health/live")[1])["status"] == "ok"
        status, body = ask(web, "/health/ready", **behind)
        assert (status, list(json.loads(body))) == (200, ["status"])
        assert ask(web, "/en/", **behind)[0] == 200
        assert ask(web, "/en/")[0] == 301
        assert ask(sockets, "/ws/health/") == (200, b"ok")
        assert ask(sockets, "/en/")[0] == 404
        assert started["worker"].stdout.readline() == b"worker: ready\n"
        for process in started.values():
            process.terminate()
        codes = {name: process.wait(60) for name, process in started.items()}
    # uvicorn ends itself by the signal that it was sent, once its sockets are closed.
    assert codes == {"web": 0, "sockets": -15, "worker": 0}
