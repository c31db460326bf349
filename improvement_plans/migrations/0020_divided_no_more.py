"""Characteristics by which an event is not divided any more, after a correction by few people."""

import django.contrib.postgres.fields
from django.db import migrations, models

from improvement_plans.characteristics import CHOICES

class Migration(migrations.Migration):
    dependencies = [("improvement_plans", "0019_digests_and_frozen_papers")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="not_divided",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=CHOICES, max_length=15),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        )
        for model in ("engagementevent", "historicalengagementevent")
    ]
