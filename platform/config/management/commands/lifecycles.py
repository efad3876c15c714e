"""`manage.py lifecycles`: write docs/lifecycles.md from the transition tables."""

from django.core.management.base import BaseCommand

from config import lifecycle_docs


class Command(BaseCommand):
    """Write the page."""

    help = "Write docs/lifecycles.md from the transition tables."

    def handle(self, *args: object, **options: object) -> None:
        """Run."""
        lifecycle_docs.path().write_text(lifecycle_docs.render(), encoding="utf-8")
        self.stdout.write("docs/lifecycles.md")
