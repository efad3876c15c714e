"""Two measurements of the signing actions by sets, without HTTP: on SQLite, and at very many rows (see sign.py)."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sign_house as house

SET = 256
ROUNDS = 24
MOST_DEARER = 1.2


def on_sqlite(seconds: int) -> int:
    """Sign, mail and confirm by sets on SQLite in a file; gives 0 where 200 a second count."""
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["TEST"] |= {"MIGRATE": False}
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with connection.cursor() as cursor:
            modes = [cursor.execute(f"PRAGMA {word}").fetchone()[0] for word in ("journal_mode", "synchronous")]
        print(f"SQLite in a file: journal_mode={modes[0]}, synchronous={modes[1]} (2 is FULL)")
        crowd = Crowd(house.fill())
        crowd.count(SET)
        begun, counted = time.perf_counter(), 0
        while time.perf_counter() - begun < seconds:
            counted += crowd.count(SET)
        rate = counted / (time.perf_counter() - begun)
        found = house.figures(crowd.petition.pk)
        is_exact = len({found[word] for word in ("rows", "ledger", "tallies", "shown")}) == 1
        print(f"counted by sets of {SET}: {rate:,.0f}/s; {found}: {'equal' if is_exact else 'NOT EQUAL'}")
        return int(rate < 200 or not is_exact)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def by_rows(many: int) -> int:
    """Compare the CPU and the time of a signature at ten thousand rows and at many; gives 0 where it is like enough."""
    petition = house.fill()
    crowd = Crowd(petition)
    crowd.count(SET)
    few = measure(crowd, 10_000)
    lots = measure(crowd, many)
    ratio = lots[0] / few[0]
    print(f"a counted signature at {many:,} rows costs {ratio:.2f} of one at 10,000 (time {lots[1] / few[1]:.2f})")
    if ratio > MOST_DEARER:
        print(plan(crowd))
    return int(ratio > MOST_DEARER)


def measure(crowd: Crowd, rows: int) -> tuple[float, float]:
    """Fill up to so many rows, then count some sets; gives CPU (ours and PostgreSQL's) and time of one, in us."""
    fill_up(crowd.petition.pk, rows)
    crowd.count(SET)
    before, began = cost(), time.perf_counter()
    counted = sum(crowd.count(SET) for _turn in range(ROUNDS))
    each, took = (cost() - before) / counted * 1e6, (time.perf_counter() - began) / counted * 1e6
    print(f"at {rows:,} rows: {each:.0f} us of CPU, {took:.0f} us, a counted signature ({counted} counted)")
    return each, took


def cost() -> float:
    """Give the CPU seconds of this process and of PostgreSQL."""
    return sum(os.times()[:2]) + sum(map(house.cpu_of, house.postgres_processes()))


def fill_up(petition: int, rows: int) -> None:
    """Write confirmed signatures, their details and their folded ledger entries up to so many rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM petitions_signature")
        known, last = cursor.fetchone()
        more = {"more": rows - known, "p": petition, "last": last, "area": area_key()}
        with as_a_load(cursor, TABLES):
            for statement in FILLING:
                cursor.execute(statement, more)
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("CHECKPOINT")


TABLES = ("petitions_signature", "petitions_signaturepersonal", "petitions_tallyentry")
FILLING = (
    "INSERT INTO petitions_signature (public_id, petition_id, person_key, slot, state, counted_class, area_id,"
    " country, language, wants_news, created_at, confirmed_at, notice_version)"
    " SELECT gen_random_uuid(), %(p)s, 'i0:' || md5(random()::text) || md5(n::text), 1, 'confirmed', 'online',"
    " %(area)s, '--', 'en', false, now(), now(), '' FROM generate_series(1, %(more)s) AS n",
    "INSERT INTO petitions_signaturepersonal (signature_id, name, email, postcode, domain, network_key, name_key)"
    " SELECT id, 'f1:AAAA', 'f1:AAAA', 'f1:AAAA', 'mail.example', md5(id::text), md5(id::text)"
    " FROM petitions_signature WHERE id > %(last)s",
    "INSERT INTO petitions_tallyentry (petition_id, signature_id, area_id, country, counted_class, delta,"
    " reason, at, folded_at, sequence, commitment)"
    " SELECT %(p)s, id, area_id, '--', 'online', 1, 'confirm', now(), now(), 10000000000 + id, md5(id::text)"
    " FROM petitions_signature WHERE id > %(last)s",
)


@contextmanager
def as_a_load(cursor: Any, tables: Sequence[str]) -> Iterator[None]:
    """Take indices and unique rules away while a load is written, and make the same ones anew behind it.

    Ten million rows come in minutes so, not in an hour; what is measured then has every index that it had.
    """
    cursor.execute(
        "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'u' AND conrelid = ANY(%s::regclass[])", [list(tables)],
    )  # fmt: skip
    rules = cursor.fetchall()
    cursor.execute(
        "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')", [list(tables)],
    )  # fmt: skip
    indices = cursor.fetchall()
    for table, name, _text in rules:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _text in indices:
        cursor.execute(f"DROP INDEX {name}")
    cursor.execute("SET session_replication_role = replica")  # the keys to other tables are right as written
    yield
    cursor.execute("SET session_replication_role = origin")
    cursor.execute("SET maintenance_work_mem = '1GB'")
    for table, name, text in rules:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}')
    for _name, text in indices:
        cursor.execute(text)


def area_key() -> int:
    """Give the constituency of the filling."""
    from core.parliament.models import Area

    return int(Area.objects.earliest("pk").pk)


def plan(crowd: Crowd) -> str:
    """Give the plan of the statement that finds who stands."""
    from django.db import connection

    from petitions.actions.taking import STANDING_SQL

    with connection.cursor() as cursor:
        keys = [f"i1:{secrets.token_hex(32)}" for _turn in range(SET)]
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {STANDING_SQL}", [[crowd.petition.pk] * SET, keys])
        return "\n".join(row[0] for row in cursor.fetchall())


class Crowd:
    """Signs by sets and confirms what was mailed."""

    def __init__(self, petition: int) -> None:
        """Take the petition's key, and learn the codes where they are mailed."""
        from core.verification import mailing
        from petitions.models import Petition

        self.petition = Petition.objects.select_related("kind").get(pk=petition)
        self.area, self.seed, self.turn = area_key(), secrets.token_hex(4), 0
        self.codes: list[tuple[Any, str]] = []
        keep_all = mailing.keep_all

        def keep_and_tell(pairs: list[Any]) -> None:
            keep_all(pairs)
            self.codes += [(one.public_id, proof.code) for one, proof in pairs]

        mailing.keep_all = keep_and_tell

    def count(self, size: int) -> int:
        """Sign one set, deliver its mails, confirm, deliver; gives how many were confirmed."""
        from core.actors import ANONYMOUS
        from core.events.outbox import drain
        from petitions.actions.confirming import confirm_many
        from petitions.actions.taking import Wish, write_signatures

        write_signatures([Wish(self.petition, self._person(), self.area, ANONYMOUS) for _one in range(size)])
        while drain():
            pass
        codes, self.codes = self.codes, []
        done = len(confirm_many(codes, may=set))
        while drain():
            pass
        return done

    def _person(self) -> Any:
        from petitions.entries import SignatureFacts

        self.turn += 1
        n = self.turn
        return SignatureFacts(
            f"Ann Lee {n}", f"ann{n}.{self.seed}@mail{n % 500}.example", "A1 2AB", is_eligible=True,
            network=f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}",
        )  # fmt: skip


if __name__ == "__main__":
    sys.exit("run sign.py --rows or --sqlite")
