"""Forms for a look at sustainability, and for a sponsor's answer."""

from __future__ import annotations

from typing import Any

from django import forms

from buddy_portal.design.forms import NhsForm
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import Level, Moment, StillDone
from improvement_plans.sustainability import FACTORS, MONTHS_AFTER


class SustainabilityForm(SentOnce, NhsForm):
    """A level for each of the ten factors."""

    submit_text = "Save"
    nouns = {"still_done": "whether the change is still done"}

    still_done = forms.ChoiceField(
        label="Is the change still done?", choices=StillDone.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="What would help it last?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, moment: Moment | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if moment is None or moment.value not in MONTHS_AFTER:
            del self.fields["still_done"]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {
            "levels": {factor.key: self.cleaned_data[factor.key] for factor in FACTORS},
            "still_done": self.cleaned_data.get("still_done", ""),
            "note": self.cleaned_data["note"],
        }


def sustainability_form() -> type[SustainabilityForm]:
    """The form with one question for each factor."""
    fields: dict[str, Any] = {
        factor.key: forms.ChoiceField(
            label=factor.question,
            choices=Level.choices,
            widget=forms.RadioSelect,
            error_messages={"required": f"Choose a level for “{factor.name}”"},
        )
        for factor in FACTORS
    }
    order = ["still_done", *fields, "note"]
    return type(
        "SustainabilityFormOfFactors", (SustainabilityForm,), {**fields, "field_order": order}
    )


class SponsorReplyForm(SentOnce, NhsForm):
    """What the sponsor does about an escalated action."""

    submit_text = "Send answer"
    nouns = {"text": "what you will do"}

    text = forms.CharField(
        label="What will you do, or who can help?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="The owner and the lead cancer nurse are told.",
    )
