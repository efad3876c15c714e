"""The shell scripts and the Makefile: they parse, and the set-up costs nothing when there is nothing to do."""

import os
import shutil
import subprocess
import time

import pytest

from .helpers import INFRA, ROOT

SHELL_SCRIPTS = [
    INFRA / "setup",
    INFRA / "services",
    INFRA / "apt-install",
    INFRA / "build",
    INFRA / "backup",
    INFRA / "restore",
    INFRA / "rehearse-restore",
    *sorted((INFRA / "services.d").glob("*.sh")),
]


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_shell_script_parses(script):
    assert subprocess.run(["sh", "-n", script], capture_output=True, text=True, check=False).stderr == ""


def test_ci_run_parses_as_bash():
    assert subprocess.run(["bash", "-n", ROOT / ".ci/run"], capture_output=True, text=True, check=False).stderr == ""


@pytest.mark.parametrize(
    "script", [INFRA / "setup", INFRA / "services", INFRA / "apt-install", ROOT / ".ci/run"], ids=str
)
def test_entry_points_are_executable(script):
    assert os.access(script, os.X_OK)


def test_every_recipe_runs_without_the_bytecode_switch(tmp_path):
    """PYTHONDONTWRITEBYTECODE costs four seconds at every start: make takes it out of its children's environment."""
    extra = tmp_path / "probe.mk"
    extra.write_text(f"include {ROOT / 'Makefile'}\nprobe:\n\t@env | grep -c ^PYTHONDONTWRITEBYTECODE= || true\n")
    answer = subprocess.run(
        ["make", "--no-print-directory", "-f", extra, "probe"],
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "0"


def test_make_help_lists_every_public_target():
    listed = subprocess.run(
        ["make", "--no-print-directory", "-C", ROOT], capture_output=True, text=True, check=True
    ).stdout
    names = [line.split()[1] for line in listed.splitlines()]
    phony = next(line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith(".PHONY:"))
    assert sorted(names) == sorted(phony.split()[1:])


def copy_of_setup(folder, *, installed):
    """Lay a checkout with a set-up environment whose stamp is true for it, around a Python that runs."""
    (folder / "infra").mkdir()
    shutil.copy2(INFRA / "setup", folder / "infra/setup")
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copy2(ROOT / "pyproject.toml", folder / "pyproject.toml")
    (folder / ".venv").mkdir()
    sums = [
        subprocess.run(["cksum"], stdin=path.open("rb"), capture_output=True, text=True, check=True).stdout.strip()
        for path in (folder / f"requirements/{installed}.txt", folder / "pyproject.toml")
    ]
    (folder / ".venv/.rostra-stamp").write_text(f"{installed} {' '.join(sums)} {folder}\n")
    return folder / "infra/setup"


@pytest.mark.parametrize(("installed", "wanted"), [("base", "base"), ("test", "test"), ("test", "base")])
def test_setup_ends_at_once_where_the_stamp_is_true(tmp_path, installed, wanted):
    setup = copy_of_setup(tmp_path, installed=installed)
    times = []
    for _ in range(3):
        began = time.perf_counter()
        answer = subprocess.run(
            [setup, wanted], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True
        )
        times.append(time.perf_counter() - began)
        assert answer.stderr == ""
    assert min(times) < 0.1


def test_setup_starts_work_where_a_lock_changed(tmp_path):
    """No Python in reach: the run must come as far as looking for one, and say how to name it."""
    setup = copy_of_setup(tmp_path, installed="base")
    with (tmp_path / "requirements/base.txt").open("a") as lock:
        lock.write("\n")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("cksum", "cat", "rm", "sh", "dirname"):
        (tools / name).symlink_to(shutil.which(name))
    # The script knows one fixed place; a Python named first that fails must not end the search.
    lame = (tmp_path / "infra/setup").read_text().replace("/usr/bin/python3", "/nowhere/python3")
    setup.write_text(lame)
    answer = subprocess.run(
        [setup, "base"], env={"PATH": str(tools), "PYTHON": "false"}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert "no working Python 3.11 or newer found" in answer.stderr
    assert not (tmp_path / ".venv/.rostra-stamp").exists()


def pythons(folder, **answers):
    """Lay programs that answer as a Python does which is asked how it was built; gives their folder."""
    for name, answer in answers.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{answer}\n")
        program.chmod(0o755)
    return folder


def chosen(folder, **environment):
    """Give the Python that would be taken where these alone are in reach."""
    (folder / "infra").mkdir(exist_ok=True)
    setup = folder / "infra/setup"
    setup.write_text((INFRA / "setup").read_text().replace("/usr/bin/python3", str(folder / "of-the-system")))
    setup.chmod(0o755)
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("sh", "dirname"):
        (tools / name).unlink(missing_ok=True)
        (tools / name).symlink_to(shutil.which(name))
    environment |= {"PATH": f"{folder}:{tools}"}
    return subprocess.run([setup, "python"], env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_setup_takes_a_python_built_in_one_piece_before_one_that_is_not(tmp_path):
    pythons(tmp_path, **{"python3": "echo slow /managed/python3", "of-the-system": "echo fast /system/python3"})
    assert chosen(tmp_path) == "/system/python3"
    pythons(tmp_path, python3="echo fast /managed/python3")
    assert chosen(tmp_path) == "/managed/python3"
    pythons(tmp_path, **{"python3": "exit 127", "of-the-system": "echo slow /system/python3"})
    assert chosen(tmp_path) == "/system/python3"


def test_setup_takes_the_python_that_was_named(tmp_path):
    pythons(tmp_path, python3="echo fast /managed/python3", mine="echo slow /my/python3")
    assert chosen(tmp_path, PYTHON="mine") == "/my/python3"


def test_setup_refuses_an_unknown_set():
    answer = subprocess.run([INFRA / "setup", "everything"], capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (1, "setup: unknown set 'everything'; give base, test, uv or python\n")


def test_services_env_prints_one_url_per_engine():
    answer = subprocess.run(
        [INFRA / "services", "env"],
        env=os.environ | {"ROSTRA_SERVICES_PORTS": "61700"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.splitlines() == [
        "export DATABASE_URL=postgres://rostra@127.0.0.1:61702/rostra",
        "export REDIS_URL=redis://127.0.0.1:61703/0",
        "export ELASTICSEARCH_URL=http://127.0.0.1:61700",
    ]


def test_services_refuse_an_unknown_command():
    assert subprocess.run([INFRA / "services", "restart"], capture_output=True, check=False).returncode == 2
    assert subprocess.run([INFRA / "services", "start", "mysql"], capture_output=True, check=False).returncode == 2


def test_ci_fails_where_the_real_data_is_missing(tmp_path):
    answer = subprocess.run(
        [ROOT / ".ci/run"],
        env=os.environ | {"ROSTRA_SHARED": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "the real data is missing" in answer.stderr
