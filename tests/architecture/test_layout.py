"""The layout: few entries at the root, `platform/` no package, the standard library's `platform` unharmed."""

import subprocess
import sys

import pytest
from django.conf import settings

ROOT = settings.ROOT
MOST_ENTRIES = 20


def tracked() -> list[str]:
    out = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return out.splitlines()


def test_the_root_holds_at_most_twenty_entries():
    entries = {name.split("/")[0] for name in tracked()} | {".git"}
    assert len(entries) <= MOST_ENTRIES, sorted(entries)


def test_platform_is_no_package():
    assert not (ROOT / "platform" / "__init__.py").exists()


ASK = "import platform; print(platform.system())"


@pytest.mark.parametrize(
    "command",
    [
        ["-c", ASK],
        ["manage.py", "shell", "--no-imports", "-c", ASK],
        ["-c", f"import granian, uvicorn, pytest; import config.wsgi; {ASK}"],
        ["-m", "platform"],
    ],
    ids=["python", "manage", "servers", "module"],
)
def test_the_standard_platform_module_works_from_the_root(command, tmp_path):
    import os

    env = {**os.environ, "ROSTRA_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    assert "Linux" in done.stdout or "Darwin" in done.stdout


def test_a_planted_package_would_be_seen(tmp_path):
    """The guard is no tautology: with an __init__.py on the path, the module breaks."""
    (tmp_path / "platform").mkdir()
    (tmp_path / "platform" / "__init__.py").write_text("")
    done = subprocess.run([sys.executable, "-c", ASK], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
