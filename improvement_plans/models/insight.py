"""What patients said: comments without names, how they were coded, and files of many of them.

No text of a comment may stand in the audit trail, so nothing here puts it into `__str__`, and no
history of earlier texts is kept: a comment that is deleted is gone.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from buddy_portal.accounts.versions import Versioned
from improvement_plans.coding.framework import LONGEST_KEY, SENTIMENTS
from improvement_plans.models.engagement import EngagementEvent
from improvement_plans.models.plan import Plan

PERSON = settings.AUTH_USER_MODEL
LONGEST_EXCERPT = 4000
MOST_PEOPLE = 1_000_000


class InsightSource(models.TextChoices):
    SURVEY = "survey", "Survey comment"
    FOCUS_GROUP = "focus_group", "Focus group"
    TWEET_CHAT = "tweet_chat", "Tweet chat"
    WORKSHOP = "workshop", "Workshop"
    STORY = "story", "Patient story"
    COMPLAINT = "complaint", "Complaint"
    FIFTEEN_STEPS = "15_steps", "15 Steps visit"
    PARTNER = "partner", "Lived-experience partner"


class Bearing(models.TextChoices):
    GOOD = "good", "What was good"
    BETTER = "better", "What could be better"
    BOTH = "both", "Both"


class CodingState(models.TextChoices):
    UNCODED = "uncoded", "Not coded yet"
    CODED = "coded", "Coded"
    SECOND = "second", "Waits for a second coder"
    DIFFERS = "differs", "Two codings differ"
    AGREED = "agreed", "Agreed by two coders"


class CommentImportState(models.TextChoices):
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked"
    SAVING = "saving", "Being saved"
    SAVED = "saved", "Saved"
    REFUSED = "refused", "Refused"
    DISCARDED = "discarded", "Thrown away"
    UNDONE = "undone", "Undone"


class CommentImport(models.Model):
    """Many comments brought at once. Its rows wait in StagedComment until they are saved."""

    trust = models.ForeignKey(
        "trusts.Trust", on_delete=models.PROTECT, related_name="comment_imports"
    )
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="comment_imports"
    )
    state = models.CharField(max_length=10, choices=CommentImportState.choices)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64)
    # What holds for rows whose own column says nothing: source, date, service, tumour group.
    given = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    # Rows that cannot be saved: [{"row", "column", "value", "reason"}].
    refused = models.JSONField(default=list)
    # Rows left out because the same comment is there: [{"row", "of"}].
    repeated = models.JSONField(default=list)
    problem = models.TextField(blank=True)
    # How far a worker is.
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    # The file as it came, packed, until it has been checked.
    content = models.BinaryField(default=bytes)
    brought_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    brought_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["-brought_at", "-id"]
        indexes = [models.Index(fields=["trust", "-brought_at"], name="comment_import_by_trust")]

    def __str__(self) -> str:
        return f"Comments brought {self.brought_at:%Y-%m-%d}" if self.brought_at else "Comments"


class Decision(models.TextChoices):
    MASK = "mask", "Save it with the suggested marks"
    KEEP = "keep", "Keep it as it is"
    LEAVE_OUT = "leave_out", "Leave this row out"


class StagedComment(models.Model):
    """A row of a checked import that waits to be saved. It goes when the import is over."""

    batch = models.ForeignKey(CommentImport, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    excerpt = models.TextField(max_length=LONGEST_EXCERPT)
    # Date, source and the like, as plain values.
    values = models.JSONField(default=dict)
    # [{"kind", "start", "end"}], only of rows that hold something to decide.
    findings = models.JSONField(default=list)
    masked = models.TextField(max_length=LONGEST_EXCERPT * 2, blank=True)
    # Of either text, as a saved comment has it.
    digest = models.CharField(max_length=64)
    masked_digest = models.CharField(max_length=64, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "row"], name="staged_comment_once_a_row")
        ]
        indexes = [
            models.Index(
                fields=["batch", "row"],
                name="staged_comment_to_decide",
                condition=~Q(findings=[]),
            )
        ]

    def __str__(self) -> str:
        return f"Row {self.row}"


class Insight(Versioned):
    """One thing that patients said, in words that name nobody."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="insights")
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="insights"
    )
    event = models.ForeignKey(
        EngagementEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="insights"
    )
    batch = models.ForeignKey(
        CommentImport, null=True, blank=True, on_delete=models.PROTECT, related_name="insights"
    )
    source = models.CharField(max_length=12, choices=InsightSource.choices)
    said_on = models.DateField()
    service = models.CharField(max_length=100, blank=True)
    tumour_group = models.CharField(max_length=60, blank=True)
    # How many people said it, where that is known.
    people = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]
    )
    excerpt = models.TextField(max_length=LONGEST_EXCERPT)
    # Of the words alone: the same comment is found however it is spaced.
    excerpt_digest = models.CharField(max_length=64)
    bearing = models.CharField(max_length=6, choices=Bearing.choices, blank=True)
    # As coded: by one person, or as two agreed.
    sentiment = models.PositiveSmallIntegerField(null=True, blank=True, choices=SENTIMENTS)
    themes = ArrayField(models.CharField(max_length=LONGEST_KEY), default=list, blank=True)
    coding_state = models.CharField(
        max_length=8, choices=CodingState.choices, default=CodingState.UNCODED
    )
    questions = models.ManyToManyField("trusts.Question", related_name="insights", blank=True)
    aims = models.ManyToManyField("improvement_plans.Aim", related_name="insights", blank=True)
    actions = models.ManyToManyField(
        "improvement_plans.Action", related_name="insights", blank=True
    )
    # What looked like a name or a number and was kept, and why.
    kept_kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    kept_reason = models.CharField(max_length=300, blank=True)
    written_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    words = models.GeneratedField(
        expression=SearchVector("excerpt", "service", "tumour_group", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-said_on", "-id"]
        indexes = [
            GinIndex(fields=["words"], name="insight_words"),
            GinIndex(fields=["themes"], name="insight_themes"),
            models.Index(fields=["trust", "-said_on", "-id"], name="insight_of_trust"),
            models.Index(fields=["-said_on", "-id"], name="insight_newest"),
            models.Index(fields=["plan", "-said_on"], name="insight_of_plan"),
            models.Index(fields=["trust", "excerpt_digest"], name="insight_same_words"),
            models.Index(fields=["trust", "coding_state"], name="insight_to_code"),
        ]
        constraints = [
            models.CheckConstraint(
                name="insight_sentiment_within_scale",
                condition=Q(sentiment=None) | Q(sentiment__gte=1, sentiment__lte=5),
            ),
            models.CheckConstraint(
                name="insight_said_by_somebody",
                condition=Q(people=None) | Q(people__gte=1, people__lte=MOST_PEOPLE),
            ),
            models.CheckConstraint(name="insight_has_words", condition=~Q(excerpt="")),
            models.CheckConstraint(
                name="insight_kept_for_a_reason",
                condition=Q(kept_kinds=[]) | ~Q(kept_reason=""),
            ),
            models.CheckConstraint(
                name="insight_coded_has_themes",
                condition=Q(coding_state="uncoded") | ~Q(themes=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} of {self.said_on}"


class Coding(models.Model):
    """How one person coded a comment, without seeing how another did."""

    insight = models.ForeignKey(Insight, on_delete=models.CASCADE, related_name="codings")
    coder = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    place = models.PositiveSmallIntegerField()
    themes = ArrayField(models.CharField(max_length=LONGEST_KEY))
    sentiment = models.PositiveSmallIntegerField(choices=SENTIMENTS)
    coded_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["insight", "place"]
        constraints = [
            models.UniqueConstraint(fields=["insight", "place"], name="coding_once_a_place"),
            models.UniqueConstraint(fields=["insight", "coder"], name="coding_once_a_person"),
            models.CheckConstraint(
                name="coding_is_first_or_second", condition=Q(place__gte=1, place__lte=2)
            ),
            models.CheckConstraint(
                name="coding_sentiment_within_scale",
                condition=Q(sentiment__gte=1, sentiment__lte=5),
            ),
            models.CheckConstraint(name="coding_has_themes", condition=~Q(themes=[])),
        ]

    def __str__(self) -> str:
        return f"Coding {self.place} of {self.insight_id}"


class Reconciliation(models.Model):
    """What two coders agreed on where their codings differed, and why."""

    insight = models.OneToOneField(Insight, on_delete=models.CASCADE, related_name="agreed")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    themes = ArrayField(models.CharField(max_length=LONGEST_KEY))
    sentiment = models.PositiveSmallIntegerField(choices=SENTIMENTS)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="agreed_has_themes", condition=~Q(themes=[])),
            models.CheckConstraint(
                name="agreed_sentiment_within_scale",
                condition=Q(sentiment__gte=1, sentiment__lte=5),
            ),
        ]

    def __str__(self) -> str:
        return f"Agreed coding of {self.insight_id}"
