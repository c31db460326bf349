"""What could go wrong with a plan, and what is done against it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from buddy_portal.accounts.versions import Versioned
from improvement_plans.models.plan import Plan


class Likelihood(models.IntegerChoices):
    RARE = 1, "1. Rare"
    UNLIKELY = 2, "2. Unlikely"
    POSSIBLE = 3, "3. Possible"
    LIKELY = 4, "4. Likely"
    ALMOST_CERTAIN = 5, "5. Almost certain"


class Impact(models.IntegerChoices):
    NEGLIGIBLE = 1, "1. Negligible"
    MINOR = 2, "2. Minor"
    MODERATE = 3, "3. Moderate"
    MAJOR = 4, "4. Major"
    CATASTROPHIC = 5, "5. Catastrophic"


class Risk(Versioned):
    """A risk to a plan, with how likely and how bad it is, and who looks after it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="risks")
    text = models.CharField(max_length=300)
    likelihood = models.PositiveSmallIntegerField(choices=Likelihood.choices)
    impact = models.PositiveSmallIntegerField(choices=Impact.choices)
    mitigation = models.TextField(max_length=2000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_why = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["plan", "id"]
        constraints = [
            models.CheckConstraint(
                name="risk_likelihood_and_impact_1_to_5",
                condition=Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1, impact__lte=5),
            ),
            models.CheckConstraint(
                name="closed_risk_says_why", condition=Q(closed_on=None) | ~Q(closed_why="")
            ),
        ]

    def __str__(self) -> str:
        return self.text
