"""docs/operations.md: every command, path, target and variable that it names is there."""

import re
import subprocess

import pytest
from django.core.management import get_commands

from .helpers import ROOT

GUIDE = (ROOT / "docs/operations.md").read_text()
CODE = "\n".join(
    path.read_text()
    for folder in ("platform", "infra", "cms", "api")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".yaml", ".example"} and "migrations" not in path.parts
)


def tracked():
    """Give every file of the project, and every folder."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = set(listed.stdout.splitlines())
    return files | {str(folder) for name in files for folder in list((ROOT / name).relative_to(ROOT).parents)[:-1]}


def faults(guide):
    """Give what the guide names and the project does not have."""
    known = tracked() | {"infra/.env"}  # the operator's own
    paths = set(re.findall(r"(?<![\w./*])((?:infra|docs|tests)/[\w./@-]*\w)", guide))
    found = [path for path in paths if path not in known]
    found += [name for name in re.findall(r"\]\(([\w-]+\.md)\)", guide) if f"docs/{name}" not in known]
    found += [f"manage.py {name}" for name in re.findall(r"manage\.py ([a-z_]+)", guide) if name not in get_commands()]
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    found += [f"make {name}" for name in re.findall(r"`make ([a-z-]+)`", guide) if name not in targets]
    variables = re.findall(r"\b((?:ROSTRA|PAGE_CACHE|TRUSTED|ELASTICSEARCH|REDIS)_[A-Z_]+)\b", guide)
    found += [name for name in variables if name not in CODE]
    units = re.findall(r"\b(rostra[\w-]*@?)[\w]*\.(service|target|timer)", guide)
    found += [f"{name}.{kind}" for name, kind in units if f"infra/systemd/{name}.{kind}" not in known]
    return sorted(set(found))


def test_everything_that_the_guide_names_is_there():
    assert faults(GUIDE) == []


@pytest.mark.parametrize(
    "planted",
    [
        "infra/bakcup", "manage.py restore_all", "`make everything`", "ROSTRA_BACKUP_PLACE", "rostra-web.service",
        "docs/none.md",
    ],
)  # fmt: skip
def test_a_planted_wrong_name_is_seen(planted):
    assert faults(f"run {planted} now") == [planted.strip("`")]


def test_the_figures_of_the_limit_are_those_of_the_code():
    from consultations.evidence.actions.attaching import LARGEST_FILE

    conf = (ROOT / "infra/nginx/rostra.conf").read_text()
    [megabytes] = map(int, re.findall(r"client_max_body_size (\d+)m;", conf))
    # The largest file with the form around it, and hardly more: what the application refuses anyway stops here.
    assert LARGEST_FILE + 1_000_000 < megabytes * 2**20 < LARGEST_FILE * 1.25
    assert f"bodies of up to {megabytes} MB" in GUIDE
