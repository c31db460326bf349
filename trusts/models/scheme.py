"""Schemes, their phases, and the trusts that take part."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from buddy_portal.accounts.versions import Versioned


class SchemeKind(models.TextChoices):
    BUDDY = "buddy", "Buddy scheme"
    COLLABORATIVE = "collaborative", "Improvement collaborative"


@dataclass(frozen=True)
class Phase:
    """A dated part of a scheme. Both days belong to it."""

    key: str
    name: str
    first_day: datetime.date
    last_day: datetime.date

    def holds(self, day: datetime.date) -> bool:
        return self.first_day <= day <= self.last_day


class Scheme(Versioned):
    """One run of the programme: its surveys, its phases, its trusts."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=15, choices=SchemeKind.choices, default=SchemeKind.BUDDY)
    summary = models.TextField(max_length=2000, blank=True)
    baseline = models.ForeignKey(
        "trusts.SurveyYear", on_delete=models.PROTECT, related_name="schemes_from"
    )
    follow_up = models.ForeignKey(
        "trusts.SurveyYear", on_delete=models.PROTECT, related_name="schemes_to"
    )
    prior = models.ForeignKey(
        "trusts.SurveyYear",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="schemes_before",
    )
    volunteering_from = models.DateField()
    volunteering_to = models.DateField()
    pairing_from = models.DateField()
    pairing_to = models.DateField()
    implementation_from = models.DateField()
    implementation_to = models.DateField()
    evaluation_from = models.DateField()
    evaluation_to = models.DateField()
    publish_by = models.DateField()
    # Weights of the pairing score; each change is a new version, printed with every result.
    pairing_weights = models.JSONField(default=dict, blank=True)
    pairing_weights_version = models.PositiveIntegerField(default=1)
    is_fictional = models.BooleanField(default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-implementation_from", "name"]
        constraints = [
            models.CheckConstraint(
                name="scheme_phases_end_after_start",
                condition=Q(
                    volunteering_to__gte=F("volunteering_from"),
                    pairing_to__gte=F("pairing_from"),
                    implementation_to__gte=F("implementation_from"),
                    evaluation_to__gte=F("evaluation_from"),
                ),
            ),
            models.CheckConstraint(
                name="scheme_phases_start_in_order",
                condition=Q(
                    pairing_from__gte=F("volunteering_from"),
                    implementation_from__gte=F("pairing_from"),
                    evaluation_from__gte=F("implementation_from"),
                    publish_by__gte=F("evaluation_from"),
                ),
            ),
            models.CheckConstraint(
                name="scheme_follow_up_is_another_year",
                condition=~Q(follow_up=F("baseline")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The dated phases in their order."""
        return (
            Phase("volunteering", "Volunteering", self.volunteering_from, self.volunteering_to),
            Phase("pairing", "Pairing", self.pairing_from, self.pairing_to),
            Phase(
                "implementation", "Implementation", self.implementation_from, self.implementation_to
            ),
            Phase("evaluation", "Evaluation", self.evaluation_from, self.evaluation_to),
        )


class ParticipationRole(models.TextChoices):
    MENTOR = "mentor", "Mentor"
    MENTEE = "mentee", "Mentee"
    BOTH = "both", "Mentor and mentee"
    TEAM = "team", "Project team"


class ParticipationState(models.TextChoices):
    DRAFT = "draft", "Being written"
    APPLIED = "applied", "Waiting for an answer"
    ASKED_AGAIN = "asked_again", "More information asked for"
    ACCEPTED = "accepted", "Taking part"
    DECLINED = "declined", "Not taking part this time"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Participation(Versioned):
    """A trust in a scheme: what it offers or needs, and whether it takes part."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="participations")
    trust = models.ForeignKey(
        "trusts.Trust", on_delete=models.PROTECT, related_name="participations"
    )
    role = models.CharField(max_length=10, choices=ParticipationRole.choices)
    state = models.CharField(
        max_length=12, choices=ParticipationState.choices, default=ParticipationState.DRAFT
    )
    # How many mentees the trust could mentor; 0 where it comes as mentee only.
    capacity = models.PositiveSmallIntegerField(
        default=0, validators=[MinValueValidator(0), MaxValueValidator(5)]
    )
    can_work_remotely = models.BooleanField(default=True)
    longest_journey_km = models.PositiveSmallIntegerField(null=True, blank=True)
    offers = models.TextField(max_length=2000, blank=True)
    statement = models.TextField(max_length=2000, blank=True)
    # Question number to 0, 1 or 2: the trust's own priorities among its needs.
    priorities = models.JSONField(default=dict, blank=True)
    # A list of objects with "ods_code" and "reason".
    conflicts = models.JSONField(default=list, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sponsor_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sponsor_agreed_at = models.DateTimeField(null=True, blank=True)
    # Who agreed by the signed link, without an account.
    sponsor_name = models.CharField(max_length=120, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(max_length=2000, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["scheme", "trust__name"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "trust"], name="participation_once"),
            models.CheckConstraint(
                name="participation_capacity_fits_role",
                condition=(
                    Q(role__in=["mentee", "team"], capacity=0)
                    | Q(role__in=["mentor", "both"], capacity__gte=1, capacity__lte=5)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trust} in {self.scheme}"
