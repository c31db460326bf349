"""The forms of the pairing board."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from buddy_portal.design.forms import NhsForm


class DraftNameForm(NhsForm):
    """The name under which a copy of a draft is kept."""

    nouns: ClassVar[dict[str, str]] = {"name": "a name"}
    submit_text: ClassVar[str] = "Save draft"
    name = forms.CharField(
        label="Name of the draft",
        help_text="The draft you see stays as it is; a copy gets this name.",
        max_length=80,
    )
