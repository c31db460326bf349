"""Evaluation runs: one compile each of a scheme's evaluation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL


class RunState(models.TextChoices):
    QUEUED = "queued", "Waiting for a worker"
    COMPILING = "compiling", "Compiling"
    COMPILED = "compiled", "Compiled"
    FAILED = "failed", "Stopped with an error"
    CANCELLED = "cancelled", "Cancelled"


class EvaluationRun(models.Model):
    """One compile of a scheme's evaluation: what was asked, how far it is, what came of it."""

    scheme = models.ForeignKey("trusts.Scheme", on_delete=models.PROTECT, related_name="runs")
    baseline = models.ForeignKey("trusts.SurveyYear", on_delete=models.PROTECT, related_name="+")
    follow_up = models.ForeignKey("trusts.SurveyYear", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    step = models.CharField(max_length=120, blank=True)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_all = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    inputs_digest = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    cancelled_by_name = models.CharField(max_length=150, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "baseline", "follow_up"],
                condition=Q(state__in=["queued", "compiling"]),
                name="one_open_run_per_question",
            )
        ]

    def __str__(self) -> str:
        return f"Evaluation of {self.scheme}, {self.baseline.year} to {self.follow_up.year}"
