

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_start'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='run',
            options={'base_manager_name': 'objects'},
        ),
        migrations.AddField(
            model_name='caseresolution',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Undoing',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('stands', models.BooleanField(default=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='takes_back', to='casework.run')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='taken_back', to='casework.run')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('by', 'run'), name='undoing_once')],
            },
        ),
    ]
