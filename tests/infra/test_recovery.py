"""Backup, destroy, restore: rows, audit chain and files are equal; what is damaged or in the way is refused."""

import base64
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from infra.recovery import database, manifest, sealing
from infra.recovery.house import FOLDERS, House, Trouble
from infra.recovery.making import finished_backups, make_backup
from infra.recovery.rehearsing import rehearse
from infra.recovery.restoring import compare, restore

from .helpers import INFRA

KEYS = {
    "fields": {"f1": base64.b64encode(b"f" * 32).decode()},
    "index": {"i1": base64.b64encode(b"i" * 32).decode()},
    "count": {"c1": base64.b64encode(b"c" * 32).decode()},
}
SEAL = b"s" * 32
WORDS = "ann@canary.example"


def house_at(folder, facts=None):
    """Give a house whose folders are in one place; by itself its database is a SQLite file there."""
    facts = facts or {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "house.sqlite3"), "OPTIONS": {}}
    return House(facts, {name: folder / name for name in FOLDERS}, KEYS, "only-for-tests")


def put(house, key, data):
    """Lay one file into a house."""
    name, _slash, rest = key.partition("/")
    path = house.folders[name] / rest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture
def full(tmp_path):
    """A small house: three rows, an audit chain of seven links, a file in each folder; one is longer than a chunk."""
    house = house_at(tmp_path / "full")
    put(house, "audit/heads-2026-11-23.jsonl", b"{}\n")
    put(house, "media/images/seal.png", b"png")
    put(house, "public/ab/ab12", b"cleaned")
    put(house, "private/cd/cd34", os.urandom(sealing.CHUNK * 2 + 5))
    with closing(sqlite3.connect(house.name)) as rows:
        rows.execute("CREATE TABLE person (id integer PRIMARY KEY, email text)")
        rows.executemany("INSERT INTO person (email) VALUES (?)", [(WORDS,), ("b",), ("c",)])
        rows.execute("CREATE TABLE audit_chain (id integer, public_id text, sequence integer, hash text)")
        rows.execute("INSERT INTO audit_chain VALUES (1, 'chain', 7, 'abc')")
        rows.commit()
    return house


@pytest.fixture
def empty(tmp_path):
    return house_at(tmp_path / "empty")


def test_the_whole_house_is_destroyed_and_comes_back(transactional_db, settings, tmp_path):
    """On the engine of this run, by pg_dump or SQLite's own backup; the project's command then reads the chain."""
    from core import events
    from core.accounts.models import User
    from core.actors import ANONYMOUS
    from core.audit.sealing import seal_pending

    settings.AUDIT_FOLDER = tmp_path / "live" / "audit"
    person = User.objects.create_user(WORDS, name="Ann")
    for number in range(10):
        events.record("thing.happen", person, actor=ANONYMOUS, data={"n": number})
    seal_pending()
    live = house_at(tmp_path / "live", dict(connection.settings_dict))
    put(live, "private/cd/cd34", b"sealed words")
    first = make_backup(live, tmp_path / "backups", key=SEAL)

    name = f"{live.name}_second" if live.is_postgres else str(tmp_path / "second.sqlite3")
    second = house_at(tmp_path / "second", {**live.database, "NAME": name})
    database.create(second)
    try:
        facts = restore(second, first, key=SEAL)
        report = rehearse(second, tmp_path / "rehearsals", key=SEAL, destroy=name)
        assert compare(second, facts) == []
    finally:
        database.destroy(second)
    assert facts["tables"]["accounts_user"] == User.objects.count()
    assert (facts["audit"]["sequence"], sorted(facts["files"])[-1]) == (report.links, "private/cd/cd34")
    assert (report.links >= 10, list(report.seconds)) == (True, ["backup", "destroy", "restore", "verify"])
    assert (report.rows, report.tables) == (sum(facts["tables"].values()), len(facts["tables"]))


