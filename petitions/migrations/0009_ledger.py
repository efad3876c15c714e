import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Substr

from core.online import AddIndexOnline


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('petitions', '0008_desk'),
    ]
    unsafe_because = {
        'AddConstraint petitions.tallyentry': 'It holds no row yet: nothing has a sequence before it.',
    }

    operations = [
        migrations.AlterField(
            model_name='tallyentry',
            name='area',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parliament.area'),
        ),
        AddIndexOnline(
            model_name='tallyentry',
            index=models.Index(condition=models.Q(('sequence__isnull', True)), fields=['petition'], name='tally_entry_waiting'),
        ),
        AddIndexOnline(
            model_name='tallyentry',
            index=models.Index(Substr('commitment', 1, 16), condition=models.Q(('sequence__isnull', False)), name='tally_entry_receipt'),
        ),
        migrations.AddConstraint(
            model_name='tallyentry',
            constraint=models.UniqueConstraint(condition=models.Q(('sequence__isnull', False)), fields=('petition', 'sequence'), name='tally_entry_place'),
        ),
        migrations.RemoveIndex(
            model_name='tallyentry',
            name='tally_entry_unfolded',
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(('count__gte', 0), ('counted_class', 'imported'), _connector='OR'), name='tally_not_below_zero'),
        ),
    ]
