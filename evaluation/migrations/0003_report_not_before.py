"""The first day on which a signed-off report may be published."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_frozen_reports")]
    operations = [
        migrations.AddField(
            model_name="report",
            name="not_before",
            field=models.DateField(
                blank=True, null=True, verbose_name="first day of publication"
            ),
        )
    ]
