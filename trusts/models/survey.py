"""Surveys, their years and questions, what was published, and which import brought it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from buddy_portal.accounts.versions import Versioned


class Scale(models.TextChoices):
    PERCENT = "percent", "Percentage positive"
    MEAN_0_10 = "mean_0_10", "Mean from 0 to 10"


class Level(models.TextChoices):
    TRUST = "trust", "Trust"
    ALLIANCE = "alliance", "Cancer Alliance"
    NATIONAL = "national", "England"


class Survey(models.Model):
    """A survey that is repeated, such as the National Cancer Patient Experience Survey."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    attribution = models.TextField(blank=True)
    is_fictional = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SurveyYear(Versioned):
    """One round of a survey: who was asked, when they were treated, when it was published."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    sample_from = models.DateField("patients treated from", null=True, blank=True)
    sample_to = models.DateField("patients treated until", null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["survey", "year"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "year"], name="survey_year_once"),
            models.CheckConstraint(
                name="sample_window_both_or_neither",
                condition=(
                    Q(sample_from=None, sample_to=None)
                    | Q(sample_from__isnull=False, sample_to__gte=F("sample_from"))
                ),
            ),
            models.CheckConstraint(
                name="survey_year_in_living_memory", condition=Q(year__gte=2000, year__lte=2100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} survey"


class Question(models.Model):
    """A scored question of one survey year."""

    survey_year = models.ForeignKey(SurveyYear, on_delete=models.CASCADE, related_name="questions")
    number = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField(default=0)
    section = models.CharField(max_length=100, blank=True)
    label = models.CharField("short name", max_length=120)
    text = models.TextField("wording", blank=True)
    scale = models.CharField(max_length=10, choices=Scale.choices, default=Scale.PERCENT)

    class Meta:
        ordering = ["survey_year", "position", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey_year", "number"], name="question_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"


class Comparability(models.Model):
    """Whether a question may be compared between two years of a survey, and why (not).

    Where no row says anything, questions of the same number, wording year range and scale may be
    compared only if both years asked them: see `trusts.selectors`.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Comparable"
        NO = "no", "Not comparable"
        CHANGED = "changed", "Changed wording, compare with care"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="comparability")
    question_number = models.CharField(max_length=10)
    earlier_year = models.PositiveSmallIntegerField()
    later_year = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, choices=Answer.choices)
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["survey", "question_number", "earlier_year", "later_year"]
        verbose_name_plural = "comparability"
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "question_number", "earlier_year", "later_year"],
                name="comparability_said_once",
            ),
            models.CheckConstraint(
                name="comparability_earlier_before_later",
                condition=Q(later_year__gt=F("earlier_year")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_number}, {self.earlier_year} and {self.later_year}: {self.answer}"


class ImportState(models.TextChoices):
    CHECKING = "checking", "Being checked"
    REFUSED = "refused", "Not understood"
    CHECKED = "checked", "Trial run, nothing saved"
    COMMITTING = "committing", "Being imported"
    COMMITTED = "committed", "Imported"
    ROLLED_BACK = "rolled_back", "Rolled back"


class SurveyImport(models.Model):
    """A file that was checked or imported, with what it held and who brought it."""

    survey_year = models.ForeignKey(SurveyYear, on_delete=models.PROTECT, related_name="imports")
    state = models.CharField(max_length=12, choices=ImportState.choices)
    family = models.CharField("kind of table", max_length=30)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField("checksum (SHA-256)", max_length=64)
    # The file as it came, kept compressed, so that the checked file is the one imported.
    content = models.BinaryField()
    counts = models.JSONField(default=dict)
    # [{"row", "column", "value", "reason"}], and the same for rows left out with a reason.
    refused = models.JSONField(default=list)
    # First so many of [{"trust", "question", "group", "field", "old", "new"}].
    changes = models.JSONField(default=list)
    # What else the reader saw: "withheld" figures, names that differ, columns left out.
    notes = models.JSONField(default=dict)
    # Why the file was refused as a whole, or could not be imported after all.
    problem = models.TextField(blank=True)
    left_out_reason = models.CharField(max_length=300, blank=True)
    # The published report that uses the figures: from then on the import stays.
    held_by = models.CharField(max_length=300, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["survey_year", "state"], name="import_by_year"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.survey_year})"


