"""A protocol's moment can be told when it is written, and the summary is a form of a report."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0006_words_and_team_surveys'),
    ]

    operations = [
        migrations.AlterField(
            model_name='protocol',
            name='frozen_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name='reportfile',
            name='kind',
            field=models.CharField(choices=[('web', 'Web page'), ('pdf', 'PDF'), ('xlsx', 'Workbook'), ('data', 'Open data package'), ('summary', 'Summary in plain words, PDF')], max_length=10),
        ),
    ]
