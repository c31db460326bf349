"""The people a trust serves: which numbers were shown, and whether those of today may be."""

from django.db import migrations, models


def remember(apps, schema_editor):
    """What stands there now has been shown."""
    populations = apps.get_model("improvement_plans", "Population")
    for given in populations.objects.all():
        given.shown_before = [given.numbers]
        given.save(update_fields=["shown_before"])


class Migration(migrations.Migration):
    dependencies = [("improvement_plans", "0024_thawed_only_by_reopening")]

    operations = [
        migrations.AddField(
            model_name="population",
            name="is_shown",
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.AddField(
            model_name="population",
            name="shown_before",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
