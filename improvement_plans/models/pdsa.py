"""PDSA cycles: a change idea tried on a small scale, with a prediction that cannot be rewritten."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from buddy_portal.accounts.versions import Versioned
from improvement_plans.models.driver import ChangeIdea
from improvement_plans.models.measure import Measure

PERSON = settings.AUTH_USER_MODEL


class CycleState(models.TextChoices):
    PLANNED = "planned", "Plan"
    DOING = "doing", "Do"
    STUDYING = "studying", "Study"
    DECIDED = "decided", "Decided"


class CycleScale(models.TextChoices):
    ONCE = "once", "One person, once"
    CLINIC = "clinic", "One clinic or one day"
    TEAM = "team", "One team or ward"
    SERVICE = "service", "The whole service"


class PredictionMet(models.TextChoices):
    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class CycleDecision(models.TextChoices):
    ADOPT = "adopt", "Adopt it"
    ADAPT = "adapt", "Adapt it and test again"
    ABANDON = "abandon", "Abandon it"


class PdsaCycle(Versioned):
    """One turn of plan, do, study and act on a change idea; its turns make a ramp."""

    idea = models.ForeignKey(ChangeIdea, on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=300)
    # A trigger in the database keeps it as it was when "do" began.
    prediction = models.CharField(max_length=500)
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.SET_NULL, related_name="cycles"
    )
    scale = models.CharField(max_length=10, choices=CycleScale.choices)
    plan_words = models.TextField("who does what, where and when", max_length=1000)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=CycleState.choices, default=CycleState.PLANNED)
    begun_on = models.DateField(null=True, blank=True)
    did = models.TextField(max_length=1000, blank=True)
    found = models.TextField(max_length=1000, blank=True)
    prediction_met = models.CharField(max_length=10, choices=PredictionMet.choices, blank=True)
    decision = models.CharField(max_length=10, choices=CycleDecision.choices, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["idea", "number"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "number"], name="cycle_number_once_an_idea"),
            models.UniqueConstraint(
                fields=["idea"], condition=~Q(state="decided"), name="one_open_cycle_an_idea"
            ),
            models.CheckConstraint(
                name="cycle_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="cycle_begun_has_its_day_and_prediction",
                condition=Q(state="planned", begun_on=None)
                | (~Q(state="planned") & Q(begun_on__isnull=False) & ~Q(prediction="")),
            ),
            models.CheckConstraint(
                name="cycle_done_says_what",
                condition=Q(state__in=["planned", "doing"]) | ~Q(did=""),
            ),
            models.CheckConstraint(
                name="cycle_decision_is_whole",
                condition=Q(state="decided", decided_on__isnull=False)
                & ~Q(found="")
                & ~Q(prediction_met="")
                & ~Q(decision="")
                | (~Q(state="decided") & Q(decision="", decided_on=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"Cycle {self.number} of {self.idea}"
