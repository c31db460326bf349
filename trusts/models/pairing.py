"""Saved drafts of the pairing, and the pairs themselves with their life."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from buddy_portal.accounts.versions import Versioned

# Where a draft's result keeps how sure each pair is. Missing while a worker has still to find out.
CERTAINTY = "certainty"


class PairingDraft(models.Model):
    """A proposed set of pairs, kept with the inputs' digest and the weights that made it."""

    scheme = models.ForeignKey("trusts.Scheme", on_delete=models.CASCADE, related_name="drafts")
    name = models.CharField(max_length=80)
    # As the output of suggest_pairings: pairs, unmatched, matched, worst, total.
    result = models.JSONField()
    # What people decided: locked pairs, and forbidden pairs with their reason.
    choices = models.JSONField(default=dict)
    weights = models.JSONField(default=dict)
    weights_version = models.PositiveIntegerField(default=1)
    inputs_digest = models.CharField(max_length=64)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now_add=True)

    # What people decided, and when; the set itself follows from it.
    history = HistoricalRecords(excluded_fields=["result"])

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "name"], name="draft_name_once_a_scheme")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.scheme}"


class PairState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    ACTIVE = "active", "Active"
    COMPLETED = "completed", "Completed"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Not answered in time"
    ENDED_EARLY = "ended_early", "Ended early"


LIVE_STATES = (PairState.PROPOSED, PairState.AGREED, PairState.ACTIVE)


class PairAnswer(models.TextChoices):
    WAITING = "waiting", "No answer yet"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class BuddyPair(Versioned):
    """A mentor trust and a mentee trust in a scheme."""

    scheme = models.ForeignKey("trusts.Scheme", on_delete=models.PROTECT, related_name="pairs")
    mentor = models.ForeignKey(
        "trusts.Trust", on_delete=models.PROTECT, related_name="pairs_as_mentor"
    )
    mentee = models.ForeignKey(
        "trusts.Trust", on_delete=models.PROTECT, related_name="pairs_as_mentee"
    )
    state = models.CharField(max_length=12, choices=PairState.choices, default=PairState.PROPOSED)
    # Which of the mentor's places the pair takes, 1 to the mentor's capacity.
    place = models.PositiveSmallIntegerField(default=1)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    # What the score was made of when the pair was proposed.
    explanation = models.JSONField(default=dict, blank=True)
    draft = models.ForeignKey(
        PairingDraft, null=True, blank=True, on_delete=models.SET_NULL, related_name="pairs"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateField()
    mentor_answer = models.CharField(
        max_length=10, choices=PairAnswer.choices, default=PairAnswer.WAITING
    )
    mentee_answer = models.CharField(
        max_length=10, choices=PairAnswer.choices, default=PairAnswer.WAITING
    )
    mentor_answered_at = models.DateTimeField(null=True, blank=True)
    mentee_answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField("reason for declining or ending", max_length=2000, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    # Who signed the terms of engagement for each trust, or recorded that its sponsor had.
    mentor_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    mentor_signed_at = models.DateTimeField(null=True, blank=True)
    mentee_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    mentee_signed_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["scheme", "mentee__name", "-proposed_at"]
        constraints = [
            models.CheckConstraint(name="pair_of_two_trusts", condition=~Q(mentor=F("mentee"))),
            models.UniqueConstraint(
                fields=["scheme", "mentee"],
                condition=Q(state__in=["proposed", "agreed", "active"]),
                name="one_live_pair_per_mentee",
                violation_error_message="This mentee already has a proposed or active mentor.",
            ),
            models.UniqueConstraint(
                fields=["scheme", "mentor", "place"],
                condition=Q(state__in=["proposed", "agreed", "active"]),
                name="one_live_pair_per_place",
                violation_error_message="Every place of this mentor is taken.",
            ),
            models.CheckConstraint(
                name="pair_place_within_reason", condition=Q(place__gte=1, place__lte=5)
            ),
            models.CheckConstraint(
                name="pair_agreed_by_both",
                condition=~Q(state__in=["agreed", "active", "completed"])
                | Q(mentor_answer="accepted", mentee_answer="accepted"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} and {self.mentee}"
