"""Aims of one tumour group, and aims that a measure of the plan's own answers."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError


def refuse_newer_aims(apps, _editor):
    """On the way back: before, an aim was of one question of the survey, once in a plan."""
    aims = apps.get_model('improvement_plans', 'Aim').objects
    held = aims.filter(models.Q(question=None) | ~models.Q(tumour_group='')).count()
    if held:
        raise IrreversibleError(
            f'Before this migration every aim was of a whole question of the survey, and {held} of '
            'the aims are of a tumour group or of a measure of their own. Going back would lose '
            'them, so nothing was changed. To go back, restore a backup from before, or delete '
            'these aims first.'
        )


class Migration(migrations.Migration):

    dependencies = [
        ('improvement_plans', '0016_commitment_action'),
        ('trusts', '0009_edition'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='aim',
            name='aim_once_per_question',
        ),
        migrations.RemoveConstraint(
            model_name='aim',
            name='aim_values_within_scale',
        ),
        migrations.AddField(
            model_name='aim',
            name='own_measure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='own_aims', to='improvement_plans.measure'),
        ),
        migrations.AddField(
            model_name='aim',
            name='tumour_group',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='historicalaim',
            name='own_measure',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='improvement_plans.measure'),
        ),
        migrations.AddField(
            model_name='historicalaim',
            name='tumour_group',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name='aim',
            name='question',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='aims', to='trusts.question'),
        ),
        migrations.AddConstraint(
            model_name='aim',
            constraint=models.UniqueConstraint(fields=('plan', 'question', 'tumour_group'), name='aim_once_per_question'),
        ),
        migrations.AddConstraint(
            model_name='aim',
            constraint=models.UniqueConstraint(fields=('plan', 'own_measure'), name='aim_once_per_measure'),
        ),
        migrations.AddConstraint(
            model_name='aim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('own_measure', None), ('question__isnull', False)), models.Q(('own_measure__isnull', False), ('question', None), ('tumour_group', '')), _connector='OR'), name='aim_of_a_question_or_a_measure'),
        ),
        migrations.AddConstraint(
            model_name='aim',
            constraint=models.CheckConstraint(condition=models.Q(('question', None), models.Q(models.Q(('baseline', None), models.Q(('baseline__gte', 0), ('baseline__lte', 100)), _connector='OR'), models.Q(('target', None), models.Q(('target__gte', 0), ('target__lte', 100)), _connector='OR')), _connector='OR'), name='aim_values_within_scale'),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse_newer_aims),
    ]
