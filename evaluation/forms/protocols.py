"""Forms of the protocol: freezing it, changing it, and leaving a trust out of comparison."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from buddy_portal.design.forms import NhsForm
from improvement_plans.forms.sending import SentOnce
from trusts.models import Trust


class FreezeForm(SentOnce, NhsForm):
    """The freeze; a change after it needs a reason."""

    submit_text = "Freeze the protocol"
    nouns = {"reason": "a reason for the change"}

    reason = forms.CharField(
        label="Why is the protocol changed after the freeze?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="The report lists the change with its date, your name and this reason.",
    )

    def __init__(self, *args: Any, is_change: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_change:
            self.submit_text = "Record the change"  # type: ignore[misc]
        else:
            del self.fields["reason"]


class ExclusionForm(SentOnce, NhsForm):
    """A trust outside the scheme that cannot be compared with, and why."""

    submit_text = "Leave this trust out"
    nouns = {"trust": "a trust", "reason": "a reason"}

    trust: forms.ModelChoiceField[Trust] = forms.ModelChoiceField(
        queryset=Trust.objects.none(), label="Trust", to_field_name="ods_code"
    )
    reason = forms.CharField(
        label="Why can it not be compared with?",
        max_length=300,
        help_text="For example: it merged between the surveys, or took part in another programme.",
    )

    def __init__(self, *args: Any, trusts: QuerySet[Trust], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["trust"].queryset = trusts  # type: ignore[attr-defined]


class ConfirmForm(SentOnce, NhsForm):
    """Nothing to fill in: a button that acts."""

    def __init__(self, *args: Any, submit_text: str, **options: Any) -> None:
        self.submit_text = submit_text  # type: ignore[misc]
        super().__init__(*args, **options)
