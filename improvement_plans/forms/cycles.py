"""Forms for PDSA cycles: one short form for each step."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import (
    CycleDecision,
    CycleScale,
    Measure,
    PdsaCycle,
    Plan,
    PredictionMet,
)

_LINES = {"rows": 3}


class CycleForm(SentOnce, CarriesVersion, NhsForm):
    """What is planned and predicted."""

    submit_text = "Save cycle"
    nouns = {
        "question": "the question",
        "prediction": "what you predict",
        "scale": "how small you test",
        "plan_words": "who does what, where and when",
        "starts_on": "the first day",
        "ends_on": "the last day",
    }

    question = forms.CharField(
        label="What do you want to find out?",
        max_length=300,
        help_text="For example, “Do patients still have the card after a week?”",
    )
    prediction = forms.CharField(
        label="What do you think will happen?",
        max_length=500,
        help_text="Say it so that it can turn out wrong. It is locked when you begin.",
    )
    scale = forms.ChoiceField(
        label="How small do you test?", choices=CycleScale.choices, widget=forms.RadioSelect
    )
    plan_words = forms.CharField(
        label="Who does what, where and when?",
        widget=forms.Textarea(attrs=_LINES),
        max_length=1000,
    )
    measure = forms.ModelChoiceField(
        queryset=Measure.objects.none(),
        label="Which measure will show it?",
        required=False,
        empty_label="None of them: we look and ask",
    )
    starts_on = DateInThreeParts(label="First day", noun="the first day")
    ends_on = DateInThreeParts(label="Last day", noun="the last day")

    def __init__(
        self, *args: Any, plan: Plan, cycle: PdsaCycle | None = None, **options: Any
    ) -> None:
        if cycle is not None:
            names = list(self.base_fields)
            options.setdefault("initial", {name: getattr(cycle, name) for name in names})
        super().__init__(*args, read_version=cycle.version if cycle else 1, **options)
        measures = Measure.objects.filter(plan=plan, stopped_on=None)
        self.fields["measure"].queryset = measures  # type: ignore[attr-defined]


class DidForm(SentOnce, NhsForm):
    """What was really done."""

    submit_text = "Save what was done"
    nouns = {"did": "what was done"}

    did = forms.CharField(
        label="What did you do?",
        widget=forms.Textarea(attrs=_LINES),
        max_length=1000,
        help_text="Also where it went otherwise than planned. Never name patients.",
    )


class DecideForm(SentOnce, NhsForm):
    """What was found, whether the prediction was right, and what comes of the idea."""

    submit_text = "Save the decision"
    nouns = {
        "found": "what you found",
        "prediction_met": "whether the prediction came true",
        "decision": "what you decide",
    }
    choice_hints: ClassVar = {
        "decision": {
            CycleDecision.ADOPT.value: "It works: make it how we do things.",
            CycleDecision.ADAPT.value: "Change it, and test it again in another cycle.",
            CycleDecision.ABANDON.value: "It does not work here. What you learnt stays.",
        }
    }

    found = forms.CharField(
        label="What did you find?", widget=forms.Textarea(attrs=_LINES), max_length=1000
    )
    prediction_met = forms.ChoiceField(
        label="Did your prediction come true?",
        choices=PredictionMet.choices,
        widget=forms.RadioSelect,
    )
    decision = forms.ChoiceField(
        label="What do you decide?", choices=CycleDecision.choices, widget=forms.RadioSelect
    )
