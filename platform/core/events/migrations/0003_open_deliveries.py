"""The index that the worker reads; the old lease goes. Apart from 0002: PostgreSQL alters no table with pending row checks."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("events", "0002_dead_letters_and_marks")]

    operations = [
        migrations.AlterModelOptions(name="outboxentry", options={"verbose_name": "delivery"}),
        migrations.RemoveIndex(model_name="outboxentry", name="outbox_due"),
        migrations.RemoveField(model_name="outboxentry", name="claimed_until"),
        migrations.AlterField(
            model_name="outboxentry", name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="tries"),
        ),
        migrations.AlterField(
            model_name="outboxentry", name="due_at", field=models.DateTimeField(verbose_name="due"),
        ),
        migrations.AddIndex(
            model_name="outboxentry",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "running"))), fields=["id", "due_at"], name="outbox_open",
            ),
        ),
    ]
