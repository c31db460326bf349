"""What a programme lead writes into a report: foreword and context, every version kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ReportText(models.Model):
    """One version of the words for a scheme's reports. Append-only, by trigger."""

    scheme = models.ForeignKey(
        "trusts.Scheme", on_delete=models.PROTECT, related_name="report_texts"
    )
    version = models.PositiveIntegerField()
    foreword = models.TextField(blank=True)
    context = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "version"], name="report_text_version_once")
        ]

    def __str__(self) -> str:
        return f"Words for reports on {self.scheme}, version {self.version}"
