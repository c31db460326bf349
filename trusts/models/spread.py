"""What all trusts' scores of a question add up to, worked out once, when results come in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from trusts.models.survey import Question


class QuestionSpread(models.Model):
    """Where the trusts lie on a question: the country, the middle, and the spread between them.

    Pages read this instead of every trust's score. `between` is the variance between trusts with
    chance taken off (in squared proportions, or squared points of a mean), None where fewer than
    five trusts have a score. The shares run over the scores shown, one a trust.
    """

    question = models.OneToOneField(
        Question, on_delete=models.CASCADE, primary_key=True, related_name="spread"
    )
    country = models.FloatField(null=True)
    # Else all trusts together stand in for it.
    country_is_published = models.BooleanField(default=False)
    answers = models.PositiveIntegerField("answers in the country", null=True)
    between = models.FloatField("variance between trusts", null=True)
    shown = models.PositiveIntegerField("trusts shown", default=0)
    hidden = models.PositiveIntegerField("trusts not shown", default=0)
    lowest_tenth = models.FloatField(null=True)
    lower_quarter = models.FloatField(null=True)
    middle = models.FloatField(null=True)
    upper_quarter = models.FloatField(null=True)
    highest_tenth = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="spread_not_negative", condition=Q(between=None) | Q(between__gte=0)
            )
        ]

    def __str__(self) -> str:
        return f"Spread of {self.question_id}"
