"""How an aim should come about: its drivers, and the ideas that act on them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buddy_portal.accounts.versions import Versioned
from improvement_plans.models.plan import Aim


class Driver(Versioned):
    """Something that brings an aim about; a driver with a parent is a part of it (secondary)."""

    aim = models.ForeignKey(Aim, on_delete=models.CASCADE, related_name="drivers")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts"
    )
    label = models.CharField(max_length=120)

    class Meta:
        ordering = ["aim", "id"]

    def __str__(self) -> str:
        return self.label


class IdeaState(models.TextChoices):
    IDEA = "idea", "Idea"
    TESTING = "testing", "Being tested"
    ADOPTED = "adopted", "Adopted"
    ADAPTED = "adapted", "Adapted"
    ABANDONED = "abandoned", "Abandoned"


class ChangeIdea(Versioned):
    """Something to try that acts on a driver; actions carry it out."""

    driver = models.ForeignKey(Driver, on_delete=models.CASCADE, related_name="ideas")
    text = models.CharField(max_length=120)
    # Where it comes from: the buddy, a practice, a partner.
    source = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=IdeaState.choices, default=IdeaState.IDEA)
    learnt = models.CharField("what was learnt", max_length=500, blank=True)

    class Meta:
        ordering = ["driver", "id"]
        constraints = [
            models.CheckConstraint(
                name="abandoned_idea_says_why",
                condition=~Q(state="abandoned") | ~Q(learnt=""),
            )
        ]

    def __str__(self) -> str:
        return self.text
