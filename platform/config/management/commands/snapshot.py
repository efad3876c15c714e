"""`manage.py snapshot`: write the pre-migrated database that demo and tests start from."""

from django.core.management.base import BaseCommand

from config.snapshot import make_snapshot


class Command(BaseCommand):
    """Make the snapshot of the present migrations."""

    help = "Write the pre-migrated SQLite snapshot of the present migrations."

    def handle(self, *args: object, **options: object) -> None:
        """Run."""
        path = make_snapshot()
        self.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB")
