"""A chart's limits can be fixed to the figures up to a date, beside starting it anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("improvement_plans", "0025_populations_kept_apart")]

    operations = [
        migrations.AddField(
            model_name="rebase",
            name="kind",
            field=models.CharField(
                choices=[
                    ("anew", "The chart starts anew here"),
                    ("fixed", "Limits rest on the figures up to here"),
                ],
                default="anew",
                max_length=5,
            ),
        ),
        migrations.RemoveConstraint(model_name="rebase", name="one_rebase_a_date"),
        migrations.AddConstraint(
            model_name="rebase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("measure", "on", "kind"),
                name="one_rebase_a_date",
            ),
        ),
    ]
