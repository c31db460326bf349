"""What somebody has typed into a form and not sent yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class FormDraft(models.Model):
    """The half-written text of one person in one form, kept until it is sent or thrown away."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="form_drafts"
    )
    # The address that the form is sent to.
    path = models.CharField(max_length=200)
    # Name and value of each field in their order; the page says which fields are kept.
    fields = models.JSONField()
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "path"], name="one_draft_a_form_and_person")
        ]

    def __str__(self) -> str:
        return f"Draft of {self.by} at {self.path}"
