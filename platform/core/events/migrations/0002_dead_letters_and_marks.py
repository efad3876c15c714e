"""Deliveries get a state (a lease is only `due_at` now), events their mark; what stands is carried over."""

from django.db import migrations, models
from django.db.models import F


def carry_leases(apps, schema_editor):
    """A claimed delivery becomes a running one that is due at the end of its lease."""
    rows = apps.get_model("events", "OutboxEntry").objects.using(schema_editor.connection.alias)
    rows.filter(claimed_until__isnull=False).update(state="running", due_at=F("claimed_until"))


def mark_events(apps, schema_editor):
    """Vouch for every event that stands, so that from here on an unmarked row is one that we did not write."""
    from core.events.marks import make_mark  # noqa: PLC0415 - the list of facts is fixed for schema version 1

    rows = apps.get_model("events", "Event").objects.using(schema_editor.connection.alias)
    last = 0
    while found := list(rows.filter(pk__gt=last, mark="").order_by("pk")[:1000]):
        for event in found:
            event.mark = make_mark(event)
        rows.bulk_update(found, ["mark"], batch_size=200)
        last = found[-1].pk


class Migration(migrations.Migration):

    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="event", name="mark", field=models.CharField(blank=True, editable=False, max_length=100, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="outboxentry",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"), ("running", "running"), ("done", "done"), ("dead", "dead letter"),
                    ("discarded", "discarded"),
                ],
                default="waiting", max_length=10, verbose_name="state",
            ),
        ),
        migrations.RunPython(carry_leases, migrations.RunPython.noop),
        migrations.RunPython(mark_events, migrations.RunPython.noop),
    ]
