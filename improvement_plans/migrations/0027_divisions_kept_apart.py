"""Divisions of events that were shown; stages that rested on hidden numbers of patients."""

from django.db import migrations, models

HIDDEN = range(1, 10)


def forget_what_hidden_numbers_showed(apps, schema_editor):
    """A measure of patients with a hidden number shows no improvement until it is judged again."""
    measures = apps.get_model("improvement_plans", "Measure")
    for measure in measures.objects.filter(counts_patients=True, improves=True):
        if any(_is_hidden(measure, point) for point in measure.points.all()):
            measure.improves = False
            measure.save(update_fields=["improves"])


def _is_hidden(measure, point):
    if measure.unit == "count":
        return 0 < point.value < 10
    if point.numerator is None or point.denominator is None:
        return False
    parts = (point.numerator, point.denominator, point.denominator - point.numerator)
    return any(part in HIDDEN for part in parts)


class Migration(migrations.Migration):
    dependencies = [("improvement_plans", "0026_fixed_limits")]

    operations = [
        migrations.AddField(
            model_name="engagementevent",
            name="divided_before",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.RunPython(forget_what_hidden_numbers_showed, migrations.RunPython.noop),
    ]
