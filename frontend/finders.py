"""The finder that hands the joined stylesheets to staticfiles, the same in every kind of run."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from frontend import styles


class JoinedStyles(BaseFinder):
    """Finds `css/<sheet>.css`, joined anew when a source has changed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Keep the joined files in the installation's own working folder: two that run side by side never share one."""
        self.folder = Path(getattr(settings, "VAR", Path(__file__).parents[1] / "var")) / "joined"

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:
        """Give the file of a sheet, or nothing where the path is not one of ours."""
        folder, _, file = path.replace("\\", "/").rpartition("/")
        name = file.removesuffix(".css")
        if folder != "css" or not file.endswith(".css") or name not in styles.SHEETS:
            return []
        found = str(styles.write(name, self.folder))
        return [found] if find_all else found

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        """Give every sheet for collectstatic and for WhiteNoise at its start."""
        storage = FileSystemStorage(location=str(self.folder))
        for name in styles.SHEETS:
            styles.write(name, self.folder)
            yield f"css/{name}.css", storage
