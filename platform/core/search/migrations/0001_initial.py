"""The index table, and beside it what each database searches by: an FTS5 table, or a tsvector column with GIN.

A later migration that alters SearchRow on SQLite makes Django copy the table, which drops its triggers: it must run
`make_full_text` once more and fill the table again by `INSERT INTO search_fts(search_fts) VALUES ('rebuild')`.
"""

from typing import Any

from django.db import migrations, models

# The text itself stays in search_searchrow; the triggers keep the index in step. Our stems are letters and digits already
# folded, so the plainest tokenizer serves.
SQLITE = (
    """CREATE VIRTUAL TABLE search_fts USING fts5(
        title_stems, body_stems, content='search_searchrow', content_rowid='id', tokenize='ascii')""",
    """CREATE TRIGGER search_fts_insert AFTER INSERT ON search_searchrow BEGIN
        INSERT INTO search_fts(rowid, title_stems, body_stems) VALUES (new.id, new.title_stems, new.body_stems);
    END""",
    """CREATE TRIGGER search_fts_delete AFTER DELETE ON search_searchrow BEGIN
        INSERT INTO search_fts(search_fts, rowid, title_stems, body_stems)
        VALUES ('delete', old.id, old.title_stems, old.body_stems);
    END""",
    """CREATE TRIGGER search_fts_update AFTER UPDATE OF title_stems, body_stems ON search_searchrow BEGIN
        INSERT INTO search_fts(search_fts, rowid, title_stems, body_stems)
        VALUES ('delete', old.id, old.title_stems, old.body_stems);
        INSERT INTO search_fts(rowid, title_stems, body_stems) VALUES (new.id, new.title_stems, new.body_stems);
    END""",
)
POSTGRESQL = (
    """ALTER TABLE search_searchrow ADD COLUMN stems tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title_stems), 'A') || setweight(to_tsvector('simple', body_stems), 'D')) STORED""",
    "CREATE INDEX search_stems ON search_searchrow USING gin (stems)",
)
SQLITE_BACK = (
    "DROP TRIGGER search_fts_insert", "DROP TRIGGER search_fts_delete", "DROP TRIGGER search_fts_update",
    "DROP TABLE search_fts",
)
POSTGRESQL_BACK = ("DROP INDEX search_stems", "ALTER TABLE search_searchrow DROP COLUMN stems")


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


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SearchRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(max_length=30)),
                ('uuid', models.UUIDField()),
                ('language', models.CharField(max_length=12)),
                ('audience', models.CharField(blank=True, max_length=120)),
                ('number', models.CharField(blank=True, max_length=30)),
                ('state', models.CharField(blank=True, max_length=30)),
                ('is_open', models.BooleanField(default=False)),
                ('is_gone', models.BooleanField(default=False)),
                ('is_pending', models.BooleanField(default=True)),
                ('version', models.BigIntegerField(default=0)),
                ('date', models.DateField(blank=True, null=True)),
                ('committee', models.CharField(blank=True, max_length=60)),
                ('kicker', models.CharField(blank=True, max_length=200)),
                ('path', models.CharField(max_length=500)),
                ('title', models.TextField()),
                ('title_stems', models.TextField(blank=True)),
                ('summary', models.TextField(blank=True)),
                ('body_stems', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'search document',
                'indexes': [models.Index(fields=['type', 'id'], name='search_type'), models.Index(condition=models.Q(('is_pending', True)), fields=['id'], name='search_pending')],
                'constraints': [models.UniqueConstraint(fields=('uuid', 'type', 'language'), name='search_once')],
            },
        ),
        migrations.RunPython(make_full_text, drop_full_text),
    ]
