"""The finder that hands joined stylesheets and modules to staticfiles, the same in every kind of run."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from frontend import scripts, styles

# Folder and ending of the joined files, and what joins them.
KINDS = {"css": (styles, styles.SHEETS), "js": (scripts, scripts.JOINED)}


class JoinedFiles(BaseFinder):
    """Finds `css/<sheet>.css` and `js/<module>.js`, joined anew when a source has changed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Keep the joined files in the installation's own working folder: two that run side by side never share one."""
        self.folder = Path(getattr(settings, "VAR", Path(__file__).parents[1] / "var")) / "joined"

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:
        """Give the file of a sheet or module, or nothing where the path is not one of ours."""
        folder, _, file = path.replace("\\", "/").rpartition("/")
        name, dot, ending = file.rpartition(".")
        if folder not in KINDS or ending != folder or not dot or name not in KINDS[folder][1]:
            return []
        found = str(write(folder, name, self.folder))
        return [found] if find_all else found

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        """Give every joined file for collectstatic and for WhiteNoise at its start."""
        storage = FileSystemStorage(location=str(self.folder))
        for kind, (_source, names) in KINDS.items():
            for name in names:
                write(kind, name, self.folder)
                yield f"{kind}/{name}.{kind}", storage


def write(kind: str, name: str, folder: Path) -> Path:
    """Write `<folder>/<kind>/<name>.<kind>` where it is missing or older than its sources; give the path."""
    source, _names = KINDS[kind]
    target = folder / kind / f"{name}.{kind}"
    if target.exists() and target.stat().st_mtime >= source.newest_source(name):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and moved: two processes may start at once.
    aside = target.with_suffix(f".{os.getpid()}.part")
    aside.write_text(source.joined(name), "utf-8")
    aside.replace(target)
    return target
