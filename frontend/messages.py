"""The one catalogue of the project: found in the sources, kept as PO, compiled at start, without a system gettext."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from frontend.singulars import write_binary

ROOT = Path(__file__).resolve().parents[1]
LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("fr", "ar")
SOURCES = ("frontend", "petitions", "consultations", "cms", "api", "platform")
# The component library is the builders' own page; it stays in English.
LEFT_OUT = frozenset({"migrations", "__pycache__", "locale", "demo_content", "library", "library.py", "samples.py"})

# Names of the functions that mark a text.
KEYWORDS = [
    *("_", "__", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
]

# The order of forms that Django's own Arabic catalogue has: none, one, two, few (3-10), many (11-99), other.
PLURALS = {
    "ar": "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5)",
}


def source_files() -> Iterator[Path]:
    """Give every Python file and template of the project, in a fixed order."""
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not LEFT_OUT & set(path.relative_to(ROOT).parts):
                yield path


def _as_python(path: Path) -> str:
    """Give a template as the calls it makes, one line for each of its lines; Python as it is."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        return text
    # The template's own indentation means nothing to Python's tokenizer.
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))


def _words(function: str, found: object) -> tuple[str | None, object] | None:
    """Give (context, words) of one call; None where a word is not a plain text."""
    parts = list(found) if isinstance(found, tuple | list) else [found]
    context = parts.pop(0) if function.startswith(("p", "np")) and len(parts) > 1 else None
    wanted = parts[:2] if function.startswith("n") else parts[:1]
    if not wanted or not all(isinstance(word, str) and word for word in wanted):
        return None
    return context, tuple(wanted) if len(wanted) > 1 else wanted[0]


def template_catalog() -> Catalog:
    """Give the catalogue of all texts that the sources mark."""
    catalog = Catalog(project="Rostra", charset="utf-8", fuzzy=False)
    for path in source_files():
        source = io.BytesIO(_as_python(path).encode())
        for line, function, found, _comments in extract_python(source, KEYWORDS, [], {"encoding": "utf-8"}):
            if words := _words(function, found):
                place = (str(path.relative_to(ROOT)), line)
                catalog.add(words[1], context=words[0], locations=[place])
    return catalog


def po_path(language: str) -> Path:
    """Give the place of a language's catalogue."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Give the kept catalogue of a language; an empty one where there is none yet."""
    path = po_path(language)
    catalog = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    catalog.project, catalog.version, catalog.fuzzy = "Rostra", "1", False
    catalog.header_comment = f"# Rostra in {catalog.locale.english_name}. Written by `manage.py messages`."
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = "Rostra"
    if expression := PLURALS.get(language):
        catalog._num_plurals, catalog._plural_expr = 6, expression
    return catalog


def update(language: str, template: Catalog) -> Catalog:
    """Bring a language's catalogue up to the sources, keeping every translation; give it."""
    catalog = read(language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.fuzzy = False
    write(language, catalog)
    return catalog


def write(language: str, catalog: Catalog) -> None:
    """Keep a catalogue; without dates, so that the file changes only where a text changes."""
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, catalog, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    lines = [line for line in out.getvalue().split(b"\n") if b"-Date: " not in line]
    path.write_bytes(b"\n".join(lines))


def compile_one(language: str) -> None:
    """Write the binary catalogue that Django reads; several processes may do so at once."""
    target = po_path(language).with_suffix(".mo")
    aside = target.with_suffix(f".{os.getpid()}.part")
    with aside.open("wb") as file:
        write_binary(file, read(language))
    aside.replace(target)


def ensure_compiled() -> None:
    """Compile each catalogue whose text is newer than its binary; called at the start, costs nothing otherwise."""
    for language in LANGUAGES:
        source, target = po_path(language), po_path(language).with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            compile_one(language)


def faults(language: str, template: Catalog) -> list[str]:
    """Give what is wrong with a language: missing, untranslated, fuzzy, or with other placeholders than the source."""
    catalog = read(language)
    found = []
    for message in template:
        if not message.id:
            continue
        kept = catalog.get(message.id, context=message.context)
        name = message.id[0] if isinstance(message.id, tuple) else message.id
        words = kept.string if kept else ""
        done = all(words) if isinstance(words, tuple | list) else bool(words)
        if not done:
            found.append(f"{language}: untranslated: {name!r}")
        elif kept.fuzzy:
            found.append(f"{language}: fuzzy: {name!r}")
        elif errors := list(kept.check(catalog)):
            found.append(f"{language}: {errors[0]}: {name!r}")
    return found
