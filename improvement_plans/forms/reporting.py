"""Forms for progress: an update, an answer to it, how an action ends, a moved date."""

from __future__ import annotations

from typing import Any

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import Action, ActionState, Claim, ReviewAnswer
from improvement_plans.states import ENDINGS


class UpdateFields(NhsForm):
    """What is asked about one action, here and in the check-in."""

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
    needs_sponsor = forms.BooleanField(
        label="We cannot solve this ourselves: ask our executive sponsor", required=False
    )


class UpdateForm(SentOnce, UpdateFields):
    """One choice and one line: an update is done in seconds."""

    submit_text = "Save update"

    help_wanted = forms.BooleanField(label="Ask our buddy for help", required=False)

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        options.setdefault("initial", {"claim": action.claim})
        super().__init__(*args, **options)

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        typed = {**self.typed_values(), "claim": Claim(self.cleaned_data["claim"])}
        return {**typed, "form_key": self.key()}


class ReviewForm(SentOnce, NhsForm):
    """Confirm, challenge, or ask for more: three buttons beside one text."""

    submit_text = "Confirm"
    nouns = {"reason": "what you saw"}

    reason = forms.CharField(
        label="What did you see?",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
        help_text="Needed if you challenge or ask for more. The owner reads it.",
    )
    answer = forms.ChoiceField(
        choices=ReviewAnswer.choices,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose to confirm, to challenge or to ask for more"
        ),
    )


class EndForm(SentOnce, NhsForm):
    """How an action ends without having been done."""

    submit_text = "End the action"
    nouns = {"to": "how it ends", "reason": "the reason"}
    choice_hints = {
        "to": {
            ActionState.CARRIED_OVER.value: "It goes on after this plan, perhaps in the next.",
            ActionState.ABANDONED.value: "Nobody works on it any more.",
        }
    }

    to = forms.ChoiceField(
        label="How does it end?",
        choices=[
            (ActionState.CARRIED_OVER.value, "Carry it over"),
            (ActionState.ABANDONED.value, "Abandon it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ends"},
    )
    reason = forms.CharField(label="Why?", widget=forms.Textarea, max_length=2000)

    def ending(self) -> ActionState:
        """The state chosen, one of `ENDINGS`."""
        return next(state for state in ENDINGS if state.value == self.cleaned_data["to"])


class EmbedForm(SentOnce, NhsForm):
    """A confirmed action has become everyday practice."""

    submit_text = "Mark as embedded"
    nouns = {"reason": "what shows it"}

    reason = forms.CharField(
        label="What shows that it is everyday practice?", widget=forms.Textarea, max_length=2000
    )


class DueDateForm(SentOnce, CarriesVersion, NhsForm):
    """A moved due date, with its reason."""

    submit_text = "Move the date"
    nouns = {"reason": "why the date moves"}

    due = DateInThreeParts(label="New due date", noun="the new due date")
    reason = forms.CharField(label="Why does it move?", max_length=500)

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        super().__init__(*args, read_version=action.version, **options)
