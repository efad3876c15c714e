"""`manage.py mail_bounces`: read what mail servers sent back, from a maildir or from standard input."""

from __future__ import annotations

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.actors import IMPORT
from core.mail import bounces


class Command(BaseCommand):
    """Reads notifications (RFC 3464): addresses that are gone get no more mail. Prints figures, never an address."""

    help = "Read bounced mail from a maildir (each message once), or one message from standard input."

    def add_arguments(self, parser: Any) -> None:
        """Take the folder."""
        parser.add_argument("--maildir", type=Path, help="a maildir; messages in new/ are read and moved to cur/")

    def handle(self, *args: Any, maildir: Path | None = None, **options: Any) -> None:
        """Read all there is."""
        counted: Counter[str] = Counter()
        for raw in _from_maildir(maildir) if maildir else [sys.stdin.buffer.read(bounces.LARGEST + 1)]:
            report = bounces.read(raw)
            counted[bounces.note(report, by=IMPORT) if report else "other"] += 1
        names = ("hard", "soft", "unknown", "other")
        self.stdout.write(", ".join(f"{name} {counted[name]}" for name in names))


def _from_maildir(folder: Path) -> Iterator[bytes]:
    """Yield each message of new/; it moves to cur/ once it was read. Raises CommandError where there is no maildir."""
    if not (folder / "new").is_dir():
        raise CommandError(f"{folder} is no maildir.")
    box = mailbox.Maildir(folder, create=False)
    for path in sorted((folder / "new").iterdir()):
        yield path.read_bytes()
        message = box.get_message(path.name)
        message.set_subdir("cur")
        message.add_flag("S")
        box[path.name] = message
