"""Files: folders that can be written, are not shown to the world, and have room; backups that are not old."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from config.doctor.findings import ERROR, WARNING, Fault, NotChecked
from core import clock
from core.web.numbers import number

GIGABYTE = 1024**3
LOW, VERY_LOW = 2 * GIGABYTE, GIGABYTE // 4
OLDEST_BACKUP = timedelta(hours=26)


def folders() -> dict[str, Path]:
    """Give the folders that this installation writes to; storages elsewhere (S3 and the like) are left out."""
    found = {"media": Path(settings.MEDIA_ROOT), "audit": Path(settings.AUDIT_FOLDER)}
    for name in ("public", "private"):
        place = getattr(storages[name], "location", None)
        if place:
            found[name] = Path(place)
    return found


def writable() -> Iterator[Fault]:
    """Write a small file into each folder, and take it away again."""
    for name, folder in folders().items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"doctor")
        except OSError as error:
            yield Fault(
                _("The folder of %(name)s files cannot be written: %(error)s.")
                % {"name": name, "error": error.strerror or type(error).__name__},
                _("Give %(folder)s to the user of the processes, with mode 750.") % {"folder": folder},
            )


def space() -> Iterator[Fault]:
    """See how much room is left on each disk."""
    seen: set[int] = set()
    for name, folder in folders().items():
        if not folder.is_dir() or (disk := os.stat(folder).st_dev) in seen:
            continue
        seen.add(disk)
        free = shutil.disk_usage(folder).free
        if free < LOW:
            yield Fault(
                _("The disk of the %(name)s files has %(free)s GB left.")
                % {"name": name, "free": number(free / GIGABYTE, places=1)},
                _("Make room, or move the folder to a larger disk."),
                ERROR if free < VERY_LOW else WARNING,
            )


def private() -> Iterator[Fault]:
    """See that evidence does not lie where pictures are served from."""
    found = folders()
    media = found["media"].resolve()
    for name in ("private", "audit"):
        if name in found and found[name].resolve().is_relative_to(media):
            yield Fault(
                _("The folder of %(name)s files lies inside the public one.") % {"name": name},
                _("Move it out of %(folder)s.") % {"folder": media},
            )


def backups() -> Iterator[Fault]:
    """Look at the age of the newest file in the folder of backups."""
    if not settings.BACKUP_FOLDER:
        raise NotChecked(_("ROSTRA_BACKUP_FOLDER is not set: nobody here knows when the last backup was made."))
    folder = Path(settings.BACKUP_FOLDER)
    mend = _("Run the backup every night, and look at what it says (docs/operations.md).")
    times = [file.stat().st_mtime for file in folder.rglob("*") if file.is_file()] if folder.is_dir() else []
    if not times:
        yield Fault(_("There is no backup in %(folder)s.") % {"folder": folder}, mend, ERROR)
        return
    age = clock.now() - datetime.fromtimestamp(max(times), UTC)
    if age > OLDEST_BACKUP:
        hours = round(age.total_seconds() / 3600)
        yield Fault(_("The newest backup is %(hours)s hours old.") % {"hours": number(hours)}, mend)