@pytest.mark.parametrize("key", [None, SEAL], ids=["clear", "sealed"])
def test_rows_chain_and_files_come_back(full, empty, tmp_path, key):
    folder = make_backup(full, tmp_path / "backups", key=key)
    facts = restore(empty, folder, key=key)
    assert (facts["tables"], facts["audit"]["sequence"]) == ({"audit_chain": 1, "person": 3}, 7)
    assert compare(empty, facts) == []
    assert (empty.folders["private"] / "cd/cd34").read_bytes() == (full.folders["private"] / "cd/cd34").read_bytes()


def test_a_sealed_backup_shows_no_row_and_no_backup_holds_a_key(full, tmp_path):
    sealed = make_backup(full, tmp_path / "sealed", key=SEAL)
    clear = make_backup(full, tmp_path / "clear")
    assert [path.name for path in sealed.iterdir() if WORDS.encode() in path.read_bytes()] == []
    assert [path.name for path in clear.iterdir() if WORDS.encode() in path.read_bytes()] == ["database.sqlite3"]
    needles = [
        b"f" * 32,
        b"i" * 32,
        b"c" * 32,
        SEAL,
        *(value.encode() for ring in KEYS.values() for value in ring.values()),
    ]
    found = [
        path.name for folder in (sealed, clear) for path in folder.iterdir() for n in needles if n in path.read_bytes()
    ]
    assert found == []
    assert {kind: list(ring) for kind, ring in json.loads((clear / manifest.NAME).read_text())["keys"].items()} == {
        "fields": ["f1"],
        "index": ["i1"],
        "count": ["c1"],
    }


@pytest.mark.parametrize("key", [None, SEAL], ids=["clear", "sealed"])
@pytest.mark.parametrize("part", ["anchors.tar", "database.sqlite3", "files.tar", "manifest.json"])
def test_a_damaged_file_is_refused_by_its_name_before_anything_is_touched(full, empty, tmp_path, part, key):
    """The planted fault: one bit of one file."""
    folder = make_backup(full, tmp_path / "backups", key=key)
    name = part if part == manifest.NAME else part + (".sealed" if key else "")
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(Trouble, match=f"^{name} is damaged"):
        restore(empty, folder, key=key)
    assert not Path(empty.name).exists()
    assert not any(folder.exists() for folder in empty.folders.values())


def test_a_part_that_went_missing_is_named(full, empty, tmp_path):
    folder = make_backup(full, tmp_path / "backups")
    (folder / "files.tar").unlink()
    with pytest.raises(Trouble, match=r"^files\.tar is missing"):
        restore(empty, folder)


@pytest.mark.parametrize(
    ("key", "words"), [(None, "set ROSTRA_BACKUP_KEY"), (b"x" * 32, "another key")], ids=["none", "other"]
)
def test_a_sealed_backup_opens_to_its_own_key_only(full, empty, tmp_path, key, words):
    with pytest.raises(Trouble, match=words):
        restore(empty, make_backup(full, tmp_path / "backups", key=SEAL), key=key)


def test_a_stream_that_was_cut_or_reordered_does_not_open():
    sealed = b"".join(sealing.seal([bytes([n]) * sealing.CHUNK for n in range(3)], SEAL, "files.tar"))
    head, step = len(sealing.MAGIC) + sealing.SALT_BYTES, sealing.CHUNK + sealing.TAG
    first, second, third = (sealed[head + step * n : head + step * (n + 1)] for n in range(3))
    assert len(b"".join(sealing.unseal([sealed], SEAL, "files.tar"))) == 3 * sealing.CHUNK
    for planted in (first + second, second + first + third, first + third, first + second + third + third):
        with pytest.raises(Trouble, match="files.tar is damaged"):
            list(sealing.unseal([sealed[:head], planted], SEAL, "files.tar"))
    with pytest.raises(Trouble):
        list(sealing.unseal([sealed], SEAL, "anchors.tar"))


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        ({"f2": base64.b64encode(b"f" * 32).decode()}, "f1 is missing from ROSTRA_FIELD_KEYS"),
        ({"f1": base64.b64encode(b"g" * 32).decode()}, "f1 in ROSTRA_FIELD_KEYS is not the one"),
    ],
    ids=["absent", "another"],
)
def test_a_restore_without_the_named_keys_is_refused(full, empty, tmp_path, ring, words):
    house = replace(empty, keys={**KEYS, "fields": ring})
    with pytest.raises(Trouble, match=words):
        restore(house, make_backup(full, tmp_path / "backups"))


