"""What was said and answered, as it stood on a day; themes of practices."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SOURCES = {
    "event": "An event",
    "survey": "A survey",
    "letter": "A letter or a complaint",
    "other": "Another way",
}


def fill_records(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Earlier wordings were not kept: every line of a record gets the words of now."""
    commitments = apps.get_model("improvement_plans", "Commitment")
    for each in commitments.objects.select_related("event").iterator():
        heard = each.event.title if each.event else each.source_words or SOURCES[each.source]
        each.updates.update(said=each.said, heard=heard)


def keep_answers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The answer that each alliance has given so far begins its record."""
    answers = apps.get_model("improvement_plans", "AllianceAnswer")
    answered = apps.get_model("improvement_plans", "Recommendation").objects.exclude(answer="")
    answers.objects.bulk_create(
        answers(
            recommendation=each,
            answer=each.answer,
            words=each.answer_words,
            by=each.answered_by,
            on=each.answered_on,
        )
        for each in answered
    )


class Migration(migrations.Migration):
    dependencies = [("improvement_plans", "0021_frozen_baselines")]
    operations = [
        migrations.AddField(
            model_name="commitmentupdate",
            name="said",
            field=models.TextField(blank=True, max_length=1000, verbose_name="what people said"),
        ),
        migrations.AddField(
            model_name="commitmentupdate",
            name="heard",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="where it was heard"
            ),
        ),
        migrations.AddField(
            model_name="practice",
            name="themes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="historicalpractice",
            name="themes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="AllianceAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("partly", "Accepted in part"),
                            ("declined", "Not accepted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(max_length=2000)),
                (
                    "by",
                    models.CharField(
                        max_length=150, verbose_name="who answered for the alliance"
                    ),
                ),
                ("on", models.DateField()),
                ("kept_at", models.DateTimeField(auto_now_add=True)),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="improvement_plans.recommendation",
                    ),
                ),
            ],
            options={"ordering": ["on", "pk"]},
        ),
        migrations.RunPython(fill_records, migrations.RunPython.noop),
        migrations.RunPython(keep_answers, migrations.RunPython.noop),
    ]
