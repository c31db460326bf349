"""The form that narrows the audit trail."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import NhsForm

# The trail is younger than the first, and nobody asks beyond the last: the calendar ends in 9999.
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)


class TrailFilterForm(NhsForm):
    method = "get"
    submit_text = "Find"
    who = forms.CharField(label="Who", required=False, max_length=100)
    what = forms.ChoiceField(label="What", required=False)
    thing = forms.CharField(label="Thing", required=False, max_length=100)
    trust_code = forms.ChoiceField(label="Trust", required=False)
    first_day = DateInThreeParts(
        label="From", required=False, help_text="", earliest=FIRST_DAY, latest=LAST_DAY
    )
    last_day = DateInThreeParts(
        label="To", required=False, help_text="", earliest=FIRST_DAY, latest=LAST_DAY
    )

    def __init__(
        self, *args: Any, actions: list[str], trusts: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("", "Anything"),
            *((action, action.capitalize()) for action in actions),
        ]
        self.fields["trust_code"].choices = [("", "Any trust"), *trusts.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            raise ValidationError({"last_day": "“To” must be the same day as “From” or later"})
        return cleaned