def test_a_house_that_is_not_empty_is_left_alone(full, empty, tmp_path):
    folder = make_backup(full, tmp_path / "backups")
    with pytest.raises(Trouble, match="is not empty: it has 2 tables"):
        restore(full, folder)
    put(empty, "media/left.png", b"x")
    with pytest.raises(Trouble, match="media is not empty"):
        restore(empty, folder)
    assert not Path(empty.name).exists()


def test_an_anchor_that_survived_is_kept_and_each_difference_is_named(full, empty, tmp_path):
    folder = make_backup(full, tmp_path / "backups")
    put(empty, "audit/heads-2026-11-23.jsonl", b"{}\n{}\n")
    facts = restore(empty, folder)
    assert (empty.folders["audit"] / "heads-2026-11-23.jsonl").read_bytes() == b"{}\n{}\n"
    with closing(sqlite3.connect(empty.name)) as rows:
        rows.execute("DELETE FROM person WHERE id = 2")
        rows.execute("UPDATE audit_chain SET hash = 'abd'")
        rows.commit()
    put(empty, "media/images/seal.png", b"jpg")
    shutil.rmtree(empty.folders["public"])
    assert [line.split(":")[0] for line in compare(empty, facts)] == [
        "person",
        "audit chain",
        "media/images/seal.png",
        "public/ab/ab12",
    ]


def test_the_newest_backups_stay_and_a_broken_one_leaves_nothing(full, tmp_path):
    target = tmp_path / "backups"
    for stamp in ("20260101T000000Z", "20260102T000000Z"):
        (target / f"rostra-{stamp}").mkdir(parents=True)
        (target / f"rostra-{stamp}" / manifest.NAME).write_text("{}")
    (target / "rostra-by-hand").mkdir()
    made = make_backup(full, target, keep=2)
    assert [path.name for path in finished_backups(target)] == ["rostra-20260102T000000Z", made.name]
    with pytest.raises(Trouble, match="There is no database"):
        make_backup(house_at(tmp_path / "nowhere" / "else"), tmp_path / "other")
    assert list((tmp_path / "other").iterdir()) == []


def test_destroying_needs_the_name_of_the_database(full, tmp_path):
    with pytest.raises(Trouble, match="Nothing was changed"):
        rehearse(full, tmp_path / "backups", destroy="another")
    assert Path(full.name).exists()


def test_the_commands_back_up_and_restore(full, tmp_path):
    """As an operator calls them: by name, with the variables of every other command."""
    var = tmp_path / "var"
    shutil.copytree(full.folders["media"].parent, var)
    env = {**full.environment(), "ROSTRA_VAR": str(var), "ROSTRA_BACKUP_KEY": base64.b64encode(SEAL).decode()}

    def run(command, *words, **changes):
        done = subprocess.run([INFRA / command, *words], env=env | changes, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    code, words = run("backup", tmp_path / "backups", "--keep", "3")
    [folder] = finished_backups(tmp_path / "backups")
    assert (code, words.startswith(f"{folder}: made in")) == (0, True), words
    # Without more it is production's house that is backed up, never the demo's.
    bare = {"DJANGO_SETTINGS_MODULE": "", "DATABASE_URL": "", "ROSTRA_VAR": str(tmp_path / "bare")}
    assert run("backup", tmp_path / "none", **bare) == (
        1,
        f"backup: There is no database at {tmp_path}/bare/rostra.sqlite3.\n",
    )
    other = {"ROSTRA_VAR": str(tmp_path / "new"), "DATABASE_URL": f"sqlite://{tmp_path}/new/house.sqlite3"}
    other["ROSTRA_AUDIT_FOLDER"] = f"{tmp_path}/new/audit"
    code, words = run("restore", folder, **other)
    assert (code, "4 rows and 4 files" in words) == (0, True), words
    (folder / "files.tar.sealed").write_bytes(b"x")
    code, words = run("restore", folder, **other)
    assert (code, words) == (1, "restore: files.tar.sealed is damaged: its checksum is not the manifest's.\n")
