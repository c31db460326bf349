"""The question to an executive sponsor who has no account: does the trust take part?"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class SponsorRequest(models.Model):
    """A signed link that one person was sent. It answers once, within its days."""

    class Outcome(models.TextChoices):
        WAITING = "", "No answer yet"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Does not agree"
        REPLACED = "replaced", "Replaced by a new link"

    participation = models.ForeignKey(
        "trusts.Participation", on_delete=models.CASCADE, related_name="sponsor_requests"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField()
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=8, choices=Outcome.choices, default=Outcome.WAITING, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(outcome=""),
                name="one_open_sponsor_request",
            ),
            models.CheckConstraint(
                name="sponsor_request_answered_with_its_time",
                condition=Q(outcome="", answered_at=None)
                | (~Q(outcome="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}> about {self.participation}"
