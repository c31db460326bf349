"""The survey of those who took part: one personal link and one answer each."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL


class TeamSurvey(models.Model):
    """The survey of one cohort, or of a whole scheme that has none.

    Its results are shown once it is closed, and it never reopens.
    """

    scheme = models.ForeignKey(
        "trusts.Scheme", on_delete=models.PROTECT, related_name="team_surveys"
    )
    # Of the scheme; empty where everybody of the scheme is asked.
    cohort = models.ForeignKey(
        "improvement_plans.Cohort",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="team_surveys",
    )
    closes_on = models.DateField("last day to answer")
    opened_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_by_name = models.CharField(max_length=150)
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme"], condition=Q(cohort=None), name="team_survey_once_a_scheme"
            ),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(cohort__isnull=False),
                name="team_survey_once_a_cohort",
            ),
        ]

    def __str__(self) -> str:
        return f"Team survey of {self.whom}"

    @property
    def whom(self) -> str:
        """The scheme whose people are asked, and the cohort where only its people are."""
        return str(self.scheme) if self.cohort is None else f"{self.scheme} ({self.cohort})"

    def is_open(self, day: datetime.date) -> bool:
        """Whether answers are taken on a day."""
        return day <= self.closes_on


class TeamSurveyItem(models.Model):
    """A statement to agree with, from 1 (not at all) to 4 (very much)."""

    survey = models.ForeignKey(TeamSurvey, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        ordering = ["survey", "place"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "place"], name="team_item_place_once")
        ]

    def __str__(self) -> str:
        return self.text


class TeamSurveyInvitation(models.Model):
    """A person who is asked, with or without an account, by a signed link of their own."""

    survey = models.ForeignKey(TeamSurvey, on_delete=models.PROTECT, related_name="invitations")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150)
    email = models.EmailField()
    # The pair's mentee for partners: a team is everybody of one trust.
    trust_code = models.CharField(max_length=10)
    invited_at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["survey", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "email"], name="team_survey_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.survey}"


class TeamSurveyAnswer(models.Model):
    """What one person answered; it can be changed until the survey closes."""

    invitation = models.OneToOneField(
        TeamSurveyInvitation, on_delete=models.PROTECT, related_name="answer"
    )
    # Item id -> 1 to 4. A statement that was left out is not here.
    ratings = models.JSONField(default=dict)
    recommends = models.BooleanField(null=True)
    quote = models.TextField(blank=True)
    may_quote = models.BooleanField(default=False)
    quoted_as = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="team_quote_with_consent_has_words",
                condition=Q(may_quote=False) | ~Q(quote=""),
            )
        ]

    def __str__(self) -> str:
        return f"Answer to {self.invitation.survey}"
