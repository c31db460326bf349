"""What belongs to a meeting: its agenda, its decisions, and its papers as they were sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from buddy_portal.accounts.versions import Versioned
from improvement_plans.models.action import Action
from improvement_plans.models.commitment import Commitment
from improvement_plans.models.meeting import Meeting
from improvement_plans.models.plan import Plan

PERSON = settings.AUTH_USER_MODEL


class ItemKind(models.TextChoices):
    DECISION = "decision", "Decided before"
    ESCALATION = "escalation", "Needs the sponsor"
    BLOCKED = "blocked", "Blocked"
    APART = "apart", "Status and owner differ"
    CHALLENGED = "challenged", "Challenged"
    OVERDUE = "overdue", "Overdue"
    UNCONFIRMED = "unconfirmed", "Not confirmed"
    STALE = "stale", "Stale"
    DUE = "due", "Due"
    RISK = "risk", "Risk"
    MEASURE = "measure", "Measure"
    COMMITMENT = "commitment", "Commitment"
    OWN = "own", "Other"


class AgendaItem(models.Model):
    """One thing to talk about, in the words that were true when the agenda was made."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    # What it is about, such as "action-12"; blank for what a person added.
    key = models.CharField(max_length=40, blank=True)
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.CharField(max_length=300)
    why = models.CharField(max_length=300, blank=True)
    is_dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "key"], condition=~Q(key=""), name="item_once_a_thing"
            )
        ]

    def __str__(self) -> str:
        return self.text


class MeetingDecision(Versioned):
    """What a meeting decided, what follows from it, and what became of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="meeting_decisions"
    )
    text = models.CharField(max_length=500)
    action = models.OneToOneField(
        Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="decided_by"
    )
    commitment = models.OneToOneField(
        Commitment, null=True, blank=True, on_delete=models.SET_NULL, related_name="decided_by"
    )
    owner = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due = models.DateField(null=True, blank=True)
    # Until then it comes back on the agenda of the next meeting of the same kind.
    settled_on = models.DateField(null=True, blank=True)
    became = models.CharField("what became of it", max_length=500, blank=True)
    written_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_settled_says_what_became_of_it",
                condition=Q(settled_on=None, became="")
                | (Q(settled_on__isnull=False) & ~Q(became="")),
            ),
            models.CheckConstraint(
                name="decision_leads_to_one_thing",
                condition=Q(action=None) | Q(commitment=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class PaperPart(models.TextChoices):
    PACK = "pack", "Pack"
    MINUTES = "minutes", "Minutes"


class MeetingPaper(models.Model):
    """A pack or minutes as they were sent: written once, never changed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    part = models.CharField(max_length=7, choices=PaperPart.choices)
    number = models.PositiveSmallIntegerField()
    as_at = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_to = models.PositiveSmallIntegerField("how many people it was sent to")
    facts = models.JSONField()
    pdf = models.BinaryField()
    workbook = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["meeting", "part", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "part", "number"], name="paper_number_once_a_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.number} of {self.meeting}"
