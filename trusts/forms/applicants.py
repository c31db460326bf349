"""Filters of the trusts that have applied to a scheme, or have not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from trusts.forms.filters import ANY, FilterForm
from trusts.selectors.applicants import KINDS


class ApplicantFilterForm(FilterForm):
    """Search, region, kind, size and standing."""

    q = forms.CharField(label="Trust", required=False, max_length=100)
    standing = forms.ChoiceField(
        label="Part in the scheme",
        required=False,
        choices=[
            ANY,
            ("missing", "Has not applied"),
            ("applied", "Has applied"),
            ("accepted", "Accepted"),
            ("mentor", "Mentor"),
            ("mentee", "Mentee"),
            ("left", "Declined or withdrawn"),
        ],
    )
    region = forms.ChoiceField(label="Region", required=False)
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[ANY, *((kind, kind) for kind in KINDS)]
    )
    size = forms.ChoiceField(
        label="Size",
        required=False,
        choices=[ANY, ("Small", "Small"), ("Middle", "Middle"), ("Large", "Large")],
    )

    def __init__(self, *args: Any, regions: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [ANY, *((region, region) for region in regions)]
