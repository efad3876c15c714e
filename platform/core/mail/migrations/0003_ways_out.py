from django.db import migrations

import core.fields


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0002_streams_suppressions_texts'),
    ]

    operations = [
        migrations.AddField(
            model_name='mail',
            name='stop_url',
            field=core.fields.EncryptedField(blank=True, db_default='', default=''),
        ),
    ]
