"""Forms for drivers and change ideas."""

from __future__ import annotations

from typing import Any

from django import forms

from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import Aim, ChangeIdea, Driver, IdeaState
from improvement_plans.states import IDEA_MOVES


class DriverForm(SentOnce, CarriesVersion, NhsForm):
    """A driver: what brings the aim about. A new one may be a part of another."""

    submit_text = "Save driver"
    nouns = {"label": "what brings the aim about", "parent": "a primary driver"}

    label = forms.CharField(
        label="What brings the aim about?",
        max_length=120,
        help_text="In a few words, such as “A named contact for every patient”.",
    )
    parent = forms.ModelChoiceField(
        queryset=Driver.objects.none(),
        label="Is it part of another driver?",
        required=False,
        empty_label="No, it is a primary driver",
    )

    def __init__(self, *args: Any, aim: Aim, driver: Driver | None = None, **options: Any) -> None:
        if driver is not None:
            options.setdefault("initial", {"label": driver.label})
        super().__init__(*args, read_version=driver.version if driver else 1, **options)
        if driver is not None:
            del self.fields["parent"]
        else:
            primary = Driver.objects.filter(aim=aim, parent=None)
            self.fields["parent"].queryset = primary  # type: ignore[attr-defined]


class NewIdeaForm(SentOnce, NhsForm):
    """An idea to try."""

    submit_text = "Save idea"
    nouns = {"text": "the idea"}

    text = forms.CharField(
        label="What could be tried?",
        max_length=120,
        help_text="Something small that can be tried soon, such as “A card with the nurse’s "
        "number”.",
    )
    source = forms.CharField(
        label="Where does it come from?",
        max_length=200,
        required=False,
        help_text="Your buddy, a partner, a practice you read about.",
    )


class IdeaForm(CarriesVersion, NewIdeaForm):
    """An idea and how far it has got."""

    nouns = {"text": "the idea", "state": "how far it has got", "learnt": "what was learnt"}

    state = forms.ChoiceField(label="How far has it got?", widget=forms.RadioSelect)
    learnt = forms.CharField(
        label="What was learnt?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
        help_text="Needed where the idea was adapted or abandoned.",
    )

    def __init__(self, *args: Any, idea: ChangeIdea, **options: Any) -> None:
        names = list(self.base_fields)
        options.setdefault("initial", {name: getattr(idea, name) for name in names})
        super().__init__(*args, read_version=idea.version, **options)
        now = IdeaState(idea.state)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (state.value, state.label)
            for state in IdeaState
            if state is now or state in IDEA_MOVES[now]
        ]
