"""The zero-downtime rule: each migration newer than the release point leaves the version before able to work."""

import json
from types import SimpleNamespace

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader

from core.online import AddIndexOnline

from .helpers import INFRA, ROOT, load_script

check = load_script("check_migrations")
RELEASED = json.loads((INFRA / "released.json").read_text())["migrations"]
Migration = migrations.Migration


@pytest.fixture(scope="module")
def loader():
    return MigrationLoader(None, ignore_no_migrations=True)


@pytest.fixture
def plan(loader):
    """Give a function that says what is found when one more migration of petitions is planted behind all others."""
    planted = []

    def findings(*operations, atomic=True, unsafe_because=None):
        facts = {"operations": list(operations), "atomic": atomic, "unsafe_because": unsafe_because or {}}
        migration = type("Migration", (Migration,), facts)("9999_planted", "petitions")
        key = ("petitions", "9999_planted")
        [leaf] = loader.graph.leaf_nodes("petitions")
        loader.graph.add_node(key, migration)
        loader.graph.add_dependency(migration, key, leaf)
        planted.append(key)
        return list(check.findings({**RELEASED, "petitions": leaf[1]}, loader))

    yield findings
    for key in planted:
        node = loader.graph.node_map.pop(key)
        loader.graph.nodes.pop(key)
        for parent in node.parents:
            parent.children.remove(node)


def text(**facts):
    return models.CharField(max_length=10, **facts)


def test_nothing_newer_than_the_release_point_breaks_the_version_before():
    assert list(check.findings(RELEASED)) == []


def test_the_release_point_names_migrations_that_are_there(loader):
    assert [key for key in RELEASED.items() if key not in loader.disk_migrations] == []


@pytest.mark.parametrize(
    ("operation", "finding"),
    [
        (migrations.RemoveField("petition", "action"), ("RemoveField petitions.petition.action", check.OLD_CODE)),
        (migrations.DeleteModel("Tally"), ("DeleteModel petitions.Tally", check.OLD_CODE)),
        (
            migrations.RenameField("petition", "action", "name"),
            ("RenameField petitions.petition.action", check.OLD_CODE),
        ),
        (migrations.RenameModel("Tally", "Score"), ("RenameModel petitions.Tally", check.OLD_CODE)),
        (migrations.AlterModelTable("Tally", "score"), ("AlterModelTable petitions.Tally", check.OLD_CODE)),
        (
            migrations.AddField("petition", "nick", text(default="")),
            ("AddField petitions.petition.nick", check.NO_DEFAULT),
        ),
        (
            migrations.AddField("signature", "nick", text(null=True, db_index=True)),
            ("AddField petitions.signature.nick", check.LOCKS),
        ),
        (
            migrations.AddIndex("signature", models.Index(fields=["state"], name="by_state")),
            ("AddIndex petitions.signature", check.LOCKS),
        ),
        (
            migrations.AddConstraint("signature", models.UniqueConstraint(fields=["id"], name="once")),
            ("AddConstraint petitions.signature", check.LOCKS),
        ),
        (migrations.RunSQL("DROP TABLE x"), ("RunSQL petitions", check.HIDDEN)),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, migrations.operations.base.Operation) else "",
)
def test_a_planted_unsafe_operation_is_refused_and_can_be_excused_with_a_reason(plan, operation, finding):
    key, words = finding
    assert plan(operation) == [f"petitions.9999_planted: {key}: {words}"]


def test_an_excuse_needs_a_reason_and_a_finding(plan):
    drop = migrations.RemoveField("petition", "action")
    key = "RemoveField petitions.petition.action"
    assert plan(drop, unsafe_because={key: "Nothing has read it since 1.2."}) == []


def test_an_empty_excuse_does_not_count(plan):
    key = "RemoveField petitions.petition.action"
    found = plan(migrations.RemoveField("petition", "action"), unsafe_because={key: " ", "AddField x": "why"})
    assert found == [
        f"petitions.9999_planted: {key}: {check.OLD_CODE}",
        "petitions.9999_planted: AddField x: excused, but there is no such finding",
    ]


def test_moving_data_under_the_locks_of_a_schema_change_is_refused(plan):
    def move(apps, schema_editor):
        """Do nothing."""

    add = migrations.AddField("petition", "nick", text(null=True))
    assert plan(add, migrations.RunPython(move)) == [f"petitions.9999_planted: RunPython petitions.move: {check.MIXED}"]


@pytest.mark.parametrize(
    "operations",
    [
        [migrations.AddField("petition", "nick", text(null=True))],
        [migrations.AddField("petition", "nick", text(db_default=""))],
        [migrations.AddField("petition", "friends", models.ManyToManyField("petitions.Petition"))],
        [migrations.AddIndex("tally", models.Index(fields=["id"], name="by_id"))],
        [AddIndexOnline("signature", models.Index(fields=["state"], name="by_state"))],
        [
            migrations.CreateModel("Fresh", [("id", models.BigAutoField(primary_key=True)), ("nick", text())]),
            migrations.AddField("fresh", "name", text()),
            migrations.RemoveField("fresh", "nick"),
        ],
        [migrations.RunPython(migrations.RunPython.noop)],
    ],
    ids=["null", "db_default", "many_to_many", "small_table", "online", "new_table", "data_alone"],
)
def test_what_the_version_before_can_live_with_passes(plan, operations):
    assert plan(*operations) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (text(null=True), text(), check.NO_DEFAULT),
        (text(), models.IntegerField(), "the column changes its kind"),
        (text(), models.CharField(max_length=5), "may be longer"),
        (text(), text(unique=True), check.LOCKS),
        (text(), models.CharField(max_length=20, null=True), ""),
        (text(choices=[("a", "a")]), text(choices=[("b", "b")]), ""),
    ],
)
def test_changes_of_a_column(old, new, words):
    state = SimpleNamespace(models={("petitions", "signature"): SimpleNamespace(fields={"nick": old})})
    found = check._refusal(migrations.AlterField("signature", "nick", new), "petitions", state, set())
    assert words in found and bool(words) == bool(found)


def test_big_tables_are_tables(loader):
    """A name that no model has would protect nothing."""
    names = {".".join(key) for key in loader.project_state().models}
    assert sorted(check.BIG - names) == []


@pytest.mark.django_db(transaction=True)
def test_an_index_is_built_while_others_write():
    """On PostgreSQL without a lock, elsewhere as ever; and taken down again."""
    index = models.Index(fields=["state"], name="planted_online")
    operation = AddIndexOnline("signature", index)
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    operation.state_forwards("petitions", after)

    def standing():
        with connection.cursor() as cursor:
            return "planted_online" in connection.introspection.get_constraints(cursor, "petitions_signature")

    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("petitions", editor, before, after)
    assert standing()
    with connection.schema_editor(atomic=False) as editor:
        operation.database_backwards("petitions", editor, after, before)
    assert not standing()
    assert issubclass(AddIndexOnline, AddIndexConcurrently)


def test_make_lint_runs_the_check():
    assert "infra/check_migrations.py" in (ROOT / "Makefile").read_text()
