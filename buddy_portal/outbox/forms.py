"""Forms of the pages about mails and jobs."""

from typing import Any

from django import forms
from django.urls import reverse

from buddy_portal.design.forms import NhsForm
from buddy_portal.outbox.presenters import KIND_WORDS

STATES = [("sent", "Sent"), ("waiting", "Waiting"), ("failed", "Given up")]


class MailFilterForm(NhsForm):
    method = "get"
    submit_text = "Find"
    search = forms.CharField(label="Address or subject", required=False, max_length=100)
    kind = forms.ChoiceField(
        label="About", required=False, choices=[("", "Anything"), *KIND_WORDS.items()]
    )
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *STATES])
    days = forms.TypedChoiceField(
        label="Written",
        required=False,
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # the stubs know of text only
        choices=[("", "At any time"), *((n, f"In the last {n} days") for n in (7, 30, 90))],
    )


class TryAgainForm(NhsForm):
    submit_text = "Try again"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, back=("Back", reverse("failed_messages")), **options)
