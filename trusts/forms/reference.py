"""The forms that take over a list of trusts."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from buddy_portal.design.form_fields import FileUpload
from buddy_portal.design.forms import NhsForm

MOST_BYTES = 1024 * 1024


class TrustListForm(NhsForm):
    """A list of trusts, or of mergers."""

    submit_text: ClassVar[str] = "Check this list"
    file = FileUpload(
        label="List of trusts",
        noun="a file",
        kinds=("csv", "xlsx"),
        most_bytes=MOST_BYTES,
        help_text="CSV or Excel workbook (.xlsx), up to 1 MB, with a column of ODS codes and one "
        "of names. A list of mergers goes the same way.",
    )


class TakeOverForm(NhsForm):
    """Takes over the very list that was checked; it travels with the form."""

    checked = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.submit_text = f"Import {rows}"  # type: ignore[misc]  # the button says how many
