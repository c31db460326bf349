"""Protocols that are frozen for good, trusts left out of comparison, and runs that are cancelled."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# A person may be deleted, and is then forgotten here; nothing else of a frozen protocol changes.
FREEZE = """
CREATE TRIGGER protocols_frozen BEFORE UPDATE OF scheme_id, baseline_id, follow_up_id, version,
    content, digest, scores_were_in, reason, frozen_by_name, frozen_at ON evaluation_protocol
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER protocols_kept BEFORE DELETE ON evaluation_protocol
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER protocols_never_emptied BEFORE TRUNCATE ON evaluation_protocol
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
"""
UNDO = """
DROP TRIGGER protocols_frozen ON evaluation_protocol;
DROP TRIGGER protocols_kept ON evaluation_protocol;
DROP TRIGGER protocols_never_emptied ON evaluation_protocol;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0004_fact_checks'),
        ('trusts', '0004_fewer_score_indexes'),
        ('accounts', '0002_append_only_audit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='evaluationrun',
            name='cancelled_by_name',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AlterField(
            model_name='evaluationrun',
            name='state',
            field=models.CharField(choices=[('queued', 'Waiting for a worker'), ('compiling', 'Compiling'), ('compiled', 'Compiled'), ('failed', 'Stopped with an error'), ('cancelled', 'Cancelled')], default='queued', max_length=10),
        ),
        migrations.CreateModel(
            name='ComparatorExclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to='trusts.scheme')),
                ('trust', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.trust')),
            ],
            options={
                'ordering': ['scheme', 'trust__name'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'trust'), name='comparator_excluded_once')],
            },
        ),
        migrations.CreateModel(
            name='Protocol',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64, verbose_name='digest (SHA-256)')),
                ('scores_were_in', models.BooleanField(verbose_name='frozen after follow-up scores were in')),
                ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason for the change')),
                ('frozen_by_name', models.CharField(max_length=150)),
                ('frozen_at', models.DateTimeField(auto_now_add=True)),
                ('baseline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.surveyyear')),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='trusts.surveyyear')),
                ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protocols', to='trusts.scheme')),
            ],
            options={
                'ordering': ['scheme', 'baseline', 'follow_up', 'version'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'baseline', 'follow_up', 'version'), name='protocol_version_once'), models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='protocol_change_has_a_reason'), models.CheckConstraint(condition=models.Q(('baseline', models.F('follow_up')), _negated=True), name='protocol_years_differ')],
            },
        ),
        migrations.RunSQL(FREEZE, UNDO),
    ]
