"""The linters are no ornament: a planted breach of layers, style and types turns each of them red."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.ROOT
BIN = Path(sys.executable).parent
PACKAGES = ("petitions", "consultations", "cms", "api", "frontend")


def run(*command: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Give a copy of the Python sources, to plant a breach in."""
    only_python = shutil.ignore_patterns("*.pyc", "locale", "static", "templates", "demo_content", "snapshots")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=only_python)
    shutil.copytree(ROOT / "platform", tmp_path / "platform", ignore=only_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("place", "line", "contract"),
    [
        ("platform/core/clock.py", "from petitions import states", "doors open onto domains, domains stand on core"),
        ("consultations/bills/states.py", "from consultations.hearings import states", "do not know each other"),
        ("petitions/models/kinds.py", "from petitions import actions", "everything flows one way"),
        ("petitions/models/kinds.py", "import rest_framework", "only doors speak a protocol"),
    ],
)
def test_a_planted_import_breaks_its_contract(copied: Path, place: str, line: str, contract: str) -> None:
    file = copied / place
    file.write_text(file.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = run(str(BIN / "lint-imports"), "--no-cache", cwd=copied, PYTHONPATH=f"{copied}:{copied / 'platform'}")
    assert done.returncode == 1
    broken = [row for row in done.stdout.splitlines() if row.endswith(" BROKEN")]
    assert any(contract in row for row in broken), done.stdout


def test_a_planted_print_is_seen_by_ruff() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--stdin-filename", "petitions/planted.py", "-"],
        cwd=ROOT, input='"""Planted."""\n\nprint("x")\n', capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "T201" in done.stdout


WRONG = '"""Planted."""\n\n\ndef add(a, b):\n    return a + b\n\n\nx: int = "words"\n'
# Strict where pyproject.toml says so; a wrong type is wrong everywhere but in the outermost layers.
TYPED = {
    "platform/core/planted.py": ["no-untyped-def", "assignment"],
    "petitions/actions/planted.py": ["no-untyped-def", "assignment"],
    "consultations/evidence/actions/planted.py": ["no-untyped-def", "assignment"],
    "cms/planted.py": ["assignment"],
}


# Shared with `make lint`: what one of them worked out about an unchanged file, by its digest, the other need not.
CACHE = str(ROOT / ".mypy_cache")


def test_planted_wrong_types_are_seen_by_mypy(copied: Path) -> None:
    """By the project's own configuration, plugin and all."""
    for place in TYPED:
        (copied / place).write_text(WRONG, encoding="utf-8")
    done = run(
        sys.executable, "-m", "mypy", "--cache-dir", CACHE, *TYPED, cwd=copied,
        PYTHONPATH=f"{copied}:{copied / 'platform'}",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    found = {place: re.findall(rf"^{re.escape(place)}:\d+: error: .*\[(.+)\]$", done.stdout, re.M) for place in TYPED}
    assert found == TYPED, done.stdout
