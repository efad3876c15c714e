"""The search engine inside the database: SQLite (FTS5) or PostgreSQL (tsvector and GIN), over our own stems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from core.search import highlighting
from core.search.backend import LONGEST_BODY, Asked, Hit, Key, Progress, Results
from core.search.cells import Cell, cell_of
from core.search.documents import SearchDocument, name_of
from core.search.models import SearchRow
from core.search.stems import Terms, plain_words, short, stem_text, terms

READ = (
    "type", "uuid", "language", "audience", "number", "state", "is_open", "version", "date", "committee", "kicker",
    "path", "title", "summary",
)  # fmt: skip
KEPT_UNIQUE = ["uuid", "type", "language"]
WRITTEN = [
    field.name for field in SearchRow._meta.concrete_fields if field.name not in {"id", *KEPT_UNIQUE}
]  # fmt: skip
# What is taken out of a row that is gone.
BLANKED = (
    "title", "title_stems", "title_words", "summary", "body", "body_stems", "kicker", "audience", "facets",
)  # fmt: skip
BATCH = 200
_FIELDS: dict[str, Any] = {field.name: field for field in SearchRow._meta.concrete_fields}
# Where more than these match, only the newest of them are ranked, those with the words in their title before others:
# a rank is worked out from the whole of each text, and nobody reads past page 50 (LAST_PAGE).
RANKED = 5_000
# A text in the reader's own language counts this many times one in another.
OWN_LANGUAGE = 1.5


@dataclass(frozen=True)
class Dialect:
    """How one database says "matches" and "ranks"; each has one %s for the expression. Smaller rank is better."""

    source: str
    counted: str
    matches: str
    rank: str
    rank_params: int
    all_of: str
    one_of: str
    word: str
    titled: str
    begins: str
    in_title: str
    title_word: str
    key: str


# A word of the title weighs 30 (SQLite) or 10 (PostgreSQL) words of the body: bm25 levels off, so it needs more.
DIALECTS = {
    "sqlite": Dialect(
        "search_fts JOIN search_searchrow r ON r.id = search_fts.rowid",
        "search_fts JOIN search_searchrow r INDEXED BY search_facets ON r.id = search_fts.rowid",
        "search_fts MATCH %s", "bm25(search_fts, 30.0, 1.0)", 0, " AND ", " OR ", '"{}"',
        "search_title_fts JOIN search_searchrow r ON r.id = search_title_fts.rowid WHERE search_title_fts MATCH %s",
        '"{}"*', "{{title_stems}} : ({})", '"{}"', "search_fts.rowid",
    ),
    "postgresql": Dialect(
        "search_searchrow r", "search_searchrow r",
        "r.stems @@ %s::tsquery", "-ts_rank('{0.1, 0.1, 0.1, 1.0}', r.stems, %s::tsquery, 1)", 1, " & ", " | ", "'{}'",
        "search_searchrow r WHERE r.title_tokens @@ %s::tsquery", "'{}':*", "{}", "'{}':A", "r.id",
    ),
}  # fmt: skip


class DatabaseBackend:
    """The engine that is always there. `keeps_gone`: removed rows stay, blank, until the other engine has followed."""

    def __init__(self, *, keeps_gone: bool = False) -> None:
        """Say whether another engine copies this one."""
        self.keeps_gone = keeps_gone

    def save(self, documents: Sequence[SearchDocument]) -> None:
        """Write documents; one whose row holds a newer version is left out."""
        with transaction.atomic():
            newer = newer_versions(documents)
            rows = [row_of(document) for document in documents if document.version >= newer.get(document.id, 0)]
            SearchRow.objects.bulk_create(
                rows, batch_size=BATCH, update_conflicts=True, unique_fields=KEPT_UNIQUE, update_fields=WRITTEN
            )

    def remove(self, keys: Sequence[Key]) -> None:
        """Take rows out, unless they hold a newer version."""
        for key in keys:
            rows = SearchRow.objects.filter(
                type=key.type, uuid=key.uuid, language=key.language, version__lte=key.version
            )
            if self.keeps_gone:
                rows.update(**dict.fromkeys(BLANKED, ""), is_gone=True, is_pending=True, version=key.version)
            else:
                rows.delete()

    def search(self, asked: Asked) -> Results:
        """Find by two statements: one counts all matches by their properties, one reads a page of them."""
        languages = _languages()
        by_language = {code: terms(asked.text, code) for code in languages}
        matching = expression(by_language.values(), is_loose=asked.is_loose)
        if not matching:
            return Results(asked)
        results = Results(asked, _count(matching))
        if not results.total:
            return results
        wanted = frozenset(form for found in by_language.values() for group in found for form in group)
        titled = expression(by_language.values(), is_loose=asked.is_loose, is_title=True)
        found = _read(*_bounded(matching, titled, results), results)
        hits = [_hit(document, body, wanted, asked) for document, body in found]
        return Results(asked, results.cells, hits)

    def suggest(self, words: Sequence[str], reader: str, size: int) -> list[SearchDocument]:
        """Find by the words of titles; one statement."""
        dialect = DIALECTS[connection.vendor]
        columns = ", ".join(f"r.{name}" for name in READ)
        sql = (
            f"SELECT {columns}, '' FROM {dialect.titled} AND r.audience LIKE %s "  # noqa: S608 - constants only
            "ORDER BY r.is_open DESC, r.date IS NULL, r.date DESC, r.uuid, r.type LIMIT %s"
        )
        begins = dialect.all_of.join(dialect.begins.format(word) for word in words)
        with connection.cursor() as cursor:
            cursor.execute(sql, [begins, f"% {reader} %", size])
            return [_from_columns(row)[0] for row in cursor.fetchall()]

    def rebuild(self, progress: Progress) -> int:
        """Build every document of every type anew; the rows stay searchable meanwhile."""
        from core.search.indexing import rebuild_table  # noqa: PLC0415 - it writes through this class

        return rebuild_table(progress)


def row_of(document: SearchDocument) -> SearchRow:
    """Give the row of a document, with its stems."""
    body = document.body[:LONGEST_BODY]
    names = " ".join(part for part in (name_of(document), document.number) if part)
    return SearchRow(
        type=document.type, uuid=document.uuid, language=document.language, audience=f" {' '.join(document.audience)} ",
        number=document.number, state=document.state, is_open=document.is_open, version=document.version,
        date=document.date, committee=document.committee, kicker=document.kicker, path=document.path,
        facets=document.facets, title_words=" ".join(plain_words(f"{document.title} {document.number}")),
        title=document.title, title_stems=stem_text(f"{document.title} {document.number}", document.language),
        summary=document.summary, body=body,
        body_stems=stem_text(f"{document.summary} {body} {names}", document.language),
    )  # fmt: skip


def document_of(row: SearchRow) -> SearchDocument:
    """Give the document that a row holds."""
    values: dict[str, Any] = {name: getattr(row, name) for name in READ}
    return SearchDocument(**{**values, "audience": tuple(row.audience.split()), "body": row.body})


def expression(by_language: Any, *, is_loose: bool, is_title: bool = False) -> str:
    """Give the match expression for the terms of a query, read in every language; words are letters and digits only.

    With `is_title` the words must stand in the title.
    """
    dialect = DIALECTS[connection.vendor]
    readings: list[Terms] = [found for found in dict.fromkeys(by_language) if found]
    joint = dialect.one_of if is_loose else dialect.all_of
    word = dialect.title_word if is_title else dialect.word
    said = [joint.join(_one_of(dialect, word, group) for group in found) for found in readings]
    whole = dialect.one_of.join(f"({part})" for part in said)
    return dialect.in_title.format(whole) if is_title and whole else whole


def _one_of(dialect: Dialect, word: str, group: tuple[str, ...]) -> str:
    return "(" + dialect.one_of.join(word.format(form) for form in group) + ")"


def _languages() -> list[str]:
    """Give the languages in which a query is read: those of the site, and none (for texts in any other)."""
    return [*dict.fromkeys(short(code) for code, _name in settings.LANGUAGES), "und"]


def newer_versions(documents: Sequence[SearchDocument]) -> dict[str, int]:
    """Give the versions that the rows of these things hold, by the ids of documents."""
    ids = {document.uuid for document in documents}
    rows = SearchRow.objects.filter(uuid__in=ids).values_list("type", "uuid", "language", "version")
    return {f"{type_}:{uuid}:{language}": version for type_, uuid, language, version in rows}


def _count(matching: str) -> list[Cell]:
    dialect = DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.facets, COUNT(*) FROM {dialect.counted} WHERE {dialect.matches} GROUP BY r.facets",  # noqa: S608
            [matching],
        )
        return [cell_of(key, count) for key, count in cursor.fetchall() if key]


def _bounded(matching: str, titled: str, results: Results) -> tuple[str, str, list[int]]:
    """Give what is ranked: the expression, and a condition on ids with its values (none: all that match).

    Of very many these are ranked: the newest that have the words in their title; where those do not fill the page, all
    of them and the newest of the rest. What asks for a number is never so common.
    """
    asked, key = results.asked, DIALECTS[connection.vendor].key
    if results.total <= RANKED or asked.number:
        return matching, "", []
    end = min(results.page * asked.size, results.total)
    ids = _newest(titled, asked)
    if len(ids) >= end:
        return titled, f" AND {key} >= %s", ids[-1:]
    first = _newest(matching, asked)[-1]
    either = f" OR {key} IN ({', '.join(['%s'] * len(ids))})" if ids else ""
    return matching, f" AND ({key} >= %s{either})", [first, *ids]


def _newest(matching: str, asked: Asked) -> list[int]:
    """Give the ids of the newest that match, under the filters; the newest first."""
    dialect = DIALECTS[connection.vendor]
    where, params = _filters(asked)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.id FROM {dialect.source} WHERE {dialect.matches}{where} "  # noqa: S608 - constants only
            f"ORDER BY {dialect.key} DESC LIMIT %s",
            [matching, *params, RANKED],
        )
        return [row[0] for row in cursor.fetchall()]


def _read(matching: str, bound: str, ids: list[int], results: Results) -> list[tuple[SearchDocument, str]]:
    """Read one page: the thing with the number asked for first, then by rank."""
    asked, dialect = results.asked, DIALECTS[connection.vendor]
    where, params = _filters(asked)
    where, params = where + bound, [*params, *ids]
    columns = ", ".join(f"r.{name}" for name in READ)
    sql = (
        f"SELECT {columns}, SUBSTR(r.body, 1, {highlighting.LOOKED_THROUGH}) FROM ("  # noqa: S608 - constants only
        f"SELECT r.id AS id, CASE WHEN r.number <> '' AND r.number = %s THEN CASE r.type WHEN %s THEN 0 ELSE 1 END "
        f"ELSE 2 END AS place, {dialect.rank} * CASE r.language WHEN %s THEN {OWN_LANGUAGE} ELSE 1 END AS rank "
        f"FROM {dialect.source} WHERE {dialect.matches}{where} "
        f"ORDER BY place, rank, id LIMIT %s OFFSET %s) found JOIN search_searchrow r ON r.id = found.id "
        f"ORDER BY found.place, found.rank, found.id"
    )
    before = [asked.number, asked.first_type, *[matching] * dialect.rank_params, asked.language or asked.reader]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*before, matching, *params, asked.size, (results.page - 1) * asked.size])
        return [_from_columns(row) for row in cursor.fetchall()]


def _filters(asked: Asked) -> tuple[str, list[Any]]:
    where, params = "", []
    if asked.language:
        where, params = " AND r.language = %s", [asked.language]
    else:
        where, params = " AND r.audience LIKE %s", [f"% {asked.reader} %"]
    if asked.types:
        where += f" AND r.type IN ({', '.join(['%s'] * len(asked.types))})"
        params.extend(asked.types)
    if asked.open_only:
        where += " AND r.is_open"
    for name in ("state", "committee"):
        if wanted := getattr(asked, name):
            where += f" AND r.{name} = %s"
            params.append(wanted)
    if asked.year:
        where += " AND r.date BETWEEN %s AND %s"
        params += [f"{asked.year:04}-01-01", f"{asked.year:04}-12-31"]
    return where, params


def _from_columns(row: tuple[Any, ...]) -> tuple[SearchDocument, str]:
    values = dict(zip(READ, row, strict=False))
    for name in ("uuid", "date"):  # SQLite gives them as text
        values[name] = _FIELDS[name].to_python(values[name])
    values |= {"audience": tuple(values["audience"].split()), "is_open": bool(values["is_open"])}
    return SearchDocument(**values), row[-1]


def _hit(document: SearchDocument, body: str, wanted: frozenset[str], asked: Asked) -> Hit:
    return Hit(
        document,
        highlighting.marked(document.title, wanted, document.language),
        highlighting.passage(document.summary, body, wanted, document.language),
        document.url(asked.reader),
    )
