"""Engagement events: where a trust or the programme listened, and who was in the room."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from buddy_portal.accounts.versions import Versioned
from improvement_plans.characteristics import CHOICES
from improvement_plans.models.involvement import InvolvementGroup
from improvement_plans.models.plan import Aim, Plan

PERSON = settings.AUTH_USER_MODEL


class EventKind(models.TextChoices):
    FOCUS_GROUP = "focus_group", "Focus group"
    TWEET_CHAT = "tweet_chat", "Tweet chat"
    WORKSHOP = "workshop", "Workshop"
    EVENING = "evening", "Evening event"
    GROUP_MEETING = "group_meeting", "Involvement group meeting"


class EventState(models.TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    WRITTEN_UP = "written_up", "Written up"
    CANCELLED = "cancelled", "Cancelled"


class EngagementEvent(Versioned):
    """A day on which people were listened to. Those who took part are counted, never named."""

    # Of a trust, or of the whole programme: then it belongs to a scheme.
    trust = models.ForeignKey(
        "trusts.Trust",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="engagement_events",
    )
    scheme = models.ForeignKey(
        "trusts.Scheme",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="engagement_events",
    )
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="engagement_events"
    )
    aims = models.ManyToManyField(Aim, related_name="engagement_events", blank=True)
    group = models.ForeignKey(
        InvolvementGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    kind = models.CharField(max_length=15, choices=EventKind.choices)
    title = models.CharField(max_length=150)
    on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    # The questions asked; of a group's meeting, its agenda.
    script = models.TextField(max_length=4000, blank=True)
    minutes = models.TextField(max_length=8000, blank=True)
    state = models.CharField(max_length=10, choices=EventState.choices, default=EventState.PLANNED)
    # How many people took part; not known before it is counted.
    people = models.PositiveIntegerField(null=True, blank=True)
    # Characteristics by which it is not divided any more: a version that was shown and one
    # corrected by a few people would together point at them.
    not_divided = ArrayField(
        models.CharField(max_length=15, choices=CHOICES), default=list, blank=True, editable=False
    )
    # The divisions that others saw, by characteristic: a correction is compared with each of them.
    divided_before = models.JSONField(default=dict, editable=False)
    good = models.TextField("what is good", max_length=4000, blank=True)
    better = models.TextField("what could be better", max_length=4000, blank=True)
    who_was_missing = models.TextField(max_length=2000, blank=True)
    reason = models.TextField("why it was cancelled", max_length=2000, blank=True)
    author = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    written_up_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    # Counts of few people are kept nowhere but where nobody reads them.
    history = HistoricalRecords(excluded_fields=["people", "divided_before"])

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["trust", "-on"], name="event_by_trust")]
        constraints = [
            models.CheckConstraint(
                name="event_of_a_trust_or_a_scheme",
                condition=Q(trust__isnull=False) | Q(scheme__isnull=False),
            ),
            models.CheckConstraint(
                name="event_with_plan_has_trust",
                condition=Q(plan=None) | Q(trust__isnull=False),
            ),
            models.CheckConstraint(
                name="event_cancelled_says_why",
                condition=~Q(state="cancelled") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="event_written_up_says_what",
                condition=~Q(state="written_up") | ~Q(good="") | ~Q(better=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Facilitator(models.Model):
    """Who led the conversation: their role, and what prepared them for it."""

    event = models.ForeignKey(
        EngagementEvent, on_delete=models.CASCADE, related_name="facilitators"
    )
    who = models.CharField(max_length=120)
    training = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["event", "pk"]

    def __str__(self) -> str:
        return self.who


class EventCount(models.Model):
    """How many of those who took part were of one group. Never shown as it stands."""

    event = models.ForeignKey(EngagementEvent, on_delete=models.CASCADE, related_name="counts")
    characteristic = models.CharField(max_length=15, choices=CHOICES)
    group = models.CharField(max_length=20)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["event", "characteristic", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "characteristic", "group"], name="event_counts_a_group_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.characteristic} {self.group} at {self.event}"


class Population(Versioned):
    """The people a trust serves, divided by one characteristic: as the trust gave it."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.CASCADE, related_name="populations")
    characteristic = models.CharField(max_length=15, choices=CHOICES)
    source = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    # Group to number of people.
    numbers = models.JSONField(default=dict)
    # Every set of numbers that was shown. One that differs from any of them by a few people is
    # kept and not shown: the two together would point at those few.
    shown_before = models.JSONField(default=list, editable=False)
    is_shown = models.BooleanField(default=True, editable=False)
    given_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["trust", "characteristic"]
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "characteristic"], name="population_once_a_characteristic"
            ),
            models.CheckConstraint(
                name="population_has_a_year", condition=Q(year__gte=1990, year__lte=2100)
            ),
            models.CheckConstraint(name="population_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_characteristic_display()}, {self.trust}"


class ConcernedGroup(models.Model):
    """Whose experience an aim or an event concerns, where it is not everybody's."""

    aim = models.ForeignKey(
        Aim, null=True, blank=True, on_delete=models.CASCADE, related_name="concerned_groups"
    )
    event = models.ForeignKey(
        EngagementEvent,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="concerned_groups",
    )
    characteristic = models.CharField(max_length=15, choices=CHOICES)
    group = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="concerned_group_of_an_aim_or_an_event",
                condition=Q(aim__isnull=False, event=None) | Q(aim=None, event__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["aim", "event", "characteristic", "group"],
                name="concerned_group_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.characteristic}: {self.group}"
