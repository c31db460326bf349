"""Naming an executive sponsor, and the sponsor's own answer: signed in, or behind the link."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from buddy_portal.design.forms import CarriesVersion, NhsForm
from trusts.forms.reasons import AgreeForm, reason_field


class AskSponsorForm(NhsForm):
    """Whom to send the link to."""

    submit_text: ClassVar[str] = "Send link"
    nouns: ClassVar[dict[str, str]] = {"name": "the sponsor’s name", "email": "an e-mail address"}

    name = forms.CharField(label="Name of the executive sponsor", max_length=120)
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="A work address. The link is for this person alone and works once.",
        max_length=254,
    )


class AgreeToApplicationForm(CarriesVersion, AgreeForm):
    """What a sponsor with an account ticks. Carries the version that was read, as the next does."""


class SponsorAnswerForm(CarriesVersion, NhsForm):
    """What the sponsor answers. Carries the version of the application that was read."""

    submit_text: ClassVar[str] = "Send answer"

    answer = forms.ChoiceField(
        label="Does your trust take part?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you agree"},
    )
    reason = reason_field(
        "Reason",
        hint="Needed if you do not agree. The trust and the programme read it.",
        required=False,
    )

    def __init__(self, *args: Any, trust: str, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            ("agree", f"I agree that {trust} takes part, and will make time for the people"),
            ("decline", "I do not agree"),
        ]

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["answer"] == "agree")
