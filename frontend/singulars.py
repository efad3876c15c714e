"""Texts that stand alone in one place and with a number in another ("clause", "3 clauses")."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import c2py
from typing import IO

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo


class WithSingulars:
    """A catalogue as it is compiled: what has a plural stands in it under its singular alone, too.

    gettext takes both for one text. Python 3.11.7 finds it under its singular alone; 3.11.2, which Debian 12 brings,
    does not: there such words would stay English.
    """

    def __init__(self, catalog: Catalog) -> None:
        """Take the catalogue."""
        self.catalog, self.charset, self.num_plurals = catalog, catalog.charset, catalog.num_plurals

    def __iter__(self) -> Iterator[Message]:
        """Give each message, and behind one with a plural the form of one alone."""
        of_one = c2py(self.catalog.plural_expr)(1)
        for message in self.catalog:
            yield message
            forms = message.string
            if isinstance(forms, list | tuple) and all(forms):
                yield Message(message.id[0], forms[of_one], context=message.context)


def write_binary(file: IO[bytes], catalog: Catalog) -> None:
    """Write a catalogue in the form that Django reads."""
    write_mo(file, WithSingulars(catalog))  # type: ignore[arg-type]  # it reads these three things alone
