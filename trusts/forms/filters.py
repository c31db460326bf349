"""Filters above lists: GET forms whose values stand in the address."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from buddy_portal.design.forms import NhsForm
from trusts.models import ParticipationRole, ParticipationState

ANY = ("", "Any")


class FilterForm(NhsForm):
    """A form that only asks the list again."""

    method: ClassVar[str] = "get"
    submit_text: ClassVar[str] = "Show"


class TrustFilterForm(FilterForm):
    """Search and filters of the list of trusts."""

    q = forms.CharField(label="Name, town or ODS code", required=False, max_length=100)
    region = forms.ChoiceField(label="Region", required=False)
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[
            ANY,
            ("foundation", "Foundation trust"),
            ("teaching", "Teaching trust"),
            ("specialist", "Specialist cancer trust"),
        ],
    )

    def __init__(self, *args: Any, regions: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [ANY, *((region, region) for region in regions)]


class ApplicationFilterForm(FilterForm):
    """Search and filters of a scheme's applications."""

    q = forms.CharField(label="Trust", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ANY,
            *(choice for choice in ParticipationState.choices if choice[0] != "draft"),
        ],
    )
    role = forms.ChoiceField(
        label="Takes part as", required=False, choices=[ANY, *ParticipationRole.choices]
    )
