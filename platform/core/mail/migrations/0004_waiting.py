from django.db import migrations, models

from core.online import AddIndexOnline


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('mail', '0003_ways_out'),
    ]

    operations = [
        AddIndexOnline(
            model_name='mail',
            index=models.Index(condition=models.Q(('state', 'queued')), fields=['stream', 'id'], name='mail_waiting'),
        ),
    ]
