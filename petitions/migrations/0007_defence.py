from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0006_signing'),
    ]

    operations = []
