"""The contacts between the two trusts of a pair, as they happened."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from buddy_portal.accounts.versions import Versioned
from improvement_plans.models.plan import Plan

MOST_MINUTES = 24 * 60


class ContactKind(models.TextChoices):
    VISIT = "visit", "Visit"
    CALL = "call", "Phone call"
    VIDEO = "video", "Video call"
    WEBINAR = "webinar", "Webinar"
    EXCHANGE = "exchange", "Staff exchange"


class Contact(Versioned):
    """One contact of the buddies: when, how, how long, who, what was learnt and agreed."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    minutes = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=300)
    learnt = models.TextField(max_length=2000, blank=True)
    agreed = models.TextField(max_length=2000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="contact_lasts_a_minute_to_a_day",
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on}"
