"""Forms for comments, reasons, more time, closures and partners."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import Aim, Credit, ExtensionRequest


class CommentForm(SentOnce, NhsForm):
    """A comment on a plan."""

    submit_text = "Add comment"
    submit_variant = "secondary"
    nouns = {"text": "your comment"}

    text = forms.CharField(label="Your comment", widget=forms.Textarea, max_length=4000)


class ConfirmForm(SentOnce, NhsForm):
    """Nothing to fill in: only a button that repeats the verb."""

    def __init__(self, *args: Any, submit: str, **options: Any) -> None:
        self.submit_text = submit  # type: ignore[misc]  # the verb differs from page to page
        super().__init__(*args, **options)


class ReasonForm(ConfirmForm):
    """A reason that stays on record."""

    nouns = {"reason": "the reason"}

    reason = forms.CharField(label="Reason", widget=forms.Textarea, max_length=2000)


class FindingsForm(ConfirmForm):
    """What came out of a review."""

    nouns = {"reason": "what came out of it"}

    reason = forms.CharField(label="What came out of it?", widget=forms.Textarea, max_length=2000)


class ApproveForm(CarriesVersion, ConfirmForm):
    """Only a button: approves the plan at the version that was read."""

    answer = forms.CharField(widget=forms.HiddenInput, initial="approve", max_length=10)


class ChangesForm(ReasonForm):
    """Asking for changes; stands beside the button that approves."""

    submit_variant = "secondary"
    answer = forms.CharField(widget=forms.HiddenInput, initial="changes", max_length=10)


class ExtendForm(SentOnce, NhsForm):
    """More time for a plan."""

    submit_text = "Give it more time"
    nouns = {"reason": "why the plan needs more time"}

    until = DateInThreeParts(label="New end of the plan", noun="the new end")
    reason = forms.CharField(
        label="Why does the plan need more time?", widget=forms.Textarea, max_length=2000
    )


class AskExtensionForm(ExtendForm):
    """More time, asked for by the trust."""

    submit_text = "Ask for more time"


class GrantForm(SentOnce, NhsForm):
    """Granting more time: the day asked for, or another."""

    submit_text = "Grant more time"
    nouns = {"answer": "your answer"}

    decision = forms.CharField(widget=forms.HiddenInput, initial="grant", max_length=10)
    until = DateInThreeParts(label="New end of the plan", noun="the new end")
    answer = forms.CharField(
        label="Your answer", widget=forms.Textarea, max_length=2000, required=False
    )

    def __init__(self, *args: Any, asked: ExtensionRequest, **options: Any) -> None:
        options.setdefault("initial", {"until": asked.until, "decision": "grant"})
        super().__init__(*args, **options)


class RefuseForm(SentOnce, NhsForm):
    """Refusing more time, with a reason."""

    submit_text = "Refuse more time"
    submit_variant = "secondary"
    nouns = {"answer": "the reason"}

    decision = forms.CharField(widget=forms.HiddenInput, initial="refuse", max_length=10)
    answer = forms.CharField(label="Why not?", widget=forms.Textarea, max_length=2000)


class ClosureForm(SentOnce, NhsForm):
    """What was achieved and learnt, and who carries it on."""

    submit_text = "Hand in the closure"
    nouns = {"learning": "what was learnt", "sustained_by": "who carries it on"}

    learning = forms.CharField(label="What was learnt?", widget=forms.Textarea, max_length=4000)
    advice = forms.CharField(
        label="Advice to the next trust", widget=forms.Textarea, max_length=4000, required=False
    )
    sustained_by = forms.CharField(label="Who carries it on?", max_length=300)

    def __init__(self, *args: Any, aims: Iterable[Aim], **options: Any) -> None:
        self.aims = list(aims)
        super().__init__(*args, **options)

    def outcomes(self) -> dict[int, str]:
        """Aim to outcome."""
        return {aim.pk: self.cleaned_data[outcome_name(aim)] for aim in self.aims}


def outcome_name(aim: Aim) -> str:
    """The name of an aim's field in the closure form."""
    return f"outcome_{aim.pk}"


def closure_form_for(aims: Iterable[Aim]) -> type[ClosureForm]:
    """The closure form: one question for each aim, then what was learnt."""
    choices = [choice for choice in Aim._meta.get_field("outcome").choices or [] if choice[0]]
    fields: dict[str, Any] = {
        outcome_name(aim): forms.ChoiceField(
            label=f"How far was “{aim.title}” achieved?",
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": f"Say how far “{aim.title}” was achieved"},
        )
        for aim in aims
    }
    return type("ClosureFormOfPlan", (ClosureForm,), {**fields, "field_order": list(fields)})


class GuestForm(SentOnce, NhsForm):
    """A lived-experience partner to invite."""

    submit_text = "Send invitation"
    nouns = {"name": "their name", "email": "their e-mail address"}

    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(label="E-mail address", max_length=254)


class CreditForm(SentOnce, NhsForm):
    """How a partner wants to be named."""

    submit_text = "Save"
    nouns = {"credit": "how we should name you"}
    choice_hints = {"credit": {Credit.NONE.value: "The plan then says “a partner”."}}

    credit = forms.ChoiceField(
        label="How should we name you?", choices=Credit.choices, widget=forms.RadioSelect
    )
    alias = forms.CharField(
        label="Another name",
        max_length=150,
        required=False,
        help_text="Only if you chose to be named by another name.",
    )
