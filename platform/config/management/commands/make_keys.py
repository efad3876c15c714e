"""`manage.py make_keys`: print a fresh set of keys as environment variables."""

from django.core.management.base import BaseCommand

from config.keys import make_keys


class Command(BaseCommand):
    """Print keys; nothing is stored."""

    help = "Print a fresh set of keys for the environment."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Print."""
        keys = make_keys()
        self.stdout.write(f"ROSTRA_SECRET_KEY={keys['secret']}")
        for name, variable in (("fields", "FIELD"), ("index", "INDEX"), ("count", "COUNT")):
            ring = ",".join(f"{key}:{value}" for key, value in keys[name].items())  # type: ignore[literal-required]
            self.stdout.write(f"ROSTRA_{variable}_KEYS={ring}")
