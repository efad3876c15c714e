"""How much CPU the fold of 10,000 entries takes, at the start and far into a log.

Method: entries of one petition over 650 constituencies are written in bulk into the database of DATABASE_URL (else a
scratch SQLite), then folded; the CPU of this process and the wall time are told, several times in a row. All is rolled
back. PostgreSQL's own CPU is not in the figure, its time is in the wall time.

    [DATABASE_URL=...] python infra/bench/fold.py [--turns 5] [--entries 10000]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
SEATS = 650


def main() -> int:
    """Fold, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--entries", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ROSTRA_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.demo"}
        os.environ["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'platform'}"
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        import django

        django.setup()
        from django.db import transaction

        with transaction.atomic():
            turns(options)
            transaction.set_rollback(True)
    return 0


def turns(options: argparse.Namespace) -> None:
    """Fill and fold, several times."""
    from core import clock
    from core.parliament.models import Area, Chamber
    from petitions.counting import fold
    from petitions.models import Petition, PetitionKind, Signature, TallyEntry

    chamber = Chamber.objects.create(key=f"b{os.getpid()}", name={"en": "House"})
    kind = PetitionKind.objects.create(key=f"b{os.getpid()}", name={"en": "Bench"}, chamber=chamber)
    now = clock.now()
    petition = Petition.objects.create(kind=kind, state="open", action="Fold", created_at=now)
    areas = Area.objects.bulk_create(
        Area(scheme=f"b{os.getpid()}", kind="constituency", code=f"S{n}", name={"en": "Seat"}) for n in range(SEATS)
    )
    for turn in range(options.turns):
        rows = Signature.objects.bulk_create(
            Signature(
                petition=petition, person_key=uuid4().hex, state="confirmed", created_at=now, area=areas[n % SEATS]
            )
            for n in range(options.entries)
        )
        TallyEntry.objects.bulk_create(
            TallyEntry(petition=petition, signature=row, area_id=row.area_id, delta=1, reason="confirm", at=now)
            for row in rows
        )
        cpu, wall = time.process_time(), time.perf_counter()
        total = fold(petition.pk)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        print(f"turn {turn + 1}: {options.entries:,} entries in {cpu:.2f} s CPU, {wall:.2f} s wall, count {total:,}; "
              f"load {os.getloadavg()[0]:.1f}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
