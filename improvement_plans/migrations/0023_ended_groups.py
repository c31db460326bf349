"""An involvement group that has ended says why."""

from django.db import migrations, models
from django.db.models import Q


def say_why(apps, schema_editor):
    """Groups that carry an end without a reason from before reasons were asked for."""
    groups = apps.get_model("improvement_plans", "InvolvementGroup")
    groups.objects.exclude(ended_on=None).update(ended_why="The reason was not written down.")


class Migration(migrations.Migration):
    dependencies = [("improvement_plans", "0022_as_told_then")]

    operations = [
        migrations.AddField(
            model_name="involvementgroup",
            name="ended_why",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it ended"),
        ),
        migrations.RunPython(say_why, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="involvementgroup",
            constraint=models.CheckConstraint(
                condition=Q(("ended_on", None), ("ended_why", ""))
                | (Q(("ended_on__isnull", False)) & ~Q(("ended_why", ""))),
                name="group_ended_says_why",
            ),
        ),
    ]
