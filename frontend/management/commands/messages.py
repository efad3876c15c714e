"""`manage.py messages`: the texts of the whole project, from the sources to French and Arabic."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from frontend import messages, todo


class Command(BaseCommand):
    """Update the catalogues; `--compile` also writes what Django reads; `--check` changes nothing and complains.

    For translators: `--todo fr` prints what is to do as JSON; `--fill fr FILE` takes the filled list back.
    """

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The switches."""
        parser.add_argument("--compile", action="store_true", help="write the .mo files too")
        parser.add_argument("--check", action="store_true", help="fail on untranslated or fuzzy texts")
        parser.add_argument("--todo", metavar="LANGUAGE", help="print the untranslated texts as JSON")
        parser.add_argument("--fill", nargs=2, metavar=("LANGUAGE", "FILE"), help="take a filled list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it for each language."""
        template = messages.template_catalog()
        if options["check"]:
            self._check(template)
            return
        if language := options["todo"]:
            self.stdout.write(json.dumps(todo.todo(language, template), ensure_ascii=False, indent=1))
            return
        if options["fill"]:
            self._fill(template, *options["fill"])
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

    def _fill(self, template: Any, language: str, file: str) -> None:
        """Take a filled list and name what could not be taken."""
        taken, refused = todo.fill(language, template, json.loads(Path(file).read_text("utf-8")))
        for words in refused:
            self.stderr.write(words)
        self.stdout.write(f"{language}: {taken} taken, {len(refused)} refused")
