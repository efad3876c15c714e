"""A filled database of an earlier state comes to the newest one, and every row with every value is still there.

`old/` holds what the walking skeleton (commit 346e677) left: its demo parliament, a few rows of every table, on both
engines; `old/trim.py` says how it was made. The migrations run as at an upgrade: by the command, in its own process.
"""

import gzip
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from infra.recovery import database

from .helpers import ROOT
from .test_recovery import house_at

OLD = Path(__file__).parent / "old"
# Columns that a migration took away, with what carries their facts now.
GONE = {"events_outboxentry.claimed_until": "state and due_at"}
# Columns that a migration fills anew, and what is laid after every migrate; their rows must be there all the same.
REFILLED: set[str] = set()


@pytest.fixture
def house(tmp_path, request):
    """The old database, laid on the engine of this run."""
    if connection.vendor == "sqlite":
        old = house_at(tmp_path)
        with gzip.open(OLD / "skeleton.sqlite3.gz") as packed, open(old.name, "wb") as file:
            shutil.copyfileobj(packed, file)
        yield old
        return
    facts = dict(connection.settings_dict)
    old = house_at(tmp_path, {**facts, "NAME": f"{facts['NAME']}_old"})
    database.destroy(old)
    database.create(old)
    database.fill(old, [(OLD / "skeleton.dump").read_bytes()])
    yield old
    database.destroy(old)


def rows_of(house):
    """Give every row of every table: {table: {primary key: {column: value}}}."""
    tables = database.counted(house)[0]
    if house.is_postgres:
        with psycopg.connect(database.conninfo(house), row_factory=psycopg.rows.dict_row) as line:
            return {name: keyed(line.execute(f'SELECT * FROM "{name}"').fetchall()) for name in tables}
    with closing(sqlite3.connect(house.name)) as line:
        line.row_factory = sqlite3.Row
        return {name: keyed([dict(row) for row in line.execute(f'SELECT * FROM "{name}"')]) for name in tables}


def keyed(rows):
    """Give rows by their first column, which is the primary key in every table of ours."""
    return {next(iter(row.values())): row for row in rows}


def losses(before, after):
    """Give what is not as it was: tables, rows, columns, values."""
    found = [f"{table} is gone" for table in before if table not in after]
    for table, rows in before.items():
        for key, row in rows.items():
            now = after.get(table, {}).get(key)
            if now is None:
                found.append(f"{table} {key} is gone")
                continue
            found += [f"{table}.{name}" for name, value in row.items() if now.get(name, "gone") != value]
    return sorted(set(found))


def migrate(house):
    """Run the migrations as an upgrade does."""
    command = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"]
    done = subprocess.run(command, env=house.environment(), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def test_the_skeletons_database_comes_along_without_loss(django_db_setup, django_db_blocker, house):
    with django_db_blocker.unblock():
        before = rows_of(house)
        assert {name for name, rows in before.items() if rows} >= FILLED
        migrate(replace(house, secret="k" * 60))
        after = rows_of(house)
    assert set(losses(before, after)) == set(GONE) | REFILLED
    assert len(after) > len(before)


def test_a_planted_loss_is_seen():
    before = {"a": {1: {"id": 1, "x": 1}, 2: {"id": 2, "x": 2}}, "b": {}}
    after = {"a": {1: {"id": 1, "x": 9}}}
    assert losses(before, after) == ["a 2 is gone", "a.x", "b is gone"]


FILLED = {
    "accounts_user", "accounts_rolegrant", "parliament_member", "parliament_area", "verification_participant",
    "comments_comment", "bills_bill", "bills_clause", "bills_annotation", "bills_anchor", "bills_officialanswer",
    "evidence_submission", "evidence_answer", "evidence_publishedcopy", "events_event", "events_outboxentry",
    "hearings_hearing", "hearings_question", "hearings_support", "petitions_petition", "petitions_signature",
    "petitions_tally", "petitions_tallyentry", "petitions_milestone", "search_searchrow", "cms_homepage",
    "cms_newspage", "wagtailcore_page",
}  # fmt: skip
