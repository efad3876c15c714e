"""The systemd units: sound by systemd's own reading, hardened, and starting the same processes as compose."""

import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

from .helpers import INFRA, ROOT

FOLDER = INFRA / "systemd"
UNITS = sorted(path.name for path in FOLDER.iterdir())
SERVICES = [name for name in UNITS if name.endswith(".service")]
COMPOSE = yaml.safe_load((INFRA / "compose.yaml").read_text())["services"]
INSTALLED, STATE = "/srv/rostra", "/var/lib/rostra"
# systemd's own measure, 0 (shut) to 10 (open); its word for up to 2 is OK.
MOST_EXPOSED = 1.5


def analyze(*words):
    """Run systemd-analyze, which reads unit files without a running systemd (`.ci/run` installs it)."""
    program = shutil.which("systemd-analyze")
    assert program, "systemd-analyze is missing: infra/apt-install systemd"
    return subprocess.run([program, *words], capture_output=True, text=True, check=False)


def unit(name):
    """Read a unit file; a key that stands twice gives a list."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in (FOLDER / name).read_text().splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            key, _sign, value = line.partition("=")
            section.setdefault(key, []).append(value)
    return found


@pytest.fixture
def laid(tmp_path):
    """All units, with this checkout in the place of the installation, so that the programs they name are there."""
    (tmp_path / "env").touch()
    for name in UNITS:
        text = (FOLDER / name).read_text()
        text = text.replace(f"{INSTALLED}/.venv/bin/", f"{Path(sys.executable).parent}/").replace(INSTALLED, str(ROOT))
        (tmp_path / name).write_text(text)
    return tmp_path


def test_systemd_reads_every_unit_without_a_word(laid):
    answer = analyze("verify", *(str(laid / name) for name in UNITS))
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize(
    ("was", "planted", "words"),
    [
        ("ProtectHome=yes", "ProtectHomes=yes", "Unknown key"),
        ("RestartSec=1", "RestartSec=soon", "Failed to parse"),
        ("bin/python manage.py", "bin/pythons manage.py", "is not executable"),
    ],
)
def test_a_planted_fault_is_told(laid, was, planted, words):
    file = laid / "rostra-worker.service"
    assert was in file.read_text()
    file.write_text(file.read_text().replace(was, planted))
    assert words in analyze("verify", str(file)).stderr


def exposure(file):
    """Give systemd's measure of what a service could reach if it were taken over."""
    answer = analyze("security", "--offline=true", "--no-pager", str(file))
    return float(re.search(r"exposure level for \S+: ([\d.]+)", answer.stdout)[1])


def test_every_service_is_hardened(laid):
    assert {name: exposure(laid / name) for name in SERVICES if exposure(laid / name) > MOST_EXPOSED} == {}


def test_a_planted_opening_is_measured(laid):
    file = laid / "rostra-worker.service"
    file.write_text(file.read_text().replace("SystemCallFilter=@system-service\n", "").replace("User=rostra\n", ""))
    assert exposure(file) > MOST_EXPOSED


def test_the_units_start_the_processes_of_compose():
    """Decision 4: one table of processes. Here they listen on loopback, and the web port is the unit's instance."""
    here = {
        "web": unit("rostra-web@.service"), "sockets": unit("rostra-sockets.service"),
        "worker": unit("rostra-worker.service"), "migrate": unit("rostra-migrate.service"),
    }  # fmt: skip
    own = {name: shlex.split(found["Service"]["ExecStart"][0]) for name, found in here.items()}
    there = {name: shlex.split(COMPOSE[name]["command"]) for name in here}
    changes = {"0.0.0.0": "127.0.0.1"}
    assert own == {
        name: [
            f"{INSTALLED}/.venv/bin/{words[0]}",
            *("%i" if (name, word) == ("web", "8000") else changes.get(word, word) for word in words[1:]),
        ]
        for name, words in there.items()
    }


def test_the_target_brings_two_web_processes_and_the_ports_are_those_of_the_guide():
    wanted = unit("rostra.target")["Unit"]["Wants"][0].split()
    ports = [int(found[1]) for found in (re.match(r"rostra-web@(\d+)\.service", name) for name in wanted) if found]
    assert ports == [8000, 8002]
    assert {re.sub(r"@\d+", "@", name) for name in wanted} <= set(UNITS)
    guide = (ROOT / "docs/operations.md").read_text()
    assert "server 127.0.0.1:8000; server 127.0.0.1:8002;" in guide


def test_what_serves_waits_for_the_migrations():
    for name in ("rostra-web@.service", "rostra-sockets.service", "rostra-worker.service"):
        facts = unit(name)["Unit"]
        assert facts["Requires"] == ["rostra-migrate.service"], name
        assert "rostra-migrate.service" in facts["After"][0].split(), name


def test_the_backup_runs_every_night_with_a_program_of_ours():
    facts = unit("rostra-backup.service")["Service"]
    program, folder, *rest = shlex.split(facts["ExecStart"][0])
    assert (INFRA / Path(program).name).exists()
    assert (rest, facts["ReadWritePaths"]) == (["--keep", "14"], [folder])
    timer = ConfigParser(interpolation=None)
    timer.optionxform = str
    timer.read(FOLDER / "rostra-backup.timer")
    assert dict(timer["Timer"])["OnCalendar"] == "*-*-* 03:30:00"
    assert analyze("calendar", timer["Timer"]["OnCalendar"]).returncode == 0
