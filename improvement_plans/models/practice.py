"""The practice library: what worked, told so that another trust can try it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from buddy_portal.accounts.versions import Versioned
from improvement_plans.coding.framework import LONGEST_KEY
from improvement_plans.models.plan import Plan

PERSON = settings.AUTH_USER_MODEL
# Figures that rest on fewer people could point at one of them.
FEWEST_PEOPLE = 21


class PracticeState(models.TextChoices):
    DRAFT = "draft", "Draft"
    REVIEWED = "reviewed", "Reviewed"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class Effort(models.TextChoices):
    HOURS = "hours", "Some hours of one person"
    WEEKS = "weeks", "Some weeks of one or two people"
    MONTHS = "months", "Some months of a team"


class Practice(Versioned):
    """Something a trust did for its patients, what came of it, and how to do it elsewhere."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="practices")
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="practices"
    )
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=150)
    problem = models.TextField(max_length=2000)
    what_we_did = models.TextField(max_length=4000)
    effort = models.CharField(max_length=10, choices=Effort.choices)
    result = models.TextField(max_length=2000, blank=True)
    result_n = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(FEWEST_PEOPLE)]
    )
    adapting = models.TextField(max_length=2000, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    questions = models.ManyToManyField("trusts.Question", related_name="practices", blank=True)
    # Keys of the framework's themes: what patients spoke of, in the words of their comments.
    themes = ArrayField(models.CharField(max_length=LONGEST_KEY), default=list, blank=True)
    state = models.CharField(
        max_length=10, choices=PracticeState.choices, default=PracticeState.DRAFT
    )
    author = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    # While it waits for a review.
    sent_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    # Why it was sent back or retired.
    reason = models.TextField(max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-published_at", "-created_at", "pk"]
        indexes = [models.Index(fields=["state", "-published_at"], name="practice_by_state")]
        constraints = [
            models.CheckConstraint(
                name="practice_published_is_reviewed",
                condition=~Q(state__in=["reviewed", "published"]) | Q(reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="practice_reviewed_by_another",
                condition=Q(reviewed_by=None) | Q(author=None) | ~Q(reviewed_by=models.F("author")),
            ),
            models.CheckConstraint(
                name="practice_figures_of_many",
                condition=Q(result_n=None) | Q(result_n__gte=FEWEST_PEOPLE),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AdoptionState(models.TextChoices):
    INTERESTED = "interested", "Interested"
    TESTING = "testing", "Testing it"
    ADOPTED = "adopted", "Adopted"
    ADAPTED = "adapted", "Adopted in another form"
    DROPPED = "dropped", "Tried and dropped"


class PracticeAdoption(Versioned):
    """Another trust that takes up a practice, how far it is and what came of it there."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="adoptions")
    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="adoptions")
    state = models.CharField(
        max_length=10, choices=AdoptionState.choices, default=AdoptionState.INTERESTED
    )
    result = models.TextField(max_length=2000, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["trust__name"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "trust"], name="adoption_once_a_trust")
        ]

    def __str__(self) -> str:
        return f"{self.practice} at {self.trust}"


class PracticeThanks(models.Model):
    """One person's thank you for a practice."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="thanks")
    by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "by"], name="thanks_once_a_person")
        ]

    def __str__(self) -> str:
        return f"Thank you for {self.practice}"
