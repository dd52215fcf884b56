"""Events have a place in a chain; see 0003 for those that were there before."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q

class Migration(migrations.Migration):

    dependencies = [
        ('activity', '0001_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('chain', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'verbose_name': 'end of a chain of events',
                'verbose_name_plural': 'ends of chains of events',
            },
        ),
        migrations.AlterField(
            model_name='event', name='at', field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(model_name='event', name='actor_key', field=models.BigIntegerField(null=True)),
        migrations.AddField(
            model_name='event', name='on_behalf_of', field=models.CharField(blank=True, max_length=60, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='event', name='about', field=models.CharField(blank=True, max_length=60, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='event', name='chain', field=models.CharField(blank=True, max_length=40, default=''),
            preserve_default=False,
        ),
        migrations.AddField(model_name='event', name='number', field=models.PositiveBigIntegerField(null=True)),
        migrations.AddField(model_name='event', name='seals', field=models.JSONField(default=dict)),
        migrations.AddField(
            model_name='event', name='previous', field=models.CharField(blank=True, max_length=64, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='event', name='hash', field=models.CharField(blank=True, max_length=64, default=''),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('chain', 'number'), name='one_event_per_number'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=~Q(about=''), fields=['about'], name='event_by_person_named'),
        ),
    ]
