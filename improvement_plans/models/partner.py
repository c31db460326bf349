"""Lived-experience partners: guests of one plan, named as they wish."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from buddy_portal.accounts.versions import Versioned
from improvement_plans.models.plan import Plan

PERSON = settings.AUTH_USER_MODEL


class Credit(models.TextChoices):
    NAME = "name", "By my own name"
    ALIAS = "alias", "By another name"
    NONE = "none", "Not by name"


class PartnerRole(models.TextChoices):
    """What a partner brings, in words that say nothing about anybody's health."""

    PATIENT = "patient", "Has had cancer care"
    CARER = "carer", "Cares for somebody who has had it"
    FAMILY = "family", "Family or friend"
    GROUP = "group", "Speaks for a group or charity"
    PUBLIC = "public", "Member of the public"


class Stage(models.TextChoices):
    """Parts of the work that partners take part in."""

    NEED = "need", "Finding out what matters"
    WRITING = "writing", "Writing the plan"
    CARRYING_OUT = "carrying_out", "Carrying it out"
    CHECKING = "checking", "Checking whether it works"
    SHARING = "sharing", "Telling others"


class PlanGuest(Versioned):
    """A lived-experience partner, invited to one plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="guests")
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="plans_as_guest")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # How they want to be named; nobody is named before they said so.
    credit = models.CharField(max_length=5, choices=Credit.choices, default=Credit.NONE)
    credited_as = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=10, choices=PartnerRole.choices, blank=True)
    # A list of the stages that they took part in.
    stages = models.JSONField(default=list, blank=True)
    difference = models.TextField("what changed because of them", max_length=2000, blank=True)
    invited_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["plan", "user__name"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "user"], name="guest_once_a_plan"),
            models.CheckConstraint(
                name="guest_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="guest_with_alias_has_one",
                condition=~Q(credit="alias") | ~Q(credited_as=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_as}, guest of {self.plan}"

    @property
    def shown_as(self) -> str:
        """The name they agreed to; without consent, only what they are."""
        if self.credit == Credit.NAME:
            return self.user.name
        return self.credited_as if self.credit == Credit.ALIAS else "A partner"

    def is_there(self, day: datetime.date) -> bool:
        """Whether the person is a guest of the plan on this day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def stage_words(self) -> str:
        """The stages in the order of the work: "Writing the plan, carrying it out"."""
        labels = [stage.label for stage in Stage if stage.value in self.stages]
        return ", ".join([*labels[:1], *(label.lower() for label in labels[1:])])
