"""Commitments: what was promised to those who spoke, who owns it, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from buddy_portal.accounts.versions import Versioned
from improvement_plans.models.action import Action
from improvement_plans.models.engagement import EngagementEvent
from improvement_plans.models.plan import Plan

PERSON = settings.AUTH_USER_MODEL


class CommitmentSource(models.TextChoices):
    EVENT = "event", "An event"
    SURVEY = "survey", "A survey"
    LETTER = "letter", "A letter or a complaint"
    OTHER = "other", "Another way"


class CommitmentState(models.TextChoices):
    PROMISED = "promised", "Promised"
    UNDER_WAY = "under_way", "Under way"
    KEPT = "kept", "Kept"
    NOT_POSSIBLE = "not_possible", "Not possible now"


class Commitment(Versioned):
    """A promise to people who told us something. `said` is theirs, `did` is our answer."""

    # Of a trust, or of the whole programme: then it belongs to a scheme.
    trust = models.ForeignKey(
        "trusts.Trust",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    scheme = models.ForeignKey(
        "trusts.Scheme",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    event = models.ForeignKey(
        EngagementEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    # The action of that plan by which it is kept.
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    source = models.CharField(max_length=10, choices=CommitmentSource.choices)
    source_words = models.CharField(max_length=200, blank=True)
    said = models.TextField("what people said", max_length=1000)
    text = models.CharField("what is promised", max_length=300)
    owner = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    due = models.DateField()
    state = models.CharField(
        max_length=12, choices=CommitmentState.choices, default=CommitmentState.PROMISED
    )
    did = models.TextField("what we did", max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["trust", "due"], name="commitment_by_trust")]
        constraints = [
            models.CheckConstraint(
                name="commitment_of_a_trust_or_a_scheme",
                condition=Q(trust__isnull=False) | Q(scheme__isnull=False),
            ),
            models.CheckConstraint(
                name="commitment_published_says_what_we_did",
                condition=Q(published_at=None) | ~Q(did=""),
            ),
            models.CheckConstraint(
                name="commitment_with_action_has_plan",
                condition=Q(action=None) | Q(plan__isnull=False),
            ),
            models.CheckConstraint(
                name="commitment_from_an_event_names_it",
                condition=~Q(source="event") | Q(event__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CommitmentUpdate(models.Model):
    """How a commitment stood from a moment on: the record from which any day can be told."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=300)
    owner_name = models.CharField(max_length=150, blank=True)
    due = models.DateField()
    state = models.CharField(max_length=12, choices=CommitmentState.choices)
    note = models.TextField(max_length=2000, blank=True)
    # What people had said, and where, in the words that stood then.
    said = models.TextField("what people said", max_length=1000, blank=True)
    heard = models.CharField("where it was heard", max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["commitment", "at"], name="update_by_commitment")]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.get_state_display()}"


class RecommendationAnswer(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Accepted in part"
    DECLINED = "declined", "Not accepted"


class Recommendation(Versioned):
    """What the programme asks of a Cancer Alliance, and the alliance's answer.

    An alliance is the group of trusts that name it (`Trust.alliance`).
    """

    alliance = models.CharField("Cancer Alliance", max_length=100)
    scheme = models.ForeignKey(
        "trusts.Scheme", on_delete=models.PROTECT, related_name="recommendations"
    )
    event = models.ForeignKey(
        EngagementEvent,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recommendations",
    )
    text = models.TextField(max_length=1000)
    made_on = models.DateField()
    answer_by = models.DateField()
    answer = models.CharField(max_length=10, choices=RecommendationAnswer.choices, blank=True)
    answer_words = models.TextField(max_length=2000, blank=True)
    answered_by = models.CharField("who answered for the alliance", max_length=150, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="recommendation_answer_is_whole",
                condition=Q(answer="", answered_on=None, answer_words="")
                | (~Q(answer="") & Q(answered_on__isnull=False) & ~Q(answer_words="")),
            ),
            models.CheckConstraint(
                name="recommendation_answer_by_after_made",
                condition=Q(answer_by__gte=models.F("made_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"To {self.alliance}: {self.text[:60]}"


class AllianceAnswer(models.Model):
    """What an alliance answered on a day: the record from which the answer of any day is told."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="answers"
    )
    answer = models.CharField(max_length=10, choices=RecommendationAnswer.choices)
    words = models.TextField(max_length=2000)
    by = models.CharField("who answered for the alliance", max_length=150)
    on = models.DateField()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.get_answer_display()}"
