"""The forms that actions of the admin site ask before they act."""

from __future__ import annotations

from typing import Any

from django import forms

from trusts.models import BuddyPair, PairAnswer

LONGEST_REASON = 2000


class ReasonForAction(forms.Form):
    """Why, for others to read later."""

    reason = forms.CharField(
        max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 4}), label="Reason"
    )


class AnswerByForAction(forms.Form):
    """The last day for both trusts to answer."""

    answer_by = forms.DateField(
        label="Both trusts answer by",
        help_text="A day such as 2015-01-26",
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class AnswerForAction(ReasonForAction):
    """An answer that a trust gave outside the portal."""

    side = forms.ChoiceField(label="Trust that answered")
    answer = forms.ChoiceField(
        label="Answer", choices=[("accept", "Accepted"), ("decline", "Declined")]
    )
    field_order = ("side", "answer", "reason")

    def __init__(self, *args: Any, pair: BuddyPair, **options: Any) -> None:
        super().__init__(*args, **options)
        side = self.fields["side"]
        assert isinstance(side, forms.ChoiceField)  # noqa: S101 - declared above
        side.choices = [
            (getattr(pair, name).ods_code, f"{getattr(pair, name)} ({name})")
            for name in ("mentor", "mentee")
            if getattr(pair, f"{name}_answer") == PairAnswer.WAITING
        ]
        self.fields["reason"].label = "How and when it answered, and why if it declined"
