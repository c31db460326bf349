"""The form of an aim that is read from a measure of the plan's own."""

from __future__ import annotations

from typing import Any

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import Aim, Measure, Plan


class OwnAimForm(SentOnce, CarriesVersion, NhsForm):
    """An aim for something that the team counts itself."""

    submit_text = "Save aim"
    nouns = {
        "own_measure": "a measure",
        "title": "what should change",
        "baseline": "where you are now",
        "target": "a target",
        "by_date": "the date of the aim",
    }

    own_measure = forms.ModelChoiceField(
        queryset=Measure.objects.none(), label="Measure", empty_label="Choose a measure"
    )
    title = forms.CharField(
        label="What should change?",
        max_length=200,
        help_text="In plain words, such as “Calls to the nurses are answered the same day”.",
    )
    baseline = forms.FloatField(
        label="Where are you now?", help_text="In the measure’s own unit, as your team counted it."
    )
    target = forms.FloatField(label="Target", help_text="In the same unit.")
    by_date = DateInThreeParts(label="By when?", noun="the date of the aim")
    population = forms.CharField(
        label="Which patients?",
        max_length=200,
        required=False,
        help_text="Leave empty for all cancer patients of the trust.",
    )
    why = forms.CharField(label="Why this?", widget=forms.Textarea, max_length=2000, required=False)

    def __init__(self, *args: Any, plan: Plan, aim: Aim | None = None, **options: Any) -> None:
        if aim is not None:
            names = ("title", "baseline", "target", "by_date", "population", "why")
            options.setdefault("initial", {name: getattr(aim, name) for name in names})
        super().__init__(*args, read_version=aim.version if aim else 1, **options)
        if aim is not None:
            del self.fields["own_measure"]
        else:
            self.fields["own_measure"].queryset = plan.measures.filter(  # type: ignore[attr-defined]
                own_aims=None, stopped_on=None
            )

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return self.typed_values()
