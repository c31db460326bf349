"""A form with every kind of field, for the gallery and the tests of the form pack."""

from __future__ import annotations

import datetime

from django import forms

from buddy_portal.design.form_fields import (
    DateInThreeParts,
    FileUpload,
    NumberWithSuffix,
    WholeNumber,
)
from buddy_portal.design.forms import NhsForm
from buddy_portal.design.layout import Section, Words

QUESTIONS = [
    ("", "Choose a question"),
    ("Q18", "Q18 Easy to contact their nurse specialist"),
    ("Q20", "Q20 Told about support groups"),
    ("Q22", "Q22 Told about help with money and benefits"),
]
ROLES = [("mentor", "Mentor"), ("mentee", "Mentee"), ("both", "Both")]
HELP = [("visits", "Visits"), ("calls", "Calls"), ("papers", "Leaflets and rotas")]
FROM, UNTIL = datetime.date(2015, 2, 2), datetime.date(2015, 7, 31)


class EveryField(NhsForm):
    """One field of each kind that the portal uses."""

    name = forms.CharField(label="Name of the aim", max_length=60)
    email = forms.EmailField(
        label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(label="Password", widget=forms.PasswordInput, max_length=128)
    question = forms.ChoiceField(label="Survey question", choices=QUESTIONS)
    role = forms.ChoiceField(
        label="How does your trust take part?", choices=ROLES, widget=forms.RadioSelect
    )
    offers = forms.MultipleChoiceField(
        label="What can you offer?",
        choices=HELP,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that you can do.",
    )
    target = NumberWithSuffix(
        label="Target",
        suffix="%",
        min_value=0,
        max_value=100,
        decimal_places=1,
        help_text="Percentage of patients who say yes.",
    )
    mentees = WholeNumber(label="Mentees you could take", suffix="trusts", min_value=1, max_value=5)
    due_on = DateInThreeParts(label="Due date", earliest=FROM, latest=UNTIL)
    evidence = FileUpload(
        label="Evidence",
        kinds=("pdf", "png", "jpg"),
        most_bytes=5 * 1024 * 1024,
        help_text="A PDF or a picture of at most 5 MB, without names of patients.",
    )
    why = forms.CharField(label="Why this aim?", widget=forms.Textarea, max_length=300)
    agreed = forms.BooleanField(label="Our executive sponsor has agreed")
    came_from = forms.CharField(widget=forms.HiddenInput, required=False, initial="gallery")

    nouns = {
        "name": "a name for the aim",
        "email": "an e-mail address",
        "password": "your password",
        "question": "a survey question",
        "role": "how your trust takes part",
        "offers": "what you can offer",
        "target": "a target",
        "mentees": "how many mentees you could take",
        "due_on": "a due date",
        "evidence": "a file",
        "why": "why you chose this aim",
    }
    choice_hints = {
        "role": {
            "mentor": "You share what works with one or more trusts",
            "mentee": "You are paired with a trust that does well where you want to improve",
        }
    }
    layout = (
        Section("You", "name", "email", "password"),
        Section("The aim", "question", "role", "offers", "target", "mentees", "due_on"),
        Section("More", "evidence", "why", "agreed"),
        Words("Nothing is saved: this form is for looking at."),
    )
    submit_text = "Check the form"
    other_buttons = (("act", "draft", "Save as draft"),)


class ListFilter(NhsForm):
    """Filters above a list."""

    words = forms.CharField(label="Name or ODS code", required=False, max_length=60)
    role = forms.ChoiceField(
        label="Takes part as", required=False, choices=[("", "Any role"), *ROLES]
    )
    method = "get"
    submit_text = "Filter"
