import core.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parliament', '0003_member_names'),
        ('petitions', '0005_starting'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DefenceFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('network', models.CharField(blank=True, max_length=40)),
                ('domain', models.CharField(blank=True, max_length=40)),
                ('petition', models.CharField(blank=True, max_length=40)),
                ('hold_days', models.PositiveSmallIntegerField(default=7)),
                ('four_eyes_above', models.PositiveIntegerField(default=100)),
                ('warn_network', models.PositiveIntegerField(default=100)),
                ('warn_domain', models.PositiveIntegerField(default=1000)),
                ('warn_minute', models.PositiveIntegerField(default=2000)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'figures of the defence',
            },
        ),
        migrations.CreateModel(
            name='HoldSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('by', models.CharField(choices=[('network', 'Network'), ('domain', 'Domain of the address'), ('petition', 'Petition')], max_length=10)),
                ('pattern', models.CharField(max_length=120)),
                ('stands', models.CharField(choices=[('held', 'Always held'), ('trusted', 'Never held by its number')], max_length=8)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'source',
                'ordering': ['by', 'pattern'],
                'constraints': [models.UniqueConstraint(fields=('by', 'pattern'), name='hold_source_once')],
            },
        ),
        migrations.CreateModel(
            name='Invalidation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('name_pattern', core.fields.EncryptedField(blank=True)),
                ('email', core.fields.EncryptedField(blank=True)),
                ('domain', models.CharField(blank=True, max_length=120)),
                ('network_key', models.CharField(blank=True, max_length=80)),
                ('postcode', core.fields.EncryptedField(blank=True)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('since', models.DateTimeField(blank=True, null=True)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(choices=[('automated', 'Not made by a person'), ('same_person', 'The same person more than once'), ('not_own', 'Made in the name of somebody else'), ('not_entitled', 'Not entitled to sign'), ('order', 'By order of a court or an authority')], max_length=16)),
                ('words', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('draft', 'Not started'), ('asked', 'Waits for a second person'), ('running', 'Running'), ('stopped', 'Stopped'), ('done', 'Done'), ('undoing', 'Being undone'), ('undone', 'Undone'), ('discarded', 'Not made')], default='draft', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('expected', models.PositiveIntegerField(blank=True, null=True)),
                ('last', models.PositiveBigIntegerField(default=0)),
                ('cursor', models.PositiveBigIntegerField(default=0)),
                ('looked_at', models.PositiveIntegerField(default=0)),
                ('touched', models.PositiveIntegerField(default=0)),
                ('undone', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('undo_until', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parliament.area')),
                ('petition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invalidations', to='petitions.petition')),
                ('started_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invalidation',
            },
        ),
        migrations.CreateModel(
            name='InvalidatedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('automated', 'Not made by a person'), ('same_person', 'The same person more than once'), ('not_own', 'Made in the name of somebody else'), ('not_entitled', 'Not entitled to sign'), ('order', 'By order of a court or an authority')], max_length=16)),
                ('before', models.CharField(choices=[('pending', 'Waiting for confirmation'), ('confirmed', 'Confirmed'), ('held', 'Held for review'), ('invalidated', 'Not counted'), ('withdrawn', 'Withdrawn')], max_length=12)),
                ('at', models.DateTimeField()),
                ('restored_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('signature', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invalidated', to='petitions.signature')),
                ('invalidation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='petitions.invalidation')),
            ],
            options={
                'verbose_name': 'signature that is not counted',
            },
        ),
        migrations.CreateModel(
            name='PaperBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('reference', models.CharField(max_length=80, verbose_name='reference of the sheets')),
                ('scan', models.CharField(blank=True, max_length=60)),
                ('scan_name', models.CharField(blank=True, max_length=120)),
                ('counted_by', models.CharField(max_length=120, verbose_name='counted by')),
                ('counted_lines', models.PositiveIntegerField(verbose_name='lines on the sheets')),
                ('sample_size', models.PositiveIntegerField(default=0)),
                ('found_bad', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('typed', 'Being typed'), ('checking', 'Waits for the sample'), ('checked', 'Sample compared'), ('accepted', 'Counted'), ('refused', 'Not counted')], default='typed', max_length=10)),
                ('received_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('added', models.PositiveIntegerField(default=0)),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paper_batches', to='petitions.petition')),
                ('typed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'batch of paper signatures',
                'ordering': ['received_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PaperLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('name', core.fields.EncryptedField(blank=True)),
                ('address', core.fields.EncryptedField(blank=True)),
                ('postcode', core.fields.EncryptedField(blank=True)),
                ('email', core.fields.EncryptedField(blank=True)),
                ('person_key', models.CharField(blank=True, max_length=80)),
                ('name_key', models.CharField(blank=True, max_length=80)),
                ('country', models.CharField(default='--', max_length=2)),
                ('is_sampled', models.BooleanField(default=False)),
                ('is_bad', models.BooleanField(blank=True, null=True)),
                ('fate', models.CharField(choices=[('typed', 'Typed'), ('added', 'Counted'), ('online', 'Signed online already'), ('twice', 'Twice on paper'), ('bad', 'Not readable or not right'), ('left', 'Signed online later')], default='typed', max_length=10)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parliament.area')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='petitions.paperbatch')),
                ('signature', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='paper_line', to='petitions.signature')),
            ],
            options={
                'verbose_name': 'line of a sheet',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='TrendWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('by', models.CharField(choices=[('network', 'Network'), ('domain', 'Domain of the address'), ('petition', 'Petition')], max_length=10)),
                ('key', models.CharField(blank=True, max_length=120)),
                ('figure', models.PositiveIntegerField()),
                ('hour', models.DateTimeField()),
                ('noticed_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('new', 'New'), ('seen', 'Seen')], default='new', max_length=8)),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trend_warnings', to='petitions.petition')),
            ],
            options={
                'verbose_name': 'warning',
            },
        ),
        migrations.AddIndex(
            model_name='invalidation',
            index=models.Index(fields=['state', 'undo_until'], name='invalidation_queue'),
        ),
        migrations.AddConstraint(
            model_name='invalidatedrow',
            constraint=models.UniqueConstraint(fields=('invalidation', 'signature'), name='invalidated_once'),
        ),
        migrations.AddConstraint(
            model_name='paperbatch',
            constraint=models.UniqueConstraint(fields=('petition', 'reference'), name='paper_batch_once'),
        ),
        migrations.AddIndex(
            model_name='paperline',
            index=models.Index(fields=['name_key'], name='paper_line_by_name'),
        ),
        migrations.AddIndex(
            model_name='paperline',
            index=models.Index(fields=['person_key'], name='paper_line_by_person'),
        ),
        migrations.AddConstraint(
            model_name='paperline',
            constraint=models.UniqueConstraint(fields=('batch', 'number'), name='paper_line_once'),
        ),
        migrations.AddIndex(
            model_name='trendwarning',
            index=models.Index(fields=['state', 'noticed_at'], name='trend_warning_queue'),
        ),
        migrations.AddConstraint(
            model_name='trendwarning',
            constraint=models.UniqueConstraint(fields=('petition', 'by', 'key', 'hour'), name='trend_warning_once'),
        ),
    ]
