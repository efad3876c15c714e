"""The text by which hits are counted, and the words of a title by which suggestions are found.

Django copies the table for a new column on SQLite, which drops its triggers: they are made once more. Both columns are
filled from the row itself, so that no search is poorer between this migration and the next `search_rebuild`.
"""

from typing import Any

from django.db import migrations, models

from core.search.cells import key_of
from core.search.stems import plain_words

BATCH = 500
SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS search_fts_insert AFTER INSERT ON search_searchrow BEGIN
        INSERT INTO search_fts(rowid, title_stems, body_stems) VALUES (new.id, new.title_stems, new.body_stems);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_fts_delete AFTER DELETE ON search_searchrow BEGIN
        INSERT INTO search_fts(search_fts, rowid, title_stems, body_stems)
        VALUES ('delete', old.id, old.title_stems, old.body_stems);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_fts_update AFTER UPDATE OF title_stems, body_stems ON search_searchrow BEGIN
        INSERT INTO search_fts(search_fts, rowid, title_stems, body_stems)
        VALUES ('delete', old.id, old.title_stems, old.body_stems);
        INSERT INTO search_fts(rowid, title_stems, body_stems) VALUES (new.id, new.title_stems, new.body_stems);
    END""",
    """CREATE VIRTUAL TABLE search_title_fts USING fts5(
        title_words, content='search_searchrow', content_rowid='id', tokenize='ascii', prefix='2 3')""",
    """CREATE TRIGGER search_title_insert AFTER INSERT ON search_searchrow BEGIN
        INSERT INTO search_title_fts(rowid, title_words) VALUES (new.id, new.title_words);
    END""",
    """CREATE TRIGGER search_title_delete AFTER DELETE ON search_searchrow BEGIN
        INSERT INTO search_title_fts(search_title_fts, rowid, title_words) VALUES ('delete', old.id, old.title_words);
    END""",
    """CREATE TRIGGER search_title_update AFTER UPDATE OF title_words ON search_searchrow BEGIN
        INSERT INTO search_title_fts(search_title_fts, rowid, title_words) VALUES ('delete', old.id, old.title_words);
        INSERT INTO search_title_fts(rowid, title_words) VALUES (new.id, new.title_words);
    END""",
    "INSERT INTO search_title_fts(search_title_fts) VALUES ('rebuild')",
    # Holds all that counting reads, so that it never touches the wide rows.
    "CREATE INDEX search_facets ON search_searchrow (id, facets)",
)
POSTGRESQL = (
    """ALTER TABLE search_searchrow ADD COLUMN title_tokens tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', title_words)) STORED""",
    "CREATE INDEX search_title_tokens ON search_searchrow USING gin (title_tokens)",
)
SQLITE_BACK = (
    "DROP INDEX search_facets", "DROP TRIGGER search_title_insert", "DROP TRIGGER search_title_delete",
    "DROP TRIGGER search_title_update", "DROP TABLE search_title_fts",
)
POSTGRESQL_BACK = ("DROP INDEX search_title_tokens", "ALTER TABLE search_searchrow DROP COLUMN title_tokens")


def fill(apps: Any, schema_editor: Any) -> None:
    """Fill the new columns of the rows that stand; on SQLite no trigger sees it, the full text is not touched."""
    rows = apps.get_model("search", "SearchRow").objects.filter(is_gone=False)
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk").defer("body", "body_stems")[:BATCH]):
        for row in batch:
            row.title_words = " ".join(plain_words(f"{row.title} {row.number}"))
            row.facets = key_of(
                row.type, row.language, row.audience.split(), row.is_open, row.state, row.committee, row.date
            )
        rows.bulk_update(batch, ["title_words", "facets"])
        last = batch[-1].pk


def make_full_text(apps: object, schema_editor: Any) -> None:
    """Make the index of the database at hand; any other one has no search."""
    run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def drop_full_text(apps: object, schema_editor: Any) -> None:
    """Undo it."""
    run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


def run(schema_editor: Any, statements: dict[str, tuple[str, ...]]) -> None:
    """Run what the vendor's row of the table says."""
    for statement in statements.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement, None)


def nothing(apps: object, schema_editor: Any) -> None:
    """The columns go, there is nothing to undo."""


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0001_initial"),
    ]

    operations = [
        migrations.AddField("searchrow", "facets", models.CharField(blank=True, default="", max_length=300), preserve_default=False),
        migrations.AddField("searchrow", "title_words", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(fill, nothing),
        migrations.RunPython(make_full_text, drop_full_text),
    ]
