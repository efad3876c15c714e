"""A CSV of paper lines, as a spreadsheet saves it: the header names the columns, one line a signature."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from petitions.actions.paper import MOST_LINES, LineFacts
from petitions.models.signatures import HOME_COUNTRY

COLUMNS = ("name", "address", "postcode", "email", "country")
MOST_BYTES = 20_000_000


def read_lines(data: bytes) -> list[LineFacts]:
    """Give the lines of a file: UTF-8, separated by commas, semicolons or tabs. Raises Invalid at the field "file".

    What stands in the lines is checked by the action, which names each bad one by its number below the header.
    """
    if len(data) > MOST_BYTES:
        raise _refused(_("The file is too large."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(_("Save the file as CSV in UTF-8.")) from None
    try:
        return _lines(text)
    except csv.Error:
        raise _refused(_("This is no CSV file.")) from None


def _lines(text: str) -> list[LineFacts]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="rest", strict=True)
    known = [str(name).strip().casefold() for name in reader.fieldnames or ()]
    if "name" not in known or not set(known) <= set(COLUMNS):
        raise _refused(_("The first line must name the columns: name, address, postcode, email, country."))
    reader.fieldnames = known
    found: list[LineFacts] = []
    for row in reader:
        if "rest" in row:
            raise _refused(_("Line %(number)s has too many cells.") % {"number": len(found) + 1})
        found.append(LineFacts(**{**_cells(row), "country": (row.get("country") or "").strip() or HOME_COUNTRY}))
        if len(found) > MOST_LINES:
            raise _refused(_("A batch holds 1 to 50,000 lines."))
    if not found:
        raise _refused(_("The file holds no lines."))
    return found


def _cells(row: dict[str, str]) -> dict[str, str]:
    return {name: (row.get(name) or "").strip() for name in COLUMNS if name != "country"}


def _refused(words: object) -> Invalid:
    return Invalid(fields={"file": words})
