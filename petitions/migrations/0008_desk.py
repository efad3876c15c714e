import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0007_defence'),
        ('verification', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PetitionMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('asked_up_to', models.PositiveBigIntegerField(default=0)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='merge', to='petitions.petition')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='petitions.petition')),
            ],
            options={
                'verbose_name': 'merge of two petitions',
            },
        ),
        migrations.CreateModel(
            name='MergeAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('answer', models.CharField(choices=[('none', 'No answer'), ('yes', 'Moved'), ('there', 'Signed the other one already')], default='none', max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('signature', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='merge_ask', to='petitions.signature')),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='petitions.petitionmerge')),
            ],
            options={
                'verbose_name': 'question to a signer',
            },
        ),
        migrations.CreateModel(
            name='PetitionNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', core.fields.EncryptedField()),
                ('at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='petitions.petition')),
            ],
            options={
                'verbose_name': 'note on a petition',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PetitionHandover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', core.fields.EncryptedField(blank=True)),
                ('state', models.CharField(choices=[('asked', 'Waits for the new petitioner'), ('done', 'Done'), ('lapsed', 'Taken back')], default='asked', max_length=10)),
                ('at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='verification.participant')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='petitions.petition')),
            ],
            options={
                'verbose_name': 'handover of a petition',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('petition',), name='petition_handover_open_once')],
            },
        ),
        migrations.CreateModel(
            name='PetitionLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.PositiveBigIntegerField(default=0)),
                ('text_version', models.PositiveSmallIntegerField(default=1)),
                ('looked_at', models.DateTimeField()),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='petitions.petition')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'look at a petition',
                'constraints': [models.UniqueConstraint(fields=('user', 'petition'), name='petition_look_once')],
            },
        ),
        migrations.CreateModel(
            name='PetitionMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('parked', 'Parked'), ('second_opinion', 'Second opinion asked')], max_length=14)),
                ('at', models.DateTimeField()),
                ('words', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='petitions.petition')),
            ],
            options={
                'verbose_name': 'mark of the desk',
                'constraints': [models.UniqueConstraint(fields=('petition', 'kind'), name='petition_mark_once')],
            },
        ),
        migrations.CreateModel(
            name='PetitionProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.fields.PublicIdField(default=uuid.uuid4, editable=False, unique=True)),
                ('verb', models.CharField(choices=[('hide', 'Hide'), ('refuse', 'Reject and hide the text'), ('remove', 'Remove by order')], max_length=20)),
                ('facts', models.JSONField(default=dict)),
                ('reason', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('open', 'Waits for a second person'), ('confirmed', 'Confirmed'), ('declined', 'Declined'), ('lapsed', 'Taken back')], default='open', max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='petitions.petition')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'proposal for a second person',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('petition',), name='petition_proposal_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='petition_proposal_two_people')],
            },
        ),
        migrations.CreateModel(
            name='PetitionTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=40)),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='petitions.petition')),
            ],
            options={
                'verbose_name': 'tag of a petition',
                'ordering': ['words'],
                'constraints': [models.UniqueConstraint(fields=('petition', 'words'), name='petition_tag_once')],
            },
        ),
    ]
