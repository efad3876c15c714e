"""Starting: drafts with their links, the conversation with a petitioner, where the time for supporters ends."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):

    dependencies = [
        ('parliament', '0003_member_names'),
        ('petitions', '0004_presentation'),
    ]

    operations = [
        migrations.AddField(
            model_name='petition',
            name='asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='petition',
            name='asked_words',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='petition',
            name='gathers_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='petition',
            name='petitioner_area',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parliament.area'),
        ),
        migrations.AddField(
            model_name='petition',
            name='proposed_action',
            field=models.CharField(blank=True, db_default='', default='', max_length=120),
        ),
        migrations.AddField(
            model_name='petition',
            name='rejection_sentence',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='petition',
            name='standards',
            field=models.JSONField(blank=True, db_default=models.Value('{}', models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name='petitionkind',
            name='gathering_days',
            field=models.PositiveSmallIntegerField(db_default=30, default=30, help_text='So long a petition may look for its supporters.'),
        ),
        migrations.AddField(
            model_name='petitionversion',
            name='created_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='petitionversion',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='PetitionDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('language', models.CharField(max_length=10)),
                ('action', core.fields.EncryptedField(blank=True)),
                ('background', core.fields.EncryptedField(blank=True)),
                ('details', core.fields.EncryptedField(blank=True)),
                ('has_compared', models.BooleanField(default=False)),
                ('differs_because', core.fields.EncryptedField(blank=True)),
                ('standards', models.JSONField(blank=True, default=dict)),
                ('name', core.fields.EncryptedField(blank=True)),
                ('email', core.fields.EncryptedField(blank=True)),
                ('email_index', models.CharField(blank=True, db_index=True, max_length=80)),
                ('postcode', core.fields.EncryptedField(blank=True)),
                ('constituency', models.CharField(blank=True, max_length=20)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('challenge', models.UUIDField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('notice_version', models.CharField(blank=True, default='', editable=False, max_length=40)),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='parliament.committee')),
                ('differs_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='petitions.petition')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='petitions.petitionkind')),
                ('petition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='drafts', to='petitions.petition')),
            ],
            options={
                'verbose_name': 'draft of a petition',
            },
        ),
        migrations.CreateModel(
            name='DraftLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField()),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='petitions.petitiondraft')),
            ],
            options={
                'verbose_name': 'link to a draft',
            },
        ),
    ]
