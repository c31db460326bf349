"""Looks at whether a change will last, or has lasted: the ten factors of the NHS model."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from improvement_plans.models.plan import Plan


class Moment(models.TextChoices):
    """When it is asked: before a plan begins, at its closure, and three times afterwards."""

    APPROVAL = "approval", "Before approval"
    CLOSURE = "closure", "At closure"
    MONTHS_3 = "months_3", "3 months after"
    MONTHS_6 = "months_6", "6 months after"
    MONTHS_12 = "months_12", "12 months after"


class Level(models.TextChoices):
    """Four levels for each factor. The model's own part scores are not stored: see the notes."""

    A = "A", "A. Fully in place"
    B = "B", "B. Mostly"
    C = "C", "C. Partly"
    D = "D", "D. Hardly or not"


class StillDone(models.TextChoices):
    YES = "yes", "Yes, as planned"
    PARTLY = "partly", "Partly"
    NO = "no", "No, it has stopped"


class SustainabilityCheck(models.Model):
    """One look at a plan: a level for each factor, and later whether the change is still done."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sustainability_checks")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    still_done = models.CharField(max_length=10, choices=StillDone.choices, blank=True)
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["plan", "on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "moment"], name="sustainability_check_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.get_moment_display()}"


class SustainabilityLevel(models.Model):
    """The level of one factor at one look."""

    check_made = models.ForeignKey(
        SustainabilityCheck, on_delete=models.CASCADE, related_name="levels"
    )
    factor = models.CharField(max_length=20)
    level = models.CharField(max_length=1, choices=Level.choices)

    class Meta:
        ordering = ["check_made", "id"]
        constraints = [
            models.UniqueConstraint(fields=["check_made", "factor"], name="factor_once_a_check")
        ]

    def __str__(self) -> str:
        return f"{self.factor}: {self.level}"
