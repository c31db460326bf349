"""The forms of a scheme and of its comparability map."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import CarriesVersion, NhsForm
from buddy_portal.design.layout import Section
from trusts.models import Comparability, Scheme, SchemeKind, SurveyYear
from trusts.selectors.schemes import survey_years
from trusts.services.schemes import phase_problems, survey_problems

CHOOSE = "Choose a survey year"
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)


class SurveyYearChoice(forms.ModelChoiceField):
    """A survey year by the names of its survey and year."""

    def label_from_instance(self, year: Any) -> str:
        return f"{year.survey.name}, {year.year}"


def _day(label: str) -> DateInThreeParts:
    return DateInThreeParts(
        label=label,
        noun=f"the day of “{label}”",
        help_text="",
        earliest=FIRST_DAY,
        latest=LAST_DAY,
        error_messages={"required": f"Enter the date of “{label}”"},
    )


class SchemeForm(NhsForm):
    """A scheme: its surveys, and its phases in their order."""

    nouns: ClassVar[dict[str, str]] = {"name": "a name"}
    submit_text: ClassVar[str] = "Save scheme"
    layout: ClassVar[tuple[Any, ...]] = (
        Section("The scheme", "name", "kind", "summary"),
        Section(
            "Survey years",
            "baseline",
            "follow_up",
            "prior",
            words="The baseline finds strengths and needs; the follow-up shows what changed.",
        ),
        Section(
            "Phases",
            *(f"{phase}_{end}" for phase in ("volunteering", "pairing") for end in ("from", "to")),
            *(
                f"{phase}_{end}"
                for phase in ("implementation", "evaluation")
                for end in ("from", "to")
            ),
            "publish_by",
            words="For example, 9 2 2015. Both days belong to a phase; phases may overlap.",
        ),
    )

    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(
        label="Kind", choices=SchemeKind.choices, widget=forms.RadioSelect, initial=SchemeKind.BUDDY
    )
    summary = forms.CharField(
        label="Summary (optional)",
        help_text="What the scheme is for, in a few sentences that trusts will read.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    baseline = SurveyYearChoice(
        label="Baseline survey", empty_label=CHOOSE, queryset=SurveyYear.objects.none()
    )
    follow_up = SurveyYearChoice(
        label="Follow-up survey", empty_label=CHOOSE, queryset=SurveyYear.objects.none()
    )
    prior = SurveyYearChoice(
        label="Survey before the baseline (optional)",
        help_text="Shows the expected bounce-back of low scores in the evaluation.",
        required=False,
        empty_label="None",
        queryset=SurveyYear.objects.none(),
    )
    volunteering_from = _day("Volunteering begins")
    volunteering_to = _day("Volunteering ends")
    pairing_from = _day("Pairing begins")
    pairing_to = _day("Pairing ends")
    implementation_from = _day("Implementation begins")
    implementation_to = _day("Implementation ends")
    evaluation_from = _day("Evaluation begins")
    evaluation_to = _day("Evaluation ends")
    publish_by = _day("Publish by")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        years = survey_years()
        for name in ("baseline", "follow_up", "prior"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
            field.queryset = years

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        days = {key: day for key, day in cleaned.items() if isinstance(day, datetime.date)}
        problems = phase_problems(days) + survey_problems(
            cleaned.get("baseline"), cleaned.get("follow_up"), cleaned.get("prior")
        )
        for name, sentence in problems:
            self.add_error(name, sentence)
        return cleaned

    def values(self) -> dict[str, Any]:
        """The scheme's fields as they were typed."""
        return {name: value for name, value in self.cleaned_data.items() if name in SCHEME_FIELDS}


SCHEME_FIELDS = tuple(SchemeForm.base_fields)


class SchemeEditForm(CarriesVersion, SchemeForm):
    """The same for a scheme that others may be changing too."""


def scheme_initial(scheme: Scheme) -> dict[str, Any]:
    """What the form of a saved scheme starts with."""
    return {name: getattr(scheme, name) for name in SCHEME_FIELDS}


class ComparabilityForm(NhsForm):
    """Whether a question may be compared between the two survey years."""

    DEFAULT: ClassVar[str] = "default"
    submit_text: ClassVar[str] = "Save answer"

    answer = forms.ChoiceField(
        label="May the two years be compared?",
        choices=[*Comparability.Answer.choices, (DEFAULT, "Let the default rule decide")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the years may be compared"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Printed with every comparison. Not needed for the default rule.",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = cleaned.get("answer")
        if chosen and chosen != self.DEFAULT and not str(cleaned.get("reason") or "").strip():
            self.add_error("reason", "Enter a reason, so that readers of the report know why")
        return cleaned
