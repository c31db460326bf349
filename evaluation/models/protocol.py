"""What was settled about an evaluation before its results could be known."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

PERSON = settings.AUTH_USER_MODEL


class ComparatorExclusion(models.Model):
    """A trust outside the scheme that is not compared with, and why. Counts once it is frozen."""

    scheme = models.ForeignKey("trusts.Scheme", on_delete=models.PROTECT, related_name="exclusions")
    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    added_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["scheme", "trust__name"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "trust"], name="comparator_excluded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.trust}, not compared with in {self.scheme}"


class Protocol(models.Model):
    """One frozen version of an evaluation's protocol. Append-only, by trigger.

    Version 1 is the freeze; each later version is a change after it, with its reason.
    """

    scheme = models.ForeignKey("trusts.Scheme", on_delete=models.PROTECT, related_name="protocols")
    baseline = models.ForeignKey("trusts.SurveyYear", on_delete=models.PROTECT, related_name="+")
    follow_up = models.ForeignKey("trusts.SurveyYear", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    # Everything that was settled, as plain values: see evaluation.protocol_content.
    content = models.JSONField()
    digest = models.CharField("digest (SHA-256)", max_length=64)
    # Whether results could have been known: scores of the follow-up were, or had been, imported.
    scores_were_in = models.BooleanField("frozen after follow-up scores were in")
    reason = models.TextField("reason for the change", max_length=2000, blank=True)
    frozen_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    frozen_by_name = models.CharField(max_length=150)
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["scheme", "baseline", "follow_up", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "baseline", "follow_up", "version"], name="protocol_version_once"
            ),
            models.CheckConstraint(
                name="protocol_change_has_a_reason", condition=Q(version=1) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="protocol_years_differ", condition=~Q(baseline=F("follow_up"))
            ),
        ]

    def __str__(self) -> str:
        return (
            f"Protocol of {self.scheme}, {self.baseline.year} to {self.follow_up.year}, "
            f"version {self.version}"
        )
