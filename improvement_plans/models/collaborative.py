"""A collaborative: its cohorts, their project teams, and the days and periods they share."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from buddy_portal.accounts.versions import Versioned
from improvement_plans.measures.ceiling import STAGE_WORDS, Stage

PERSON = settings.AUTH_USER_MODEL


class PriorityLevel(models.TextChoices):
    NATIONAL = "national", "National"
    REGIONAL = "regional", "Regional"
    LOCAL = "local", "Local"


class Priority(Versioned):
    """Something that the country, a region or a place wants to see improve."""

    level = models.CharField(max_length=10, choices=PriorityLevel.choices)
    title = models.CharField(max_length=150)
    # Which region or place; empty for a national one.
    place = models.CharField(max_length=100, blank=True)
    source = models.CharField("where it is written", max_length=300, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["level", "place", "title"]
        verbose_name_plural = "priorities"
        constraints = [
            models.UniqueConstraint(fields=["level", "place", "title"], name="priority_once"),
            models.CheckConstraint(
                name="priority_says_its_place",
                condition=Q(level="national", place="") | (~Q(level="national") & ~Q(place="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Cohort(Versioned):
    """The project teams of a collaborative that learn together over the same months."""

    scheme = models.ForeignKey("trusts.Scheme", on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["scheme", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "name"], name="cohort_name_once_a_scheme"),
            models.CheckConstraint(
                name="cohort_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectTeam(Versioned):
    """People of several organisations who carry out one plan; one organisation leads."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=100)
    summary = models.TextField(max_length=2000, blank=True)
    lead_trust = models.ForeignKey(
        "trusts.Trust", on_delete=models.PROTECT, related_name="teams_led"
    )
    organisations = models.ManyToManyField("trusts.Trust", related_name="project_teams")
    # The codes of `organisations`, kept by the services beside them: whoever loads a plan with
    # its team knows at once who has a part in it, without another question to the database.
    codes = ArrayField(models.CharField(max_length=10), default=list)
    # How far the team says that it is; never above what there is evidence for.
    stage = models.PositiveSmallIntegerField(
        choices=[(stage.value, words) for stage, words in STAGE_WORDS.items()],
        default=Stage.PLANNING.value,
    )
    stage_said_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["cohort", "name"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "name"], name="team_name_once_a_cohort"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Somebody in a project team, by the name they want on their certificate."""

    team = models.ForeignKey(ProjectTeam, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=100)
    part = models.CharField("part in the team", max_length=100)
    trust = models.ForeignKey(
        "trusts.Trust", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_sponsor = models.BooleanField(default=False)
    is_partner = models.BooleanField("lived-experience partner", default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="member_once_a_team"),
            models.CheckConstraint(
                name="member_sponsor_or_partner", condition=~Q(is_sponsor=True, is_partner=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GatheringKind(models.TextChoices):
    LEARNING_SESSION = "learning_session", "Learning session"
    ACTION_PERIOD = "action_period", "Action period"
    RECOGNITION = "recognition", "Recognition event"


class Gathering(Versioned):
    """A learning session, an action period or the recognition event of a cohort."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="gatherings")
    kind = models.CharField(max_length=20, choices=GatheringKind.choices)
    title = models.CharField(max_length=150)
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    agenda = models.TextField(max_length=4000, blank=True)
    # One address a line.
    materials = models.TextField("links to materials", max_length=2000, blank=True)
    attended = models.ManyToManyField(ProjectTeam, related_name="attended", blank=True)
    # How many people came; never their names.
    people = models.PositiveIntegerField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="gathering_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(kind="recognition"),
                name="one_recognition_event_a_cohort",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TeamReport(models.Model):
    """What a project team sent in for a month: a sentence, and what its entries said that day."""

    team = models.ForeignKey(ProjectTeam, on_delete=models.PROTECT, related_name="reports")
    # The first day of the month.
    month = models.DateField()
    sentence = models.CharField(max_length=500)
    # The entries as they stood; the shape is that of `collaborating.monthly.MonthFacts`.
    facts = models.JSONField()
    submitted_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["team", "month"], name="team_report_once_a_month"),
            models.CheckConstraint(name="team_report_of_a_month", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.team}, {self.month:%B %Y}"


class AbstractState(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Not this time"


class Abstract(Versioned):
    """What a project team would like to tell at the recognition event."""

    team = models.ForeignKey(ProjectTeam, on_delete=models.CASCADE, related_name="abstracts")
    title = models.CharField(max_length=150)
    text = models.TextField(max_length=3000)
    state = models.CharField(
        max_length=10, choices=AbstractState.choices, default=AbstractState.SUBMITTED
    )
    answer = models.CharField(max_length=500, blank=True)
    submitted_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "title"], name="abstract_title_once_a_team"),
            models.CheckConstraint(
                name="abstract_declined_with_reason", condition=~Q(state="declined", answer="")
            ),
            models.CheckConstraint(
                name="abstract_decided_at_a_moment",
                condition=Q(state="submitted", decided_at=None)
                | (~Q(state="submitted") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title
