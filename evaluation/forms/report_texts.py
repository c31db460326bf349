"""The plain editor of foreword and context."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from buddy_portal.design.forms import NhsForm
from improvement_plans.forms.sending import SentOnce

HOW = (
    "Leave an empty line between paragraphs. Begin list lines with a hyphen. **Two stars** make "
    "words strong, [words](https://address) a link."
)
LONGEST = 20_000


class ReportTextForm(SentOnce, NhsForm):
    """Foreword and context with the version they were read at."""

    submit_text = "Save a new version"

    foreword = forms.CharField(
        label="Foreword",
        help_text=HOW,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=LONGEST,
    )
    context = forms.CharField(
        label="The context of the scheme",
        help_text="What else readers should know: how it came about, what ran alongside.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=LONGEST,
    )
    read_version = forms.IntegerField(
        widget=forms.HiddenInput, label="Version", min_value=0, max_value=2_000_000_000
    )

    def read_at_now(self, version: int) -> None:
        """After a refusal: both texts have been seen, so the next save is of this version."""
        data: QueryDict = self.data.copy()
        data["read_version"] = str(version)
        self.data = data

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {
            "foreword": self.cleaned_data["foreword"],
            "context": self.cleaned_data["context"],
            "read_at": self.cleaned_data["read_version"],
        }
