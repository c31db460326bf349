"""The plan of a pair, or of a project team, and its aims."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from buddy_portal.accounts.versions import Versioned

PERSON = settings.AUTH_USER_MODEL


class PlanState(models.TextChoices):
    DRAFT = "draft", "Being written"
    SUBMITTED = "submitted", "Waiting for approval"
    CHANGES_REQUESTED = "changes_requested", "Changes asked for"
    APPROVED = "approved", "Approved"
    ACTIVE = "active", "Under way"
    MIDPOINT_REVIEW = "midpoint_review", "In midpoint review"
    EXTENDED = "extended", "Extended"
    CLOSING = "closing", "Closing"
    EVALUATING = "evaluating", "Being evaluated"
    CLOSED = "closed", "Closed"
    SUSTAINED = "sustained", "Sustained"
    LAPSED = "lapsed", "Not sustained"
    WITHDRAWN = "withdrawn", "Withdrawn"


def beside_words(mentor: str | None, team: str | None) -> str:
    """Whom the trust of a plan works with, by the names of its mentor or of its project team."""
    return f"the project team “{team}”" if mentor is None else mentor


class Plan(Versioned):
    """What a mentee with its mentor, or a project team, sets out to improve in a fixed window."""

    # Of exactly one of the two.
    pair = models.OneToOneField(
        "trusts.BuddyPair", null=True, blank=True, on_delete=models.PROTECT, related_name="plan"
    )
    team = models.OneToOneField(
        "improvement_plans.ProjectTeam",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan",
    )
    # Who holds the plan, the mentee or the organisation that leads the team, and in which scheme.
    # Neither pair nor team ever changes these, so they are kept here, where every list asks.
    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="plans")
    scheme = models.ForeignKey("trusts.Scheme", on_delete=models.PROTECT, related_name="plans")
    priorities = models.ManyToManyField(
        "improvement_plans.Priority", related_name="plans", blank=True
    )
    title = models.CharField(max_length=200)
    summary = models.TextField(max_length=4000, blank=True)
    public_summary = models.TextField("plain-English summary", max_length=2000, blank=True)
    window_from = models.DateField()
    window_to = models.DateField()
    midpoint = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=PlanState.choices, default=PlanState.DRAFT)
    lead = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sponsor = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Said when no lived-experience partner takes part.
    no_partner_reason = models.CharField(max_length=500, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    sponsor_approved_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sponsor_approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    baselines_frozen_at = models.DateTimeField(null=True, blank=True)
    # What was learnt, filled in at closing.
    learning = models.TextField(max_length=4000, blank=True)
    advice = models.TextField("advice to the next trust", max_length=4000, blank=True)
    sustained_by = models.CharField("who carries it on", max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["trust__name"]
        constraints = [
            models.CheckConstraint(
                name="plan_of_a_pair_or_a_team",
                condition=Q(pair__isnull=False, team=None) | Q(pair=None, team__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_window_ends_after_start",
                condition=Q(window_to__gte=F("window_from")),
            ),
            models.CheckConstraint(
                name="plan_midpoint_in_window",
                condition=Q(midpoint=None)
                | Q(midpoint__gte=F("window_from"), midpoint__lte=F("window_to")),
            ),
            models.CheckConstraint(
                name="plan_baselines_frozen_at_approval",
                condition=Q(state__in=["draft", "submitted", "changes_requested", "withdrawn"])
                | Q(baselines_frozen_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def holds(self, day: datetime.date) -> bool:
        """Whether the day lies in the plan's window; both ends belong to it."""
        return self.window_from <= day <= self.window_to

    @property
    def beside(self) -> str:
        """Whom the plan's trust works with: its mentor, or the project team that it leads."""
        mentor = self.pair.mentor.name if self.pair is not None else None
        return beside_words(mentor, self.team.name if self.team is not None else None)

    @property
    def has_buddy(self) -> bool:
        """Whether a mentor trust answers this plan."""
        return self.pair_id is not None

    @property
    def codes(self) -> tuple[str, ...]:
        """The ODS codes of the organisations whose people carry the plan out."""
        return tuple(self.team.codes) if self.team is not None else (self.trust.ods_code,)

    @property
    def closed_on(self) -> datetime.date | None:
        """The London day on which the programme closed the plan."""
        return timezone.localdate(self.closed_at) if self.closed_at else None


class Aim(Versioned):
    """A change with a baseline, a target and a date.

    It is read from a survey question, of all patients or of one tumour group, or from a measure of
    the plan's own.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="aims")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    question = models.ForeignKey(
        "trusts.Question", null=True, blank=True, on_delete=models.PROTECT, related_name="aims"
    )
    tumour_group = models.CharField(max_length=80, blank=True)
    own_measure = models.ForeignKey(
        "improvement_plans.Measure",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="own_aims",
    )
    population = models.CharField(max_length=200, blank=True)
    # On the question's own scale (percent, or a mean from 0 to 10), or in the measure's unit.
    baseline = models.FloatField(null=True, blank=True)
    baseline_n = models.PositiveIntegerField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    by_date = models.DateField(null=True, blank=True)
    why = models.TextField(max_length=2000, blank=True)
    outcome = models.CharField(
        max_length=10,
        blank=True,
        choices=[
            ("achieved", "Achieved"),
            ("partly", "Partly achieved"),
            ("not", "Not achieved"),
            ("abandoned", "Abandoned"),
        ],
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "question", "tumour_group"], name="aim_once_per_question"
            ),
            models.UniqueConstraint(fields=["plan", "own_measure"], name="aim_once_per_measure"),
            models.CheckConstraint(
                name="aim_of_a_question_or_a_measure",
                condition=Q(question__isnull=False, own_measure=None)
                | Q(question=None, own_measure__isnull=False, tumour_group=""),
            ),
            models.CheckConstraint(
                name="aim_values_within_scale",
                condition=Q(question=None)
                | (Q(baseline=None) | Q(baseline__gte=0, baseline__lte=100))
                & (Q(target=None) | Q(target__gte=0, target__lte=100)),
            ),
        ]

    def __str__(self) -> str:
        return self.title