class Score(models.Model):
    """What was published for one organisation, question and group of patients.

    A suppressed score is a state of its own: it has no score and says so. Scores are kept on the
    question's own scale: 0-100 for percentages, 0-10 for means.
    """

    # Millions of rows: the four keys have no index of their own where another begins with them,
    # and none on `brought_by`, so that an import rewrites as few indexes as it can.
    survey_year = models.ForeignKey(
        SurveyYear, on_delete=models.PROTECT, related_name="scores", db_index=False
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="scores", db_index=False
    )
    level = models.CharField(max_length=10, choices=Level.choices)
    trust = models.ForeignKey(
        "trusts.Trust",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="scores",
        db_index=False,
    )
    # The code of the organisation: a trust's ODS code, an alliance's name, or "All".
    org_code = models.CharField(max_length=100)
    # Blank for all patients; otherwise such as "tumour_group" and "Breast".
    group_kind = models.CharField(max_length=20, blank=True)
    group_name = models.CharField(max_length=100, blank=True)
    n = models.PositiveIntegerField("answers", null=True)
    score = models.FloatField(null=True)
    suppressed = models.BooleanField(default=False)
    adjusted = models.FloatField("case-mix adjusted score", null=True)
    # As published to more places, where the table gives it.
    adjusted_unrounded = models.FloatField(null=True)
    # The 95% interval of the adjusted score, and that of the plain one.
    lower = models.FloatField("lower limit of the interval", null=True)
    upper = models.FloatField("upper limit of the interval", null=True)
    score_lower = models.FloatField("lower limit of the plain score", null=True)
    score_upper = models.FloatField("upper limit of the plain score", null=True)
    expected_lower = models.FloatField(null=True)
    expected_upper = models.FloatField(null=True)
    band = models.CharField(max_length=12, blank=True)
    brought_by = models.ForeignKey(
        SurveyImport, null=True, on_delete=models.PROTECT, related_name="scores", db_index=False
    )

    class Meta:
        ordering = ["survey_year", "org_code", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey_year", "question", "level", "org_code", "group_kind", "group_name"],
                name="score_once",
            ),
            models.CheckConstraint(
                name="score_hidden_when_suppressed",
                condition=Q(suppressed=False)
                | Q(
                    score=None,
                    adjusted=None,
                    adjusted_unrounded=None,
                    lower=None,
                    upper=None,
                    score_lower=None,
                    score_upper=None,
                    band="",
                ),
            ),
            models.CheckConstraint(
                name="score_within_scale",
                condition=(Q(score=None) | Q(score__gte=0, score__lte=100))
                & (Q(adjusted=None) | Q(adjusted__gte=0, adjusted__lte=100)),
            ),
            models.CheckConstraint(
                name="score_trust_fits_level",
                condition=Q(level="trust", trust__isnull=False)
                | (~Q(level="trust") & Q(trust=None)),
            ),
            models.CheckConstraint(
                name="expected_range_both_or_neither",
                condition=(
                    Q(expected_lower=None, expected_upper=None)
                    | Q(expected_lower__isnull=False, expected_upper__gte=F("expected_lower"))
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["trust", "survey_year"], name="score_by_trust"),
            models.Index(fields=["question", "level"], name="score_by_question"),
            # Few: what an import is held against so that no hidden group is given away.
            models.Index(
                fields=["survey_year", "question", "org_code"],
                name="score_hidden_groups",
                condition=Q(suppressed=True) & ~Q(group_kind=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.org_code} {self.question_id} {self.survey_year_id}"
