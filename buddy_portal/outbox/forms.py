"""Forms of the pages about mails and jobs."""

from typing import Any

from django import forms
from django.urls import reverse

from buddy_portal.design.forms import NhsForm


class MailFilterForm(NhsForm):
    method = "get"
    submit_text = "Find"
    search = forms.CharField(label="Sent to", required=False, max_length=100)


class TryAgainForm(NhsForm):
    submit_text = "Try again"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, back=("Back", reverse("failed_messages")), **options)
