"""Which reminders a person wants, and stopping them."""

from __future__ import annotations

from typing import Any

from django import forms

from buddy_portal.design.forms import NhsForm

KINDS = [
    ("due_dates", "Due dates: 7 days before an action is due, on the day, and when it is late"),
    ("weekly", "Once a week: what waits for you, only if something does"),
    ("monthly", "Once a month: the check-in on your open actions"),
]


class ReminderForm(NhsForm):
    submit_text = "Save"
    kinds = forms.MultipleChoiceField(
        label="Which reminders do you want by e-mail?",
        choices=KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="All that is due on a day comes in one e-mail. Untick everything to get none.",
    )

    def wishes(self) -> dict[str, bool]:
        """What the service takes."""
        chosen: list[Any] = self.cleaned_data["kinds"]
        return {kind: kind in chosen for kind, _words in KINDS}


class StopForm(NhsForm):
    submit_text = "Stop my reminders"
