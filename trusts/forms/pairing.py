"""The forms of the pairing board."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from buddy_portal.design.forms import NhsForm
from trusts.forms.filters import FilterForm


class DraftNameForm(NhsForm):
    """The name under which a copy of a draft is kept."""

    nouns: ClassVar[dict[str, str]] = {"name": "a name"}
    submit_text: ClassVar[str] = "Save draft"
    name = forms.CharField(
        label="Name of the draft",
        help_text="The draft you see stays as it is; a copy gets this name.",
        max_length=80,
    )


class CompareDraftsForm(FilterForm):
    """Which two drafts stand side by side."""

    submit_text: ClassVar[str] = "Compare"
    first = forms.ChoiceField(label="Draft")
    second = forms.ChoiceField(label="Beside")

    def __init__(self, *args: Any, drafts: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(number), name) for number, name in drafts]
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices
