"""What the executive sponsor answers to an action that the team cannot unblock alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from improvement_plans.models.action import Action


class SponsorReply(models.Model):
    """One answer of a sponsor; it stays on view, and the action stays blocked until it moves."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="sponsor_replies")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(max_length=2000)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"Sponsor’s answer on {self.action}"
