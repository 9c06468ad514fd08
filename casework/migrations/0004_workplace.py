import casework.kernel.identity
import casework.kernel.records
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0003_idempotency'),
    ]

    operations = [
        migrations.CreateModel(
            name='BellSeen',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='casework.user')),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Dashboard',
            fields=[
                ('id', models.UUIDField(default=casework.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(editable=False)),
                ('modified_at', models.DateTimeField(editable=False)),
                ('shared_with', models.CharField(choices=[('nobody', 'Nobody'), ('team', 'A team'), ('everyone', 'Everyone')], default='nobody', max_length=10)),
                ('name', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('multi_stream', 'Several streams'), ('single_stream', 'One stream')], default='multi_stream', max_length=15)),
                ('layout', models.JSONField(blank=True, default=dict)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
                ('default_for_role', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.role')),
                ('modified_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
                ('owner_user', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.team')),
            ],
            options={
                'indexes': [models.Index(fields=['owner_user'], name='dashboard_of_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('shared_with', 'team'), ('team__isnull', False)), models.Q(models.Q(('shared_with', 'team'), _negated=True), ('team__isnull', True)), _connector='OR'), name='dashboard_shared_as_said')],
            },
            bases=(casework.kernel.records.Noun, models.Model),
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=casework.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(max_length=200)),
                ('values', models.JSONField(default=dict)),
                ('updated_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'updated_at'], name='draft_by_age')],
                'constraints': [models.UniqueConstraint(fields=('user', 'place'), name='draft_once')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.UUIDField(default=casework.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(editable=False)),
                ('modified_at', models.DateTimeField(editable=False)),
                ('theme', models.CharField(choices=[('system', 'As the system'), ('light', 'Light'), ('dark', 'Dark'), ('contrast', 'High contrast')], default='system', max_length=10)),
                ('density', models.CharField(choices=[('comfortable', 'Comfortable'), ('compact', 'Compact')], default='comfortable', max_length=12)),
                ('shortcuts_on', models.BooleanField(default=True)),
                ('shortcuts', models.JSONField(blank=True, default=dict)),
                ('after_operation', models.CharField(choices=[('stay', 'Stay on the record'), ('next', 'Go to the next record'), ('list', 'Go back to the list')], default='stay', max_length=5)),
                ('default_view', models.CharField(blank=True, default='', max_length=120)),
                ('default_dashboard', models.CharField(blank=True, default='', max_length=120)),
                ('newest_first', models.BooleanField(default=True)),
                ('columns', models.JSONField(blank=True, default=dict)),
                ('notify_by', models.JSONField(blank=True, default=dict)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
                ('modified_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user',), name='preference_once')],
            },
            bases=(casework.kernel.records.Noun, models.Model),
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.UUIDField(default=casework.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('case', models.UUIDField()),
                ('seen_at', models.DateTimeField()),
                ('editing', models.BooleanField(default=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'seen_at'], name='presence_by_age')],
                'constraints': [models.UniqueConstraint(fields=('case', 'user'), name='presence_once')],
            },
        ),
        migrations.CreateModel(
            name='QuickText',
            fields=[
                ('id', models.UUIDField(default=casework.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(editable=False)),
                ('modified_at', models.DateTimeField(editable=False)),
                ('shared_with', models.CharField(choices=[('nobody', 'Nobody'), ('team', 'A team'), ('everyone', 'Everyone')], default='nobody', max_length=10)),
                ('title', models.CharField(max_length=100)),
                ('text', models.TextField(max_length=10000)),
                ('language', models.CharField(blank=True, choices=[('en', 'English'), ('ro', 'Română'), ('id', 'Indonesia')], default='', max_length=5)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
                ('modified_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
                ('owner_user', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.team')),
            ],
            options={
                'indexes': [models.Index(fields=['owner_user'], name='quick_text_of_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('shared_with', 'team'), ('team__isnull', False)), models.Q(models.Q(('shared_with', 'team'), _negated=True), ('team__isnull', True)), _connector='OR'), name='quick_text_shared_as_said')],
            },
            bases=(casework.kernel.records.Noun, models.Model),
        ),
        migrations.CreateModel(
            name='View',
            fields=[
                ('id', models.UUIDField(default=casework.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(editable=False)),
                ('modified_at', models.DateTimeField(editable=False)),
                ('shared_with', models.CharField(choices=[('nobody', 'Nobody'), ('team', 'A team'), ('everyone', 'Everyone')], default='nobody', max_length=10)),
                ('name', models.CharField(max_length=100)),
                ('table', models.CharField(choices=[('case', 'case'), ('activity', 'activity'), ('account', 'account'), ('contact', 'contact'), ('queue_item', 'queue_item')], max_length=20)),
                ('filter', models.JSONField(blank=True, default=dict)),
                ('columns', models.JSONField(blank=True, default=list)),
                ('sort', models.CharField(blank=True, default='', max_length=400)),
                ('is_active', models.BooleanField(default=True)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
                ('modified_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
                ('owner_user', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.team')),
            ],
            options={
                'indexes': [models.Index(fields=['owner_user', 'table'], name='view_of_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('shared_with', 'team'), ('team__isnull', False)), models.Q(models.Q(('shared_with', 'team'), _negated=True), ('team__isnull', True)), _connector='OR'), name='view_shared_as_said')],
            },
            bases=(casework.kernel.records.Noun, models.Model),
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=casework.kernel.identity.new_id, editable=False, primary_key=True, serialize=False)),
                ('noun', models.CharField(max_length=30)),
                ('record', models.UUIDField()),
                ('seen_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='casework.user')),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'seen_at'], name='visit_by_age')],
                'constraints': [models.UniqueConstraint(fields=('user', 'record'), name='visit_once')],
            },
        ),
    ]
