"""A cohort of a collaborative may have a team survey of its own; what was asked is kept."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count


def give_to_the_only_cohort(apps, _schema_editor):
    """A survey of a scheme with one cohort asked that cohort; with more, it stays the scheme's."""
    survey_model = apps.get_model("evaluation", "TeamSurvey")
    cohort_model = apps.get_model("improvement_plans", "Cohort")
    alone = survey_model.objects.annotate(cohorts=Count("scheme__cohorts")).filter(cohorts=1)
    for survey in alone:
        survey.cohort = cohort_model.objects.get(scheme=survey.scheme_id)
        # One that began after the last day to answer was not asked.
        if survey.cohort.starts_on <= survey.closes_on:
            survey.save(update_fields=["cohort"])


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0008_published_reports_stay"),
        ("improvement_plans", "0022_as_told_then"),
        ("trusts", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            model_name="teamsurvey",
            name="cohort",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="team_surveys",
                to="improvement_plans.cohort",
            ),
        ),
        migrations.AlterField(
            model_name="teamsurvey",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="team_surveys",
                to="trusts.scheme",
            ),
        ),
        migrations.AddConstraint(
            model_name="teamsurvey",
            constraint=models.UniqueConstraint(
                condition=models.Q(cohort=None),
                fields=["scheme"],
                name="team_survey_once_a_scheme",
            ),
        ),
        migrations.AddConstraint(
            model_name="teamsurvey",
            constraint=models.UniqueConstraint(
                condition=models.Q(cohort__isnull=False),
                fields=["cohort"],
                name="team_survey_once_a_cohort",
            ),
        ),
        migrations.RunPython(give_to_the_only_cohort, migrations.RunPython.noop),
    ]
