"""Involvement groups: chaired by a patient, meeting regularly, advising the trust."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from buddy_portal.accounts.versions import Versioned
from improvement_plans.models.partner import Credit
from improvement_plans.models.plan import Plan

PERSON = settings.AUTH_USER_MODEL
MOST_MEMBERS = 12


class InvolvementGroup(Versioned):
    """A standing group of people with lived experience that advises a trust."""

    trust = models.ForeignKey(
        "trusts.Trust", on_delete=models.PROTECT, related_name="involvement_groups"
    )
    name = models.CharField(max_length=150)
    # What it is for, who may belong, how it decides and how often it meets.
    constitution = models.TextField(max_length=4000)
    founded_on = models.DateField()
    # The group's last day, and why it was its last. Nothing is added to it afterwards.
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField("why it ended", max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["trust__name", "name"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "name"], name="group_name_once_a_trust"),
            models.CheckConstraint(
                name="group_ends_after_start",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("founded_on")),
            ),
            models.CheckConstraint(
                name="group_ended_says_why",
                condition=Q(ended_on=None, ended_why="")
                | (Q(ended_on__isnull=False) & ~Q(ended_why="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_ended(self) -> bool:
        """Whether the trust has ended it: it can be read, and nothing is added to it."""
        return self.ended_on is not None


class MemberQuerySet(models.QuerySet["GroupMember"]):
    def on(self, day: datetime.date) -> MemberQuerySet:
        """Those who are members on a day; of a group that was ended nobody is."""
        here = self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
        return here.filter(group__ended_on=None)

    def to_the_end(self) -> MemberQuerySet:
        """Those who had not left when their group was ended."""
        return self.filter(ends_on=None)


class GroupMember(models.Model):
    """A member of a group, invited by a link; named in public only as they wish."""

    group = models.ForeignKey(InvolvementGroup, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="groups_as_member")
    is_chair = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    credit = models.CharField(max_length=5, choices=Credit.choices, default=Credit.NONE)
    credited_as = models.CharField(max_length=150, blank=True)
    invited_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["group", "-is_chair", "user__name"]
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="member_once_a_group"),
            models.UniqueConstraint(
                fields=["group"], condition=Q(is_chair=True), name="group_has_one_chair"
            ),
            models.CheckConstraint(
                name="member_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="chair_is_a_member_today", condition=Q(is_chair=False) | Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="member_with_alias_has_one", condition=~Q(credit="alias") | ~Q(credited_as="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_as}, member of {self.group}"

    @property
    def shown_as(self) -> str:
        """The name they agreed to; without consent, only what they are."""
        if self.credit == Credit.NAME:
            return str(self.user.name)
        return self.credited_as if self.credit == Credit.ALIAS else "A member"


class AdviceOutcome(models.TextChoices):
    WAITING = "waiting", "Being considered"
    TAKEN = "taken", "Taken up"
    PARTLY = "partly", "Taken up in part"
    NOT_TAKEN = "not_taken", "Not taken up"


class GroupAdvice(Versioned):
    """What a group advised, and what became of it."""

    group = models.ForeignKey(InvolvementGroup, on_delete=models.CASCADE, related_name="advice")
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="group_advice"
    )
    on = models.DateField()
    text = models.TextField(max_length=2000)
    outcome = models.CharField(
        max_length=10, choices=AdviceOutcome.choices, default=AdviceOutcome.WAITING
    )
    became = models.TextField("what became of it", max_length=2000, blank=True)
    written_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="advice_answered_says_what_became_of_it",
                condition=Q(outcome="waiting") | ~Q(became=""),
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
