"""Forms for the contacts log and the risks of a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from buddy_portal.accounts.models import User
from buddy_portal.design.form_fields import DateInThreeParts, WholeNumber
from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import Contact, ContactKind, Impact, Likelihood, Plan, Risk
from improvement_plans.models.contact import MOST_MINUTES
from improvement_plans.selectors import people


class ContactForm(SentOnce, CarriesVersion, NhsForm):
    """A contact between the buddies."""

    submit_text = "Save contact"
    nouns = {
        "on": "the day of the contact",
        "kind": "how you were in touch",
        "minutes": "how many minutes it took",
        "who": "who took part",
        "agreed": "what was agreed",
    }

    on = DateInThreeParts(label="When?", noun="the day of the contact", latest=timezone.localdate)
    kind = forms.ChoiceField(label="How?", choices=ContactKind.choices, widget=forms.RadioSelect)
    minutes = WholeNumber(label="How long?", suffix="minutes", min_value=1, max_value=MOST_MINUTES)
    who = forms.CharField(
        label="Who took part?",
        max_length=300,
        help_text="Names or roles of staff. Never name patients.",
    )
    learnt = forms.CharField(
        label="What did you learn?", widget=forms.Textarea, max_length=2000, required=False
    )
    agreed = forms.CharField(
        label="What was agreed?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="Who does what until when. Write “Nothing” if nothing was agreed.",
    )

    def __init__(self, *args: Any, contact: Contact | None = None, **options: Any) -> None:
        if contact is not None:
            names = list(self.base_fields)
            options.setdefault("initial", {name: getattr(contact, name) for name in names})
        super().__init__(*args, read_version=contact.version if contact else 1, **options)


class RiskForm(SentOnce, CarriesVersion, NhsForm):
    """A risk to a plan."""

    submit_text = "Save risk"
    nouns = {
        "text": "what could go wrong",
        "likelihood": "how likely it is",
        "impact": "how bad it would be",
        "mitigation": "what you do about it",
        "owner": "who looks after it",
    }

    text = forms.CharField(label="What could go wrong?", max_length=300)
    likelihood = forms.TypedChoiceField(
        label="How likely is it?", choices=Likelihood.choices, coerce=int, widget=forms.RadioSelect
    )
    impact = forms.TypedChoiceField(
        label="How bad would it be?", choices=Impact.choices, coerce=int, widget=forms.RadioSelect
    )
    mitigation = forms.CharField(
        label="What do you do about it?", widget=forms.Textarea, max_length=2000
    )
    owner = forms.ModelChoiceField(queryset=User.objects.none(), label="Who looks after it?")
    review_on = DateInThreeParts(
        label="When do you look at it again?", noun="the day of the review"
    )

    def __init__(self, *args: Any, plan: Plan, risk: Risk | None = None, **options: Any) -> None:
        if risk is not None:
            names = list(self.base_fields)
            options.setdefault("initial", {name: getattr(risk, name) for name in names})
        super().__init__(*args, read_version=risk.version if risk else 1, **options)
        self.fields["owner"].queryset = people.team_of(plan)  # type: ignore[attr-defined]
