"""What stands on a poster."""

from __future__ import annotations

from django import forms

from buddy_portal.design.forms import NhsForm
from improvement_plans.printing.sheets import HELP, PosterWishes


class PosterForm(NhsForm):
    method = "get"
    submit_text = "Download the poster"
    nouns = {"paper": "a size of paper", "help": "how people can help"}
    paper = forms.ChoiceField(
        label="Paper", choices=[("a4", "A4"), ("a3", "A3")], widget=forms.RadioSelect, initial="a4"
    )
    help = forms.CharField(
        label="How people can help",
        max_length=300,
        initial=HELP,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(
        label="Where to write or ring",
        required=False,
        max_length=120,
        help_text="A shared address or a desk, rather than a person.",
    )
    names_lead = forms.BooleanField(label="Name the plan’s lead on the poster", required=False)

    def wishes(self) -> PosterWishes:
        return PosterWishes(**self.cleaned_data)
