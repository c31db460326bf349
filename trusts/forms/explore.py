"""Filters of the pages that explore survey results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from trusts.forms.filters import ANY, FilterForm

GROUP_KINDS = {
    "tumour_group": "Tumour group",
    "imd_quintile": "Deprivation",
    "gender": "Gender",
    "age": "Age",
    "ethnicity": "Ethnic group",
}


def kind_words(kind: str) -> str:
    """What a kind of group is called."""
    return GROUP_KINDS.get(kind, kind.replace("_", " ").capitalize())


class SectionForm(FilterForm):
    """The section of the questionnaire."""

    section = forms.ChoiceField(label="Section", required=False)

    def __init__(self, *args: Any, sections: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("section", [ANY, *((section, section) for section in sections)])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices


BANDS = {
    "below": "Below expected",
    "within": "As expected",
    "above": "Above expected",
    "few": "Few answers",
    "hidden": "Not shown",
}


class ProfileForm(SectionForm):
    """Section and reading of a trust's results; the year stays."""

    year = forms.CharField(required=False, widget=forms.HiddenInput)
    band = forms.ChoiceField(label="Reading", required=False, choices=[ANY, *BANDS.items()])


class CompareForm(SectionForm):
    """Another trust for the comparison, and the section."""

    add = forms.CharField(
        label="Add a trust",
        required=False,
        max_length=100,
        help_text="Name, town or ODS code. Up to five trusts.",
    )
    trust = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("trust", "add", "section")


class GroupsForm(SectionForm):
    """Whose patients, in which kind of group."""

    trust = forms.CharField(
        label="Trust",
        required=False,
        max_length=100,
        help_text="Name, town or ODS code. Leave blank for England.",
    )
    kind = forms.ChoiceField(label="Groups by", required=False)
    field_order = ("trust", "kind", "section")

    def __init__(self, *args: Any, kinds: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("kind", [(kind, kind_words(kind)) for kind in kinds])
