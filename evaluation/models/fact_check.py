"""The fact check: each mentee reads what a report says of it, comments, and agrees."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluation.models.report import Report

PERSON = settings.AUTH_USER_MODEL


class FactAnswer(models.TextChoices):
    AGREED = "agreed", "The facts are right"
    COMMENTED = "commented", "There is something to put right"


class FactCheck(models.Model):
    """The time in which the mentees of one report check their facts."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="fact_check")
    opened_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_by_name = models.CharField(max_length=150)
    opened_on = models.DateField()
    answer_by = models.DateField("last day to answer")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="fact_check_ends_after_it_opens",
                condition=Q(answer_by__gt=models.F("opened_on")),
            )
        ]

    def __str__(self) -> str:
        return f"Fact check of {self.report}"


class TrustCheck(models.Model):
    """What one mentee says to the facts about it."""

    fact_check = models.ForeignKey(FactCheck, on_delete=models.PROTECT, related_name="trusts")
    trust_code = models.CharField(max_length=10)
    trust_name = models.CharField(max_length=200)
    answer = models.CharField(max_length=10, choices=FactAnswer.choices, blank=True)
    answered_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_by_name = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["trust_name", "trust_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["fact_check", "trust_code"], name="fact_check_once_a_trust"
            ),
            models.CheckConstraint(
                name="fact_answer_has_its_time",
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trust_name}: {self.fact_check}"

    def is_open(self, day: datetime.date) -> bool:
        """Whether this trust may still comment and answer on a day."""
        return day <= self.fact_check.answer_by


class FactComment(models.Model):
    """What a mentee says about one figure, and what the programme answers."""

    trust_check = models.ForeignKey(TrustCheck, on_delete=models.PROTECT, related_name="comments")
    figure = models.CharField(max_length=300)
    text = models.TextField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    replied_by_name = models.CharField(max_length=150, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="fact_reply_has_its_time",
                condition=Q(reply="", replied_at=None)
                | (~Q(reply="") & Q(replied_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.figure}: {self.text[:60]}"
