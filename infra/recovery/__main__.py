"""The commands `infra/backup`, `infra/restore` and `infra/rehearse-restore` (docs/operations.md)."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from infra.recovery.house import Trouble, house_from_settings
from infra.recovery.making import make_backup
from infra.recovery.rehearsing import rehearse
from infra.recovery.restoring import restore
from infra.recovery.sealing import backup_key

AFTERWARDS = """Now, in this order:
  1. manage.py migrate --noinput, where this version is newer than the backup
  2. manage.py audit_verify: what it calls `cut` is what was done after the backup
  3. manage.py privacy_erase for each person who was erased after the backup was made
  4. manage.py search_rebuild, where Elasticsearch is used
  5. start the processes"""


def main(words: list[str]) -> int:
    """Run one command; answers 1, with the reason on stderr, where it cannot be done."""
    options = _parser().parse_args(words)
    began = time.monotonic()
    try:
        house, key = house_from_settings(), backup_key()
        if options.command == "backup":
            made = make_backup(house, options.folder, key=key, keep=options.keep)
            print(
                f"{made}: made in {time.monotonic() - began:.1f} s"
                + ("" if key else ", NOT sealed: no ROSTRA_BACKUP_KEY")
            )
        elif options.command == "restore":
            facts = restore(house, options.folder, key=key)
            rows, files = sum(facts["tables"].values()), len(facts["files"])
            print(
                f"restored in {time.monotonic() - began:.1f} s: {rows} rows and {files} files, as the backup has them"
            )
            print(AFTERWARDS)
        else:
            report = rehearse(house, options.folder, key=key, destroy=options.destroy)
            print("\n".join(report.lines()))
    except (Trouble, OSError) as error:
        print(f"{options.command}: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="infra", description="Backup, restore, rehearsal.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("backup", "restore", "rehearse-restore"):
        command = commands.add_parser(name)
        command.add_argument("folder", type=Path, help="the backup" if name == "restore" else "where backups are kept")
        if name == "backup":
            command.add_argument("--keep", type=int, default=0, help="how many backups stay (0: all)")
        if name == "rehearse-restore":
            command.add_argument(
                "--destroy", default="", metavar="NAME", help="destroy the database of that name first"
            )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
