"""In the name of which organisation a document was made."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_acting_for_people'),
        ('documents', '0004_asked'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='on_behalf_of',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.organisation', verbose_name='on behalf of'),
        ),
    ]
