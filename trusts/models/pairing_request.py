"""A set of pairs that a worker is asked for, because working it out would hold up a page."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class DraftAct(models.TextChoices):
    """What can be done to the set of a draft."""

    SUGGEST = "suggest", "work out a new set"
    AGAIN = "again", "work the set out again"
    LOCK = "lock", "lock"
    UNLOCK = "unlock", "unlock"
    FORBID = "forbid", "forbid"
    ALLOW = "allow", "allow again"


class PairingRequest(models.Model):
    """One act on a large scheme's pairing: who asked, how far it is, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being worked out"
        DONE = "done", "Done"
        REFUSED = "refused", "Not done"
        STOPPED = "stopped", "Stopped"

    scheme = models.ForeignKey(
        "trusts.Scheme", on_delete=models.CASCADE, related_name="pairing_requests"
    )
    # The draft that is changed. A new set has none until it is there.
    draft = models.ForeignKey(
        "trusts.PairingDraft", null=True, on_delete=models.CASCADE, related_name="requests"
    )
    act = models.CharField(max_length=8, choices=DraftAct.choices)
    # ODS codes, where the act is about a pair.
    mentor = models.CharField(max_length=10, blank=True)
    mentee = models.CharField(max_length=10, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_on = models.DateField()
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # How far the worker is: a place in trusts.services.large_pairings.STEPS.
    step = models.PositiveSmallIntegerField(default=0)
    # Why it was not done, in a sentence fit to show.
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme"],
                condition=Q(state="waiting"),
                name="one_open_pairing_request",
            ),
            models.CheckConstraint(
                name="pairing_request_has_both_codes_or_neither",
                condition=Q(mentor="", mentee="") | (~Q(mentor="") & ~Q(mentee="")),
            ),
        ]

    def __str__(self) -> str:
        about = f": {self.mentor} and {self.mentee}" if self.mentor else ""
        return f"{self.get_act_display()}{about}, {self.scheme}"
