"""The form of a standing schedule."""

from __future__ import annotations

from typing import Any

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts, WholeNumber
from buddy_portal.design.layout import Section
from improvement_plans.forms.listening import choose
from improvement_plans.forms.meetings import GatheringForm
from improvement_plans.models import MeetingSeries, Rhythm, Weekday, WeekOfMonth
from improvement_plans.planned_days import FIRST_DAY, LAST_DAY

HELD = ("kind", "title", "at", "lasts", "place", "chair")
DATES = ("rhythm", "every", "week", "weekday", "begins_on", "ends_on")


class SeriesForm(GatheringForm):
    """How often meetings are held, from when, at what time, and who is asked."""

    submit_text = "Save schedule"
    nouns = {
        **GatheringForm.nouns,
        "rhythm": "how meetings repeat",
        "every": "how often",
        "begins_on": "the first day",
    }
    choice_hints = {"rhythm": {"months": "Like the first Tuesday of the month"}}
    layout = (
        Section("The meetings", "kind", "title"),
        Section("How often", "rhythm", "every", "week", "weekday", "begins_on", "ends_on"),
        Section("Each meeting", "at", "lasts", "place", "chair", "people"),
        "form_key",
        "read_version",
    )

    rhythm = forms.ChoiceField(
        label="How do they repeat?", choices=Rhythm.choices, widget=forms.RadioSelect
    )
    every = WholeNumber(
        label="Every how many weeks or months?",
        min_value=1,
        max_value=12,
        help_text="1 for every month, 4 for every four weeks.",
    )
    week = forms.ChoiceField(label="For a weekday of the month: which week?", required=False)
    weekday = forms.ChoiceField(label="And which weekday?", required=False)
    begins_on = DateInThreeParts(
        label="From which day?",
        noun="the first day",
        help_text="The day of the first meeting, or the day from which on its weekday counts.",
        earliest=FIRST_DAY,
        latest=LAST_DAY,
    )
    ends_on = DateInThreeParts(
        label="Until which day?",
        required=False,
        noun="the last day",
        earliest=FIRST_DAY,
        latest=LAST_DAY,
    )

    def __init__(self, *args: Any, series: MeetingSeries | None = None, **options: Any) -> None:
        held: dict[str, Any] = {"lasts": 60, "every": 1}
        if series is not None:
            held = {name: getattr(series, name) for name in (*HELD, *DATES)}
            held["people"] = [str(each.pk) for each in series.people.all()]
        version = series.version if series else 1
        super().__init__(*args, read_version=version, initial=held, **options)
        choose(self, "week", [("", "Choose"), *_texts(WeekOfMonth)])
        choose(self, "weekday", [("", "Choose"), *_texts(Weekday)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("rhythm") == Rhythm.MONTHS:
            for name, noun in (("week", "which week of the month"), ("weekday", "which weekday")):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, f"Choose {noun}")
        return cleaned

    def words(self) -> dict[str, Any]:
        """The values that the schedule itself holds."""
        typed = self.cleaned_data
        return {
            **self.shared(),
            **{name: typed[name] for name in ("rhythm", "every", "begins_on", "ends_on")},
            "week": int(typed["week"]) if typed["week"] else None,
            "weekday": int(typed["weekday"]) if typed["weekday"] else None,
        }


def _texts(choices: type[WeekOfMonth] | type[Weekday]) -> list[tuple[str, str]]:
    return [(str(each.value), str(each.label)) for each in choices]
