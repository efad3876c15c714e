"""The pre-migrated snapshot: there, fresh, and without a key, a user or a real date."""

import gzip
import re
import sqlite3

import pytest

from config import snapshot


@pytest.fixture
def opened(tmp_path):
    file = tmp_path / "snapshot.sqlite3"
    file.write_bytes(gzip.decompress(snapshot.snapshot_path().read_bytes()))
    connection = sqlite3.connect(file)
    yield connection
    connection.close()


def test_the_snapshot_fits_the_present_migrations():
    kept = sorted(path.name for path in snapshot.FOLDER.glob("*.gz"))
    assert kept == [snapshot.snapshot_path().name], "run `make snapshot`"


def test_a_changed_migration_makes_it_stale(monkeypatch):
    before = snapshot.migrations_hash()
    loader = snapshot.MigrationLoader

    def planted(*args, **kwargs):
        found = loader(*args, **kwargs)
        found.disk_migrations[("petitions", "9999_planted")] = None
        return found

    monkeypatch.setattr(snapshot, "MigrationLoader", planted)
    assert snapshot.migrations_hash() != before


def test_it_holds_no_user_no_session_and_no_key(opened):
    tables = ["accounts_user", "django_session", "mail_mail", "verification_participant"]
    assert {table: opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables} == dict.fromkeys(
        tables, 0
    )


def test_every_date_in_it_is_the_same_made_up_one(opened):
    text = "\n".join(opened.iterdump())
    dates = set(re.findall(r"'(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d", text))
    assert dates <= {"2000-01-01"}
