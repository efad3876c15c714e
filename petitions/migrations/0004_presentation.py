import uuid

import django.db.models.deletion
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):

    dependencies = [
        ('parliament', '0003_member_names'),
        ('petitions', '0003_depth'),
    ]

    operations = [
        migrations.AddField(
            model_name='milestone',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='petition',
            name='concluded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='petition',
            name='verdict',
            field=models.CharField(blank=True, choices=[('yes', 'Agreed'), ('partly', 'Agreed in part'), ('no', 'Not agreed'), ('open', 'Still open')], db_default='', default='', max_length=8),
        ),
        migrations.CreateModel(
            name='DutyOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.SlugField(unique=True)),
                ('name', core.fields.TranslatedField(blank=True, default=core.fields.TranslatedText)),
                ('mailbox', models.EmailField(blank=True, max_length=254, verbose_name='mail box')),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duty_offices', to='parliament.committee')),
            ],
            options={
                'verbose_name': 'office with duties',
                'verbose_name_plural': 'offices with duties',
                'ordering': ['key'],
            },
        ),
        migrations.AddField(
            model_name='milestone',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='petitions.dutyoffice'),
        ),
        migrations.AddField(
            model_name='threshold',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='thresholds', to='petitions.dutyoffice'),
        ),
        migrations.CreateModel(
            name='SignerMailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('is_automatic', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('previewed', 'Looked at'), ('running', 'Being sent'), ('done', 'Sent'), ('stopped', 'Stopped')], default='draft', max_length=10, verbose_name='state')),
                ('subject', core.fields.TranslatedField(blank=True, default=core.fields.TranslatedText)),
                ('body', core.fields.TranslatedField(blank=True, default=core.fields.TranslatedText)),
                ('audience', models.CharField(choices=[('all', 'All signers who want news'), ('areas', 'Signers of some constituencies who want news')], default='all', max_length=8)),
                ('readers', models.PositiveIntegerField(default=0)),
                ('written', models.PositiveIntegerField(default=0)),
                ('cursor', models.BigIntegerField(default=0)),
                ('last_signature', models.BigIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('areas', models.ManyToManyField(blank=True, related_name='+', to='parliament.area')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailings', to='petitions.petition')),
            ],
            options={
                'verbose_name': 'message to signers',
                'verbose_name_plural': 'messages to signers',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PetitionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('referred', 'Referred'), ('presented', 'Presented'), ('considered', 'Considered'), ('answered', 'Answered'), ('debate_scheduled', 'Debate planned'), ('debated', 'Debated'), ('not_debated', 'Not debated'), ('reported', 'Closing report')], max_length=20, verbose_name='what happened')),
                ('on', models.DateField(verbose_name='day')),
                ('words', core.fields.TranslatedField(blank=True, default=core.fields.TranslatedText)),
                ('to_whom', core.fields.TranslatedField(blank=True, default=core.fields.TranslatedText)),
                ('document_url', models.CharField(blank=True, max_length=500)),
                ('minute_url', models.CharField(blank=True, max_length=500)),
                ('transcript_url', models.CharField(blank=True, max_length=500)),
                ('video_url', models.CharField(blank=True, max_length=500)),
                ('verdict', models.CharField(blank=True, choices=[('yes', 'Agreed'), ('partly', 'Agreed in part'), ('no', 'Not agreed'), ('open', 'Still open')], max_length=8)),
                ('recorded_at', models.DateTimeField()),
                ('committee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='petition_steps', to='parliament.committee')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='corrected_by', to='petitions.petitionstep')),
                ('milestone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='steps', to='petitions.milestone')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='petitions.petition')),
                ('mailing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='steps', to='petitions.signermailing')),
            ],
            options={
                'verbose_name': 'step of a petition',
                'verbose_name_plural': 'steps of a petition',
                'ordering': ['on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RequestOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('position', models.PositiveSmallIntegerField()),
                ('request', core.fields.TranslatedField(blank=True, default=core.fields.TranslatedText)),
                ('verdict', models.CharField(choices=[('yes', 'Agreed'), ('partly', 'Agreed in part'), ('no', 'Not agreed'), ('open', 'Still open')], max_length=8)),
                ('words', core.fields.TranslatedField(blank=True, default=core.fields.TranslatedText)),
                ('recorded_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='petitions.petition')),
            ],
            options={
                'verbose_name': 'outcome of a request',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('petition', 'position'), name='outcome_stands_once')],
            },
        ),
        migrations.AddIndex(
            model_name='signermailing',
            index=models.Index(condition=models.Q(('state', 'running')), fields=['id'], name='mailing_running'),
        ),
        migrations.AddIndex(
            model_name='petitionstep',
            index=models.Index(condition=models.Q(('mailing__isnull', True)), fields=['petition'], name='step_not_told'),
        ),
    ]
