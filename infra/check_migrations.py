"""Refuse a migration that the processes of the version before cannot live with, or that locks a big table.

Usage: check_migrations.py [--release NAME]. Read are the migrations of our apps that are newer than
infra/released.json; `--release` writes that file anew: what stands is released, and whatever comes later must let it
run on. A finding that is right all the same is excused in the migration itself, with its reason:

    class Migration(migrations.Migration):
        unsafe_because = {"RemoveField petitions.signature.nick": "Nothing has read it since 1.2."}
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

ROOT = Path(__file__).resolve().parents[1]
RELEASED = Path(__file__).parent / "released.json"

# Tables that grow with every citizen: an index or a constraint on one of them is built while people write into it.
BIG = frozenset({
    "accounts.user", "audit.seal", "bills.annotation", "comments.comment", "events.event", "events.outboxentry",
    "evidence.submission", "hearings.question", "hearings.support", "jobs.job", "mail.mail",
    "parliament.postcodeprefix", "petitions.signature", "petitions.signaturepersonal", "petitions.tallyentry",
    "search.searchrow", "verification.challenge", "verification.participant",
})  # fmt: skip

DROPPING = (ops.RemoveField, ops.DeleteModel, ops.RenameField, ops.RenameModel, ops.AlterModelTable)
BUILDING = (ops.AddIndex, ops.AddConstraint, ops.AlterUniqueTogether)

OLD_CODE = "processes of the version before still use it; stop using it in one release, drop it in the next"
NO_DEFAULT = "rows written by the version before have no value for it: null=True, or db_default"
LOCKS = "it locks a big table while it is built: core.online.AddIndexOnline, or null first and the rest later"
HIDDEN = "what it does to the tables cannot be read here: say it"
MIXED = "it runs while the locks of the schema changes beside it are held: give it a migration of its own"


def main(words: list[str]) -> int:
    """Print every finding and answer 1; with --release, write the release point."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    import django

    django.setup()
    if words[:1] == ["--release"]:
        RELEASED.write_text(json.dumps({"release": words[1], "migrations": leaves()}, indent=1, sort_keys=True) + "\n")
        return 0
    found = list(findings(json.loads(RELEASED.read_text())["migrations"]))
    print("\n".join(found) or "migrations: nothing that the version before cannot live with")
    return int(bool(found))


def leaves() -> dict[str, str]:
    """Give the newest migration of each of our apps."""
    ours = _our_apps()
    newest: dict[str, str] = {}
    for app, name in sorted(_loader().disk_migrations):
        if app in ours:
            newest[app] = max(name, newest.get(app, ""))
    return newest


def findings(released: dict[str, str], loader: Any = None) -> Iterator[str]:
    """Give a line for each unsafe operation of a newer migration, and for each excuse that excuses nothing."""
    loader = loader or _loader()
    state, ours, new_tables = ProjectState(), _our_apps(), set[str]()
    for app, name in _order(loader.graph):
        migration = loader.graph.nodes[app, name]
        is_newer = app in ours and name > released.get(app, "")
        excuses = dict(getattr(migration, "unsafe_because", {}))
        for key, words in _walk(migration, state, new_tables if is_newer else None):
            if is_newer and not excuses.pop(key, "").strip():
                yield f"{app}.{name}: {key}: {words}"
        for key in excuses if is_newer else ():  # what is released keeps its excuse
            yield f"{app}.{name}: {key}: excused, but there is no such finding"


def _walk(migration: Any, state: Any, new_tables: set[str] | None) -> Iterator[tuple[str, str]]:
    """Go through the operations, changing the state as they do; `new_tables` collects what no old process knows."""
    changes_schema = any(not isinstance(op, ops.RunPython | ops.RunSQL) for op in migration.operations)
    for operation in migration.operations:
        if new_tables is not None:
            if isinstance(operation, ops.CreateModel):
                new_tables.add(f"{migration.app_label}.{operation.name_lower}")
            if isinstance(operation, ops.RunPython) and changes_schema and migration.atomic:
                yield _key(operation, migration.app_label), MIXED
            database_side = getattr(operation, "database_operations", [operation])
            for one in database_side:
                words = _refusal(one, migration.app_label, state, new_tables)
                if words:
                    yield _key(one, migration.app_label), words
        operation.state_forwards(migration.app_label, state)


def _refusal(operation: Any, app: str, state: Any, new_tables: set[str]) -> str:
    model = str(getattr(operation, "model_name", "") or getattr(operation, "name", "") or "").lower()
    table = f"{app}.{model}"
    if isinstance(operation, ops.RunSQL):
        return HIDDEN
    if table in new_tables or f"{app}.{getattr(operation, 'old_name_lower', '')}" in new_tables:
        return ""
    if isinstance(operation, DROPPING):
        return OLD_CODE
    if isinstance(operation, ops.AddField):
        return _refusal_of_new(operation.field, table)
    if isinstance(operation, ops.AlterField):
        return _refusal_of_change(state.models[app, model].fields[operation.name], operation.field, table)
    is_built = isinstance(operation, BUILDING) and type(operation).__name__ != "AddIndexOnline"
    return LOCKS if is_built and table in BIG else ""


def _refusal_of_new(field: Any, table: str) -> str:
    if field.many_to_many:
        return ""
    if not field.null and not field.has_db_default():
        return NO_DEFAULT
    return LOCKS if table in BIG and (field.unique or field.db_index) else ""


def _refusal_of_change(old: Any, new: Any, table: str) -> str:
    if old.null and not new.null:
        return NO_DEFAULT
    if old.get_internal_type() != new.get_internal_type():
        return "the column changes its kind: add another, copy, and let the old one go a release later"
    if (new.max_length or 0) and (old.max_length or sys.maxsize) > new.max_length:
        return "what the version before writes may be longer"
    gains = (new.unique and not old.unique) or (new.db_index and not old.db_index)
    return LOCKS if gains and table in BIG else ""


def _key(operation: Any, app: str) -> str:
    """Name an operation as an excuse names it: kind, app, model, field."""
    parts = (getattr(operation, "model_name", ""), getattr(operation, "name", "") or getattr(operation, "old_name", ""))
    code = getattr(getattr(operation, "code", None), "__name__", "")
    return f"{type(operation).__name__} {'.'.join(filter(None, (app, *map(str, parts), code)))}"


def _order(graph: Any) -> Iterable[tuple[str, str]]:
    seen: dict[tuple[str, str], None] = {}
    for leaf in sorted(graph.leaf_nodes()):
        seen.update(dict.fromkeys(graph.forwards_plan(leaf)))
    return seen


def _loader() -> Any:
    return MigrationLoader(None, ignore_no_migrations=True)


def _our_apps() -> set[str]:
    from django.apps import apps

    return {one.label for one in apps.get_app_configs() if "site-packages" not in Path(one.path).parts}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
