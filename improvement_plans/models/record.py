"""What is kept about a plan and never rewritten: comments, steps, versions, requests, forms."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from improvement_plans.models.action import Action, ActionState
from improvement_plans.models.plan import Plan, PlanState

PERSON = settings.AUTH_USER_MODEL


class PlanComment(models.Model):
    """What the buddy, a partner or anybody who sees the plan wrote about it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(max_length=4000)
    # Who speaks: the mentor's comment is needed before a plan can be approved.
    speaks_for = models.CharField(
        max_length=10,
        choices=[
            ("mentor", "The mentor"),
            ("mentee", "The mentee"),
            ("partner", "A partner"),
            ("programme", "The programme"),
        ],
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"Comment on {self.plan}"


class PlanStep(models.Model):
    """One move of a plan from state to state: who, when, why. Shown as its history."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    from_state = models.CharField(max_length=20, choices=PlanState.choices)
    to_state = models.CharField(max_length=20, choices=PlanState.choices)
    reason = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.plan}: {self.from_state} to {self.to_state}"


class ActionStep(models.Model):
    """One move of an action from state to state: who, when, why."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    from_state = models.CharField(max_length=15, choices=ActionState.choices)
    to_state = models.CharField(max_length=15, choices=ActionState.choices)
    reason = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.action}: {self.from_state} to {self.to_state}"


class PlanVersion(models.Model):
    """The plan's content as it was at submission or approval, never changed afterwards."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=200)
    content = models.JSONField()

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan}, version {self.number}"


class ExtensionRequest(models.Model):
    """More time, asked for by the trust; granted or refused by the programme, on the record."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="extension_requests")
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateField()
    reason = models.TextField(max_length=2000)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(decided_at=None), name="one_open_extension_request"
            ),
            models.CheckConstraint(
                name="extension_decision_is_whole",
                condition=Q(decided_at=None, granted=None)
                | Q(decided_at__isnull=False, granted__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: more time until {self.until}"


class SentForm(models.Model):
    """A form that was taken in. The page makes its key, so that a double click does one thing."""

    key = models.UUIDField(unique=True)
    by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    # Of what was typed: the same key with other words is not the same form.
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"Form {self.key}"
