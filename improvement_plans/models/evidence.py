"""What shows that an action was done: a file or a link."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from improvement_plans.models.action import Action

PERSON = settings.AUTH_USER_MODEL


class Evidence(models.Model):
    """A file or a link with what it shows. A removed one stays on record, without its content."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence")
    shows = models.CharField("what it shows", max_length=300)
    link = models.URLField(max_length=500, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_kind = models.CharField(max_length=4, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    no_patient_data = models.BooleanField("holds no patient data")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    # By somebody else than who added it, who has opened it.
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verification = models.CharField("what they saw", max_length=500, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    removal_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_file_or_a_link",
                condition=(~Q(file_name="") & ~Q(file_kind="") & ~Q(sha256="") & Q(link=""))
                | (Q(file_name="", file_kind="", sha256="", size=0) & ~Q(link="")),
            ),
            models.CheckConstraint(
                name="evidence_is_declared_free_of_patient_data",
                condition=Q(no_patient_data=True),
            ),
            models.CheckConstraint(
                name="evidence_verified_by_another",
                condition=Q(verified_by=None) | Q(by=None) | ~Q(verified_by=F("by")),
            ),
            models.CheckConstraint(
                name="evidence_verification_has_a_day",
                condition=Q(verified_at__isnull=False) | Q(verified_by=None, verification=""),
            ),
            models.CheckConstraint(
                name="evidence_removal_has_a_reason",
                condition=Q(removed_at=None, removal_reason="")
                | (Q(removed_at__isnull=False) & ~Q(removal_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.shows


class EvidenceContent(models.Model):
    """The bytes of a file, apart from what is listed. In the database: no folder serves them."""

    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, related_name="content")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"Content of {self.evidence_id}"
