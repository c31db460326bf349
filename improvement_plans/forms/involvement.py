"""The form about a partner's part in a plan."""

from __future__ import annotations

from typing import Any

from django import forms

from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import PartnerRole, PlanGuest, Stage

# A choice of its own, so that what was said once can be taken back.
UNSAID = "unsaid"


class PartForm(SentOnce, CarriesVersion, NhsForm):
    """What a partner brings, what they took part in, and what changed because of them."""

    role = forms.ChoiceField(
        label="What do they bring?",
        choices=[*PartnerRole.choices, (UNSAID, "Rather not say")],
        widget=forms.RadioSelect,
        required=False,
    )
    stages = forms.MultipleChoiceField(
        label="What did they take part in?",
        choices=Stage.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    difference = forms.CharField(
        label="What changed because of them?",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text="Such as “The letter now says whom to ring at night”. Nothing about anybody’s "
        "health.",
    )

    def __init__(self, *args: Any, guest: PlanGuest, **options: Any) -> None:
        names = ("role", "stages", "difference")
        said = {name: getattr(guest, name) for name in names}
        options.setdefault("initial", {**said, "role": guest.role or UNSAID})
        super().__init__(*args, read_version=guest.version, **options)

    def clean_role(self) -> str:
        """The role, or nothing."""
        role = str(self.cleaned_data["role"])
        return "" if role == UNSAID else role
