"""What a person wants to be reminded of, what was sent to them, and their calendar's address."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class ReminderWishes(models.Model):
    """Which reminders a person wants. Who has no row gets all of them."""

    user = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="reminder_wishes")
    due_dates = models.BooleanField(default=True)
    weekly = models.BooleanField(default=True)
    monthly = models.BooleanField(default=True)
    # Stands in the link at the end of each reminder that stops them without signing in.
    stop_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name_plural = "reminder wishes"

    def __str__(self) -> str:
        return f"Reminders of {self.user}"


class SentReminder(models.Model):
    """One reminder that a person was sent, so that nobody is sent it again."""

    user = models.ForeignKey(
        PERSON, on_delete=models.CASCADE, related_name="sent_reminders", db_index=False
    )
    # Made by reminders.cadence: an action with its due date and step, a week, or a month.
    key = models.CharField(max_length=80)
    sent_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="reminder_sent_once")]

    def __str__(self) -> str:
        return f"{self.key} to {self.user}"


class CalendarLink(models.Model):
    """The secret address at which a calendar program reads a person's dates."""

    user = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="calendar_link")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
