"""Reports that runs compile, and their forms as bytes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from evaluation.models.run import EvaluationRun

PERSON = settings.AUTH_USER_MODEL


class ReportState(models.TextChoices):
    COMPILED = "compiled", "Compiled, not signed off"
    FACT_CHECK = "fact_check", "With the trusts, to check the facts"
    SIGNED_OFF = "signed_off", "Signed off"
    PUBLISHED = "published", "Published"
    CORRECTED = "corrected", "Replaced by a correction"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Report(models.Model):
    """What a run compiled. Its bytes never change; its state does, until it is published."""

    run = models.OneToOneField(EvaluationRun, on_delete=models.PROTECT, related_name="report")
    scheme = models.ForeignKey("trusts.Scheme", on_delete=models.PROTECT, related_name="reports")
    slug = models.SlugField(max_length=80)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12, choices=ReportState.choices, default=ReportState.COMPILED
    )
    # The model of the report: every figure, sentence and table, from which all forms are made.
    content = models.JSONField()
    compiled_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    compiled_by_name = models.CharField(max_length=150)
    compiled_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_off_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    signed_off_by_name = models.CharField(max_length=150, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateField("first day of publication", null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField("reason for the correction or withdrawal", blank=True)

    class Meta:
        ordering = ["-compiled_at"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="report_version_once"),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(state="published"), name="one_published_version"
            ),
            models.CheckConstraint(
                name="report_published_is_signed_off",
                condition=~Q(state__in=["signed_off", "published", "corrected"])
                | Q(signed_off_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_signed_off_by_another",
                condition=Q(signed_off_by=None)
                | Q(compiled_by=None)
                | ~Q(signed_off_by=models.F("compiled_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class ReportFile(models.Model):
    """One form of a report as bytes, with its checksum. Append-only, by trigger."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(
        max_length=10,
        choices=[
            ("web", "Web page"),
            ("pdf", "PDF"),
            ("xlsx", "Workbook"),
            ("data", "Open data package"),
            ("summary", "Summary in plain words, PDF"),
        ],
    )
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["report", "kind"]
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="report_form_once")]

    def __str__(self) -> str:
        return self.name
