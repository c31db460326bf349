"""Meetings: their standing schedules, and who belongs to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from buddy_portal.accounts.versions import Versioned
from improvement_plans.models.plan import Plan

if TYPE_CHECKING:
    from buddy_portal.accounts.models import User

PERSON = settings.AUTH_USER_MODEL


class MeetingKind(models.TextChoices):
    MDT = "mdt", "MDT operational meeting"
    DIRECTORATE = "directorate", "Monthly directorate meeting"
    BOARD = "board", "Cancer board"
    PROGRAMME = "programme", "Programme meeting"


class MeetingState(models.TextChoices):
    CALLED = "called", "Called"
    HELD = "held", "Held"
    CIRCULATED = "circulated", "Minutes sent"
    CANCELLED = "cancelled", "Called off"


class Rhythm(models.TextChoices):
    WEEKS = "weeks", "Every so many weeks"
    MONTHS = "months", "On the same weekday of the month"


class WeekOfMonth(models.IntegerChoices):
    FIRST = 1, "First"
    SECOND = 2, "Second"
    THIRD = 3, "Third"
    FOURTH = 4, "Fourth"
    LAST = -1, "Last"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class OfTrustOrScheme(Versioned):
    """What a meeting and its schedule share: whose it is, of what kind, at what time, where."""

    # A programme meeting belongs to a scheme, every other to a trust.
    trust = models.ForeignKey(
        "trusts.Trust", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scheme = models.ForeignKey(
        "trusts.Scheme", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=MeetingKind.choices)
    title = models.CharField(max_length=150)
    # The time on a London clock, so that it stays the same when the clocks change.
    at = models.TimeField()
    lasts = models.PositiveSmallIntegerField(
        "minutes it lasts",
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(600)],
    )
    place = models.CharField(max_length=200, blank=True)
    chair = models.CharField(max_length=150)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def trust_code(self) -> str:
        """The code of its trust; blank for the programme."""
        return self.trust.ods_code if self.trust else ""


class MeetingSeries(OfTrustOrScheme):
    """A standing schedule: the first Tuesday of the month, every four weeks."""

    rhythm = models.CharField(max_length=6, choices=Rhythm.choices)
    every = models.PositiveSmallIntegerField("every so many weeks or months", default=1)
    week = models.SmallIntegerField(null=True, blank=True, choices=WeekOfMonth.choices)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True, choices=Weekday.choices)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    people: models.ManyToManyField[User, models.Model] = models.ManyToManyField(
        PERSON, related_name="meeting_series", blank=True
    )

    class Meta:
        ordering = ["title", "pk"]
        verbose_name_plural = "meeting series"
        constraints = [
            models.CheckConstraint(
                name="series_of_a_trust_or_a_scheme",
                condition=Q(kind="programme", trust=None, scheme__isnull=False)
                | (~Q(kind="programme") & Q(trust__isnull=False, scheme=None)),
            ),
            models.CheckConstraint(
                name="series_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("begins_on")),
            ),
            models.CheckConstraint(
                name="series_every_one_to_twelve", condition=Q(every__gte=1, every__lte=12)
            ),
            models.CheckConstraint(
                name="series_of_months_names_its_weekday",
                condition=Q(rhythm="weeks", week=None, weekday=None)
                | Q(rhythm="months", week__isnull=False, weekday__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Meeting(OfTrustOrScheme):
    """One meeting: called, held, its minutes sent; or called off."""

    series = models.ForeignKey(
        MeetingSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="meetings"
    )
    on = models.DateField()
    plans = models.ManyToManyField(Plan, related_name="meetings", blank=True)
    state = models.CharField(
        max_length=10, choices=MeetingState.choices, default=MeetingState.CALLED
    )
    called_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    # The entries of plans were read for the agenda at this moment.
    agenda_made_at = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(max_length=8000, blank=True)
    others = models.CharField("who else attended", max_length=500, blank=True)
    cancelled_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-on", "-at", "-pk"]
        indexes = [
            models.Index(fields=["trust", "-on"], name="meeting_by_trust"),
            models.Index(fields=["scheme", "-on"], name="meeting_by_scheme"),
        ]
        constraints = [
            models.CheckConstraint(
                name="meeting_of_a_trust_or_a_scheme",
                condition=Q(kind="programme", trust=None, scheme__isnull=False)
                | (~Q(kind="programme") & Q(trust__isnull=False, scheme=None)),
            ),
            models.UniqueConstraint(fields=["series", "on"], name="meeting_once_a_day_of_a_series"),
            models.CheckConstraint(
                name="meeting_called_off_says_why",
                condition=~Q(state="cancelled") | ~Q(cancelled_why=""),
            ),
            models.CheckConstraint(
                name="meeting_circulated_has_minutes",
                condition=~Q(state="circulated") | ~Q(minutes=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.on.day} {self.on:%B %Y}"


class Attendance(models.TextChoices):
    UNKNOWN = "unknown", "Not noted"
    CAME = "came", "Came"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Did not come"


class MeetingMember(models.Model):
    """Somebody who is asked to a meeting, gets its papers, and did or did not come."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="meetings_as_member")
    attendance = models.CharField(
        max_length=10, choices=Attendance.choices, default=Attendance.UNKNOWN
    )

    class Meta:
        ordering = ["meeting", "user__name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="member_once_a_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.meeting}"
