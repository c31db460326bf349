"""Forms for progress: an update, an answer to it, a moved date, the monthly check-in."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.models import Action, Claim, ReviewAnswer


class UpdateForm(NhsForm):
    """One choice and one line: an update is done in seconds."""

    submit_text = "Save update"
    nouns = {"claim": "how it goes"}

    claim = forms.ChoiceField(
        label="How does it go?",
        choices=Claim.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it goes"},
    )
    text = forms.CharField(
        label="What changed? One line is enough", max_length=2000, required=False
    )
    blockers = forms.CharField(
        label="What is in the way?",
        max_length=2000,
        required=False,
        help_text="Needed if you are stuck with it.",
    )
    help_wanted = forms.BooleanField(label="Ask our buddy for help", required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        options.setdefault("initial", {"claim": action.claim, "form_key": uuid.uuid4()})
        super().__init__(*args, **options)

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {**self.cleaned_data, "claim": Claim(self.cleaned_data["claim"])}


class ReviewForm(NhsForm):
    """Confirm, challenge, or ask for more."""

    submit_text = "Confirm"
    nouns = {"reason": "what you saw"}

    answer = forms.ChoiceField(
        label="Your answer",
        choices=ReviewAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your answer"},
    )
    reason = forms.CharField(
        label="What did you see?",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text="Needed if you challenge. The owner reads it.",
    )


class DueDateForm(CarriesVersion, NhsForm):
    """A moved due date, with its reason."""

    submit_text = "Move the date"
    nouns = {"reason": "why the date moves"}

    due = DateInThreeParts(label="New due date", noun="the new due date")
    reason = forms.CharField(label="Why does it move?", max_length=500)

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        super().__init__(*args, read_version=action.version, **options)
