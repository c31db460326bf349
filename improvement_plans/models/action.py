"""Actions, what their owners report, and what others make of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from buddy_portal.accounts.versions import Versioned

PERSON = settings.AUTH_USER_MODEL


class ActionState(models.TextChoices):
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    BLOCKED = "blocked", "Blocked"
    CLAIMED_DONE = "claimed_done", "Claimed done"
    CHALLENGED = "challenged", "Challenged"
    CONFIRMED = "confirmed", "Confirmed"
    EMBEDDED = "embedded", "Embedded"
    CARRIED_OVER = "carried_over", "Carried over"
    ABANDONED = "abandoned", "Abandoned"


class Claim(models.TextChoices):
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    STUCK = "stuck", "Stuck with it"
    DONE = "done", "Done"


class Action(Versioned):
    """Something that somebody does by a day, towards an aim."""

    plan = models.ForeignKey(
        "improvement_plans.Plan", on_delete=models.CASCADE, related_name="actions"
    )
    aim = models.ForeignKey(
        "improvement_plans.Aim",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="actions",
    )
    change_idea = models.ForeignKey(
        "improvement_plans.ChangeIdea",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="actions",
    )
    # The action of an earlier plan of the trust that this one goes on with.
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="carried_on"
    )
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="actions")
    supporter = models.CharField(max_length=150, blank=True)
    starts_on = models.DateField()
    original_due = models.DateField(editable=False)
    due = models.DateField()
    within_our_control = models.BooleanField(default=True)
    evidence_expected = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=15, choices=ActionState.choices, default=ActionState.NOT_STARTED
    )
    state_since = models.DateField()
    # The owner's last words, kept here so that a list needs no second query.
    claim = models.CharField(max_length=10, choices=Claim.choices, blank=True)
    last_update_at = models.DateTimeField(null=True, blank=True)
    due_changes = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "due", "id"]
        constraints = [
            models.CheckConstraint(
                name="action_due_after_start", condition=Q(due__gte=F("starts_on"))
            )
        ]
        indexes = [models.Index(fields=["owner", "state"], name="action_by_owner")]

    def __str__(self) -> str:
        return self.text

    def get_state(self) -> ActionState:
        """The state as one of the enumeration."""
        return ActionState(self.state)


class DueDateChange(models.Model):
    """A due date that was moved: from, to, why, by whom."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="date_changes")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField()
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.action}: {self.from_date} to {self.to_date}"


class ProgressUpdate(models.Model):
    """What the owner says about an action."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    # Made by the page, so that a double click makes one row.
    form_key = models.UUIDField(unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    claim = models.CharField(max_length=10, choices=Claim.choices)
    text = models.TextField(max_length=2000, blank=True)
    blockers = models.TextField(max_length=2000, blank=True)
    help_wanted = models.BooleanField("help wanted from the buddy", default=False)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"Update of {self.action}"


class ReviewAnswer(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    CHALLENGED = "challenged", "Challenged"
    MORE = "more", "More evidence asked for"


class Review(models.Model):
    """Confirm or challenge: what somebody who does not own the action makes of it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reviews")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=10, choices=ReviewAnswer.choices)
    reason = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="review_challenge_has_a_reason",
                condition=Q(answer="confirmed") | ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.action}"
