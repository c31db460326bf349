"""Forms of the evaluation: which years to compare, and reasons."""

from __future__ import annotations

from typing import Any

from django import forms

from buddy_portal.accounts.access import Access
from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import NhsForm
from evaluation.selectors.reports import choices_for_evaluation
from improvement_plans.forms.sending import SentOnce
from trusts.models import Scheme, SurveyYear


class _YearField(forms.ModelChoiceField):
    def label_from_instance(self, obj: SurveyYear) -> str:
        return f"{obj.year}, {obj.survey.name}"


class EvaluationForm(NhsForm):
    """Which scheme, from which survey year to which."""

    submit_text = "Compile the evaluation"
    nouns = {
        "scheme": "a scheme",
        "baseline": "the baseline survey",
        "follow_up": "the follow-up survey",
    }

    scheme: forms.ModelChoiceField[Scheme] = forms.ModelChoiceField(
        queryset=Scheme.objects.none(), label="Scheme"
    )
    baseline = _YearField(
        queryset=SurveyYear.objects.none(),
        label="Baseline survey",
        help_text="The survey before the plans. Usually the scheme’s own baseline.",
    )
    follow_up = _YearField(
        queryset=SurveyYear.objects.none(),
        label="Follow-up survey",
        help_text="A later year of the same survey, ideally of patients treated after the plans.",
    )

    def __init__(self, *args: Any, access: Access, **options: Any) -> None:
        super().__init__(*args, **options)
        schemes, years = choices_for_evaluation(access)
        self.fields["scheme"].queryset = schemes  # type: ignore[attr-defined]
        self.fields["baseline"].queryset = years  # type: ignore[attr-defined]
        self.fields["follow_up"].queryset = years  # type: ignore[attr-defined]


class SignOffForm(SentOnce, NhsForm):
    """What the person who signs off has done."""

    submit_text = "Sign off this report"
    nouns = {"read": "that you have read the report"}

    read = forms.BooleanField(
        label="I have read the whole report and answer for what it says",
        error_messages={"required": "Confirm that you have read the whole report"},
    )
    not_before = DateInThreeParts(
        label="Do not publish before (optional)",
        help_text="The first day on which the report may be made public.",
        required=False,
    )
    note = forms.CharField(
        label="Note for the record (optional)",
        required=False,
        widget=forms.Textarea,
        max_length=2000,
    )


class ReasonForm(SentOnce, NhsForm):
    """A reason that stays on record."""

    submit_text = "Withdraw this report"
    nouns = {"reason": "the reason"}

    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea,
        max_length=2000,
        help_text="It stays on the report’s public page.",
    )


class PublishForm(ReasonForm):
    """Publication; a reason is needed where an earlier version is replaced."""

    submit_text = "Publish this report"

    def __init__(self, *args: Any, replaces: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if replaces:
            self.fields["reason"].label = "What does this version correct?"
        else:
            del self.fields["reason"]
