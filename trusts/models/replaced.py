"""Scores as they stood before an import changed them, so that the import can be undone."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from trusts.models.survey import Score, SurveyImport

# What says which score it is stays as it was; who brought it is kept once for many.
_UNCHANGED = frozenset(
    {
        *("id", "survey_year", "question", "level", "trust", "org_code"),
        *("group_kind", "group_name", "brought_by"),
    }
)


class ReplacedScores(models.Model):
    """Up to thousands of scores that one import changed and another had brought.

    The arrays run side by side: the id of each score, and each of its figures as it was. An array
    is empty where the import had no such figure and left those of the scores alone.
    """

    survey_import = models.ForeignKey(
        SurveyImport, on_delete=models.CASCADE, related_name="replaced"
    )
    # The import that had brought the scores; None for those that no import brought.
    brought_by = models.ForeignKey(
        SurveyImport, null=True, on_delete=models.PROTECT, related_name="later_replaced"
    )
    score = ArrayField(models.BigIntegerField())
    n_was = ArrayField(models.PositiveIntegerField(null=True))
    score_was = ArrayField(models.FloatField(null=True))
    suppressed_was = ArrayField(models.BooleanField())
    adjusted_was = ArrayField(models.FloatField(null=True))
    adjusted_unrounded_was = ArrayField(models.FloatField(null=True))
    lower_was = ArrayField(models.FloatField(null=True))
    upper_was = ArrayField(models.FloatField(null=True))
    score_lower_was = ArrayField(models.FloatField(null=True))
    score_upper_was = ArrayField(models.FloatField(null=True))
    expected_lower_was = ArrayField(models.FloatField(null=True))
    expected_upper_was = ArrayField(models.FloatField(null=True))
    band_was = ArrayField(models.CharField(max_length=12))

    def __str__(self) -> str:
        return f"{len(self.score)} scores before {self.survey_import_id}"


def kept_fields() -> list[models.Field[Any, Any]]:
    """The fields of a score that an import can change: each is kept under its name with `_was`."""
    return [field for field in Score._meta.concrete_fields if field.name not in _UNCHANGED]
