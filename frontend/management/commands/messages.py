"""`manage.py messages`: the texts of the whole project, from the sources to French and Arabic."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from frontend import messages


class Command(BaseCommand):
    """Update the catalogues; `--compile` also writes what Django reads; `--check` changes nothing and complains."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two switches."""
        parser.add_argument("--compile", action="store_true", help="write the .mo files too")
        parser.add_argument("--check", action="store_true", help="fail on untranslated or fuzzy texts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it for each language."""
        template = messages.template_catalog()
        if options["check"]:
            self._check(template)
            return
        for language in messages.LANGUAGES:
            messages.update(language, template)
            missing = len(messages.faults(language, template))
            self.stdout.write(f"{language}: {len(template)} texts, {missing} to do")
            if options["compile"]:
                messages.compile_one(language)

    def _check(self, template: Any) -> None:
        """Name every fault."""
        found = [fault for language in messages.LANGUAGES for fault in messages.faults(language, template)]
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} texts are not ready.")
        self.stdout.write(f"{len(template)} texts are ready in {', '.join(messages.LANGUAGES)}.")
