# What is declared stays on the profile: nobody becomes a member by this migration.

import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLES = [('member', 'member'), ('manager', 'manager')]


def give_each_a_group(apps, schema_editor):
    group = apps.get_model('auth', 'Group')
    for organisation in apps.get_model('accounts', 'Organisation').objects.filter(group=None).iterator():
        organisation.group = group.objects.create(name=uuid.uuid4().hex)
        organisation.save(update_fields=['group'])


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('accounts', '0001_people_and_keys'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='organisation',
            options={'ordering': ['name', 'id'], 'verbose_name': 'organisation', 'verbose_name_plural': 'organisations'},
        ),
        migrations.AddField(
            model_name='organisation',
            name='public',
            field=models.BooleanField(default=False, verbose_name='public body'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='siret',
            field=models.CharField(blank=True, max_length=14, null=True, unique=True, validators=[django.core.validators.RegexValidator('\\A[0-9]{14}\\Z', 'A SIRET number has 14 digits.')], verbose_name='SIRET number'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='verified_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='verified'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='verified_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='organisation',
            name='group',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s', to='auth.group'),
        ),
        migrations.RunPython(give_each_a_group, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='organisation',
            name='group',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s', to='auth.group'),
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=ROLES, default='member', max_length=10, verbose_name='role')),
                ('since', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('how', models.CharField(choices=[('founder', 'opened it'), ('manager', 'added by a manager'), ('domain', 'by e-mail address'), ('claim', 'by ProConnect'), ('administrator', 'named by an administrator')], max_length=15, verbose_name='how it was confirmed')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='accounts.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'user'), name='once_in_an_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Domain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=253, verbose_name='e-mail domain')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'e-mail domain',
                'verbose_name_plural': 'e-mail domains',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='domain_once')],
            },
        ),
        migrations.CreateModel(
            name='PeopleGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('group', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s', to='auth.group')),
            ],
            options={
                'verbose_name': 'group',
                'verbose_name_plural': 'groups',
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='GroupMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=ROLES, default='member', max_length=10, verbose_name='role')),
                ('since', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('people_group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='accounts.peoplegroup')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'member of a group',
                'verbose_name_plural': 'members of groups',
                'constraints': [models.UniqueConstraint(fields=('people_group', 'user'), name='once_in_a_group')],
            },
        ),
        migrations.AddField(
            model_name='profile',
            name='affiliation',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.affiliation'),
        ),
    ]
