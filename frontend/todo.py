"""Work lists for translators: what is still to do in a language as JSON, and the filled list taken back."""

from collections.abc import Iterable
from typing import Any

from babel.messages import Catalog

from frontend import messages


def todo(language: str, template: Catalog) -> list[dict[str, Any]]:
    """Give the untranslated texts: {id (a text, or singular and plural), context, places, words to be filled}.

    For a plural text `words` is a list with one entry for each form of the language, in CLDR's order.
    """
    catalog = messages.read(language)
    rows = []
    for message in template:
        kept = catalog.get(message.id, context=message.context) if message.id else None
        words = kept.string if kept else ""
        if not message.id or (all(words) if isinstance(words, tuple) else words):
            continue
        is_many = isinstance(message.id, tuple)
        rows.append(
            {
                "id": list(message.id) if is_many else message.id,
                "context": message.context,
                "places": [place for place, _line in message.locations[:3]],
                "words": [""] * catalog.num_plurals if is_many else "",
            }
        )
    return rows


def fill(language: str, template: Catalog, rows: Iterable[dict[str, Any]]) -> tuple[int, list[str]]:
    """Put filled rows into the catalogue; give how many were taken and what is wrong with the others.

    A row whose placeholders differ from the source's, or whose text the sources no longer hold, is not taken.
    """
    catalog = messages.update(language, template)
    taken, refused = 0, []
    for row in rows:
        key = tuple(row["id"]) if isinstance(row["id"], list) else row["id"]
        words = tuple(row["words"]) if isinstance(row["words"], list) else row["words"]
        message = catalog.get(key, context=row.get("context"))
        if message is None or not (all(words) if isinstance(words, tuple) else words):
            refused.append(f"not in the sources, or empty: {key!r}")
            continue
        before, message.string = message.string, words
        if errors := list(message.check(catalog)):
            message.string = before
            refused.append(f"{errors[0]}: {key!r}")
            continue
        taken += 1
    messages.write(language, catalog)
    return taken, refused
