"""Measures of a plan: what is counted, its figures in time, and where its chart starts anew."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from buddy_portal.accounts.versions import Versioned
from improvement_plans.models.plan import Aim, Plan

PERSON = settings.AUTH_USER_MODEL
# No figure of ours comes near it; it keeps infinity and not-a-number out of the database.
GREATEST = 1e12


class MeasureKind(models.TextChoices):
    OUTCOME = "outcome", "Outcome"
    PROCESS = "process", "Process"
    BALANCING = "balancing", "Balancing"


class MeasureUnit(models.TextChoices):
    PERCENT = "percent", "Percent"
    COUNT = "count", "A number of people or things"
    DAYS = "days", "Days"
    SCORE = "score", "A score from 0 to 10"
    NUMBER = "number", "Another number"


class EnteredAs(models.TextChoices):
    VALUE = "value", "One figure"
    COUNTS = "counts", "Two numbers: how many, out of how many"


class Direction(models.TextChoices):
    INCREASE = "increase", "Higher is better"
    DECREASE = "decrease", "Lower is better"
    NEUTRAL = "neutral", "Neither"


class Frequency(models.TextChoices):
    WEEKLY = "weekly", "Every week"
    FORTNIGHTLY = "fortnightly", "Every two weeks"
    MONTHLY = "monthly", "Every month"
    QUARTERLY = "quarterly", "Every three months"


class ChartKind(models.TextChoices):
    XMR = "xmr", "XmR chart"
    RUN = "run", "Run chart"


SIX_OR_SEVEN = [(6, "6 points"), (7, "7 points")]


class Measure(Versioned):
    """Something that a plan follows in time, with the rules that judge its chart."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="measures")
    aim = models.ForeignKey(
        Aim, null=True, blank=True, on_delete=models.SET_NULL, related_name="measures"
    )
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=MeasureKind.choices)
    unit = models.CharField(max_length=10, choices=MeasureUnit.choices)
    entered_as = models.CharField(max_length=10, choices=EnteredAs.choices, default=EnteredAs.VALUE)
    # Numbers of patients from 1 to 9 are shown to nobody outside the trust.
    counts_patients = models.BooleanField(default=True)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    target = models.FloatField(null=True, blank=True)
    frequency = models.CharField(
        max_length=12, choices=Frequency.choices, default=Frequency.MONTHLY
    )
    chart = models.CharField(max_length=5, choices=ChartKind.choices, default=ChartKind.XMR)
    shift = models.PositiveSmallIntegerField(choices=SIX_OR_SEVEN, default=7)
    trend = models.PositiveSmallIntegerField(choices=SIX_OR_SEVEN, default=7)
    # Who adds the figures; the plan's lead where it is nobody.
    keeper = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Whether the latest figures show an improvement; worked out whenever they change, so that a
    # list of plans need not read every figure.
    improves = models.BooleanField(default=False, editable=False)
    stopped_on = models.DateField(null=True, blank=True)
    stopped_why = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="measure_name_once_a_plan"),
            models.CheckConstraint(
                name="measure_rules_of_six_or_seven",
                condition=Q(shift__in=[6, 7], trend__in=[6, 7]),
            ),
            models.CheckConstraint(
                name="measure_of_two_numbers_is_a_percentage",
                condition=~Q(entered_as="counts") | Q(unit="percent"),
            ),
            models.CheckConstraint(
                name="measure_stopped_says_why",
                condition=Q(stopped_on=None, stopped_why="")
                | (Q(stopped_on__isnull=False) & ~Q(stopped_why="")),
            ),
            models.CheckConstraint(
                name="measure_target_is_a_number",
                condition=Q(target=None) | Q(target__gte=-GREATEST, target__lte=GREATEST),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MeasureDefinition(models.Model):
    """What exactly is counted, from a date on. A change is a new version, never a rewrite."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="definitions")
    number = models.PositiveSmallIntegerField()
    from_date = models.DateField(null=True, blank=True)
    definition = models.TextField(max_length=1000)
    numerator = models.CharField(max_length=200, blank=True)
    denominator = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["measure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="definition_version_once"),
            models.UniqueConstraint(
                fields=["measure", "from_date"], name="definition_once_from_a_date"
            ),
            models.CheckConstraint(
                name="definition_change_says_when_and_why",
                condition=Q(number=1, from_date=None)
                | (Q(number__gt=1, from_date__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, definition {self.number}"


class DataPoint(Versioned):
    """One figure of a measure on one date. A missing figure is no row, never zero."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="points")
    on = models.DateField()
    value = models.FloatField()
    numerator = models.PositiveIntegerField(null=True, blank=True)
    denominator = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["measure", "on"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "on"], name="one_figure_a_date"),
            models.CheckConstraint(
                name="figure_is_a_number",
                condition=Q(value__gte=-GREATEST, value__lte=GREATEST),
            ),
            models.CheckConstraint(
                name="figure_of_two_numbers_or_none",
                condition=Q(numerator=None, denominator=None)
                | Q(
                    numerator__isnull=False,
                    denominator__isnull=False,
                    denominator__gt=0,
                    numerator__lte=F("denominator"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} on {self.on}"


class RebaseKind(models.TextChoices):
    ANEW = "anew", "The chart starts anew here"
    FIXED = "fixed", "Limits rest on the figures up to here"


class Rebase(models.Model):
    """A date that changes on which figures a chart's centre and limits rest.

    The chart starts anew at it, or the limits of the part that holds it are fixed to the figures up
    to it.
    """

    kind = models.CharField(max_length=5, choices=RebaseKind.choices, default=RebaseKind.ANEW)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="rebases")
    on = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    # Undone, not deleted: the log keeps both.
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["measure", "on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on", "kind"],
                condition=Q(undone_at=None),
                name="one_rebase_a_date",
            ),
            models.CheckConstraint(name="rebase_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="rebase_undone_says_why",
                condition=Q(undone_at=None, undone_why="")
                | (Q(undone_at__isnull=False) & ~Q(undone_why="")),
            ),
        ]

    def __str__(self) -> str:
        words = "anew from" if self.kind == RebaseKind.ANEW else "limits fixed up to"
        return f"{self.measure}: {words} {self.on}"
