"""The outbox: one row for every mail and job that a saved change asked for."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Message(models.Model):
    """A mail to send or a job to run, with the lease of the worker that holds it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    # Two messages with the same key are the same message: the second is not written.
    key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    made_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    # When the sweep last gave it to the broker, so that a backlog is not given over and over.
    swept_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(
                fields=["due_at"], name="outbox_open", condition=Q(done_at=None, failed_at=None)
            ),
            models.Index(fields=["job", "-made_at"], name="outbox_by_job"),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_done_or_failed_not_both",
                condition=Q(done_at=None) | Q(failed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.id}"
