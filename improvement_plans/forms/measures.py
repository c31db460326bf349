"""Forms for measures: what is followed, one figure, a pasted column, where a chart starts anew."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from buddy_portal.accounts.models import User
from buddy_portal.design.form_fields import DateInThreeParts, NumberWithSuffix
from buddy_portal.design.forms import CarriesVersion, NhsForm
from buddy_portal.design.layout import Section
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import (
    Aim,
    ChartKind,
    Direction,
    EnteredAs,
    Frequency,
    Measure,
    MeasureDefinition,
    MeasureKind,
    MeasureUnit,
    Plan,
)
from improvement_plans.models.measure import SIX_OR_SEVEN
from improvement_plans.planned_days import FIRST_DAY, LAST_DAY
from improvement_plans.selectors import people

MEANING = ("definition", "numerator", "denominator")


class MeaningFields(NhsForm):
    """What exactly is counted."""

    definition = forms.CharField(
        label="What exactly is counted?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text="So that a colleague who takes over counts the same.",
    )
    numerator = forms.CharField(
        label="How many (numerator)",
        max_length=200,
        required=False,
        help_text="For example, new patients who know their nurse’s name",
    )
    denominator = forms.CharField(
        label="Out of how many (denominator)",
        max_length=200,
        required=False,
        help_text="For example, all new patients of the month",
    )

    def meaning(self) -> dict[str, str]:
        """The words of the definition."""
        return {name: self.cleaned_data[name] for name in MEANING}


class MeasureForm(SentOnce, CarriesVersion, MeaningFields):
    """A measure. Its definition is asked only at the start: later there is a form of its own."""

    submit_text = "Save measure"
    nouns = {
        "name": "what is measured",
        "kind": "a kind of measure",
        "unit": "a unit",
        "entered_as": "how it is entered",
        "direction": "which way is better",
        "target": "a target",
        "frequency": "how often",
        "chart": "a chart",
        "shift": "how many points make a shift",
        "trend": "how many points make a trend",
        "definition": "what exactly is counted",
    }
    choice_hints: ClassVar = {
        "kind": {
            "outcome": "What patients notice in the end",
            "process": "Whether the change happens as planned",
            "balancing": "Whether something else gets worse",
        },
        "chart": {
            "xmr": "Shows limits of the ordinary ups and downs, from 6 figures on",
            "run": "Shows the median only, and needs 10 figures to tell anything",
        },
    }
    _WHAT = Section("What is measured", "name", "kind", "aim", "direction")
    _HOW = Section(
        "How it is counted",
        "unit",
        "entered_as",
        "counts_patients",
        "target",
        "frequency",
        "keeper",
    )
    _RULES = Section("How its chart is judged", "chart", "shift", "trend")

    name = forms.CharField(
        label="Name", max_length=120, help_text="In a few words, such as “Seen within 14 days”."
    )
    kind = forms.ChoiceField(label="Kind", choices=MeasureKind.choices, widget=forms.RadioSelect)
    aim = forms.ModelChoiceField(
        queryset=Aim.objects.none(),
        label="Aim",
        required=False,
        empty_label="No aim in particular",
    )
    direction = forms.ChoiceField(
        label="Which way is better?", choices=Direction.choices, widget=forms.RadioSelect
    )
    unit = forms.ChoiceField(label="Unit", choices=MeasureUnit.choices, widget=forms.RadioSelect)
    entered_as = forms.ChoiceField(
        label="How is it entered?",
        choices=EnteredAs.choices,
        widget=forms.RadioSelect,
        initial=EnteredAs.VALUE,
        help_text="Two numbers give a percentage, and the portal works it out.",
    )
    counts_patients = forms.BooleanField(
        label="The numbers are numbers of patients",
        required=False,
        initial=True,
        help_text="Then nobody outside your trust is shown a number from 1 to 9.",
    )
    target = NumberWithSuffix(label="Target", required=False)
    frequency = forms.ChoiceField(
        label="How often?",
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        initial=Frequency.MONTHLY,
    )
    keeper = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Who adds the figures?",
        required=False,
        empty_label="The plan’s lead",
        help_text="They are reminded when a figure is overdue.",
    )
    chart = forms.ChoiceField(
        label="Chart", choices=ChartKind.choices, widget=forms.RadioSelect, initial=ChartKind.XMR
    )
    shift = forms.TypedChoiceField(
        label="A shift is",
        choices=SIX_OR_SEVEN,
        coerce=int,
        initial=7,
        help_text="This many in a row on one side of the mean.",
    )
    trend = forms.TypedChoiceField(
        label="A trend is",
        choices=SIX_OR_SEVEN,
        coerce=int,
        initial=7,
        help_text="This many in a row that all rise or all fall.",
    )

    def __init__(
        self, *args: Any, plan: Plan, measure: Measure | None = None, **options: Any
    ) -> None:
        if measure is not None:
            names = [name for name in self.base_fields if name not in MEANING]
            options.setdefault("initial", {name: getattr(measure, name) for name in names})
        super().__init__(*args, read_version=measure.version if measure else 1, **options)
        self.fields["aim"].queryset = plan.aims.all()  # type: ignore[attr-defined]
        keepers = people.team_of(plan)
        self.fields["keeper"].queryset = keepers  # type: ignore[attr-defined]
        parts = [self._WHAT, self._HOW, self._RULES]
        if measure is None:
            parts.insert(1, Section("Its definition", *MEANING))
        else:
            for name in MEANING:
                del self.fields[name]
        self.layout = parts  # type: ignore[misc]  # a new measure asks for more

    def settings(self) -> dict[str, Any]:
        """Everything but the definition."""
        typed = {k: v for k, v in self.typed_values().items() if k not in MEANING}
        target = typed["target"]
        return {**typed, "target": None if target is None else float(target)}


class RedefineForm(SentOnce, MeaningFields):
    """Another definition from a date on."""

    submit_text = "Save new definition"
    nouns = {
        "definition": "what exactly is counted",
        "from_date": "the first day of the new definition",
        "reason": "why it changes",
    }

    from_date = DateInThreeParts(
        label="From which day?",
        noun="the first day of the new definition",
        earliest=FIRST_DAY,
        latest=LAST_DAY,
    )
    reason = forms.CharField(label="Why does it change?", max_length=300)

    def __init__(self, *args: Any, now: MeasureDefinition | None, **options: Any) -> None:
        if now is not None:
            options.setdefault("initial", {name: getattr(now, name) for name in MEANING})
        super().__init__(*args, **options)


class RebaseForm(SentOnce, NhsForm):
    """A date at which the chart starts anew, with the reason."""

    submit_text = "Start the chart anew"
    nouns = {"on": "the date of a figure", "reason": "what changed then"}

    on = DateInThreeParts(label="From which figure on?", noun="the date of a figure")
    reason = forms.CharField(
        label="What changed then?",
        max_length=300,
        help_text="A change to how you work that is meant to stay. It is shown on the chart.",
    )


class FixLimitsForm(SentOnce, NhsForm):
    """The last figure on which the limits rest, with the reason."""

    submit_text = "Fix the limits"
    nouns = {"on": "the date of a figure", "reason": "why these figures are the base"}

    on = DateInThreeParts(label="Up to which figure?", noun="the date of a figure")
    reason = forms.CharField(
        label="Why are these figures the base?",
        max_length=300,
        help_text="For example, “The year before we changed anything”. It is shown on the chart.",
    )


class WhyForm(SentOnce, NhsForm):
    """A short reason that stays on record."""

    nouns = {"reason": "the reason"}
    reason = forms.CharField(label="Why?", max_length=300)

    def __init__(self, *args: Any, submit: str, **options: Any) -> None:
        self.submit_text = submit  # type: ignore[misc]  # the verb differs from page to page
        super().__init__(*args, **options)
