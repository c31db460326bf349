"""Forms for figures: one of a date, a correction of it, a column from a spreadsheet."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from buddy_portal.design.form_fields import DateInThreeParts, NumberWithSuffix, WholeNumber
from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.forms.sending import SentOnce
from improvement_plans.measures.column import MOST_ROWS
from improvement_plans.measures.figures import DateStyle
from improvement_plans.models import DataPoint, EnteredAs, Measure, MeasureUnit
from improvement_plans.services.figures import Figure, Paste

# As many places as a stored figure can have, so that correcting a note does not round it.
_EXACT: dict[str, Any] = {"max_digits": 30, "decimal_places": 16, "width": 10}
SUFFIXES = {MeasureUnit.PERCENT: "%", MeasureUnit.DAYS: "days", MeasureUnit.SCORE: "of 10"}
LONGEST_PASTE = 40_000
NO_PATIENT = "Never name a patient, and give no number of patients below 10."


class FigureFields(NhsForm):
    """One figure, or two numbers, as the measure asks for it."""

    def __init__(self, *args: Any, measure: Measure, **options: Any) -> None:
        super().__init__(*args, **options)
        self.measure = measure
        for name, field in self._figure_fields().items():
            self.fields[name] = self._prepared(name, field)

    def _figure_fields(self) -> dict[str, forms.Field]:
        if self.measure.entered_as != EnteredAs.COUNTS:
            unit = MeasureUnit(self.measure.unit)
            return {
                "value": NumberWithSuffix(
                    label="Figure", noun="the figure", suffix=SUFFIXES.get(unit), **_EXACT
                )
            }
        now = self.measure.definitions.all()
        newest = now[len(now) - 1] if now else None
        many = newest.numerator if newest else ""
        whole = newest.denominator if newest else ""
        return {
            "numerator": WholeNumber(
                label="How many", noun="how many", help_text=many, min_value=0, width=10
            ),
            "denominator": WholeNumber(
                label="Out of how many",
                noun="out of how many",
                help_text=whole,
                min_value=1,
                width=10,
            ),
        }

    def figure(self) -> Figure:
        """What was typed."""
        typed = self.cleaned_data
        value = typed.get("value")
        return Figure(
            value=None if value is None else float(value),
            numerator=typed.get("numerator"),
            denominator=typed.get("denominator"),
            note=typed.get("note", ""),
        )


class FigureForm(SentOnce, FigureFields):
    """The figure of a date. The date is filled in with the next of the series."""

    submit_text = "Save figure"
    nouns = {"on": "the date of the figure"}

    on = DateInThreeParts(
        label="For which date?", noun="the date of the figure", latest=timezone.localdate
    )

    def __init__(self, *args: Any, for_day: datetime.date | None = None, **options: Any) -> None:
        super().__init__(*args, initial={"on": for_day}, **options)
        note = forms.CharField(
            label="Note", max_length=200, required=False, help_text=f"Shown beside it. {NO_PATIENT}"
        )
        self.fields["note"] = self._prepared("note", note)
        date = self.fields.pop("on")
        self.fields = {**self._only_figures(), "on": date, **self.fields}

    def brief(self, day: datetime.date) -> None:
        """Ask for nothing but the figure: the date goes along unseen, and there is no note."""
        del self.fields["note"]
        for part in ("day", "month", "year"):
            self.fields[f"on-{part}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=getattr(day, part)
            )
        del self.fields["on"]
        # Several of these can stand on one page, so each has ids of its own.
        self.auto_id = f"measure-{self.measure.pk}-%s"

    def _only_figures(self) -> dict[str, forms.Field]:
        names = [name for name in ("value", "numerator", "denominator") if name in self.fields]
        return {name: self.fields.pop(name) for name in names}


class CorrectForm(SentOnce, CarriesVersion, FigureFields):
    """Another figure for the same date, with the reason."""

    submit_text = "Save correction"

    def __init__(self, *args: Any, point: DataPoint, **options: Any) -> None:
        names = ("value", "numerator", "denominator", "note")
        options.setdefault("initial", {name: getattr(point, name) for name in names})
        super().__init__(*args, measure=point.measure, read_version=point.version, **options)
        note = forms.CharField(label="Note", max_length=200, required=False, help_text=NO_PATIENT)
        reason = forms.CharField(
            label="Why does the figure change?",
            max_length=300,
            required=False,
            help_text="Needed where the figure itself changes, not for a note. It stays on record.",
        )
        self.fields["note"] = self._prepared("note", note)
        self.fields["reason"] = self._prepared("reason", reason)


class PasteForm(SentOnce, NhsForm):
    """A column from a spreadsheet. It is looked at first; a second button saves it."""

    submit_text = "Check the column"
    nouns = {"text": "the rows", "style": "how the dates are written"}

    text = forms.CharField(
        label="Paste the rows here",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=LONGEST_PASTE,
        strip=False,
    )
    style = forms.ChoiceField(
        label="How are the dates written?",
        required=False,
        choices=[
            ("", "Find out from the rows"),
            (DateStyle.DAY_FIRST.value, "Day first: 1/2/2015 is 1 February"),
            (DateStyle.MONTH_FIRST.value, "Month first: 1/2/2015 is 2 January"),
            (DateStyle.YEAR_FIRST.value, "Year first: 2015-02-01"),
            (DateStyle.WORDS.value, "With the month in words: 1 February 2015"),
            (DateStyle.MONTH_ONLY.value, "Month and year only: Feb 2015"),
        ],
    )
    first = DateInThreeParts(
        label="Only if you paste figures without dates: the date of the first",
        noun="the date of the first figure",
        required=False,
        latest=timezone.localdate,
    )

    def __init__(self, *args: Any, measure: Measure, **options: Any) -> None:
        super().__init__(*args, **options)
        two = measure.entered_as == EnteredAs.COUNTS
        columns = "how many, out of how many" if two else "the figure"
        self.fields["text"].help_text = (
            f"The date, {columns}, and a note if there is one; at most {MOST_ROWS} rows. Copy the "
            "cells in your spreadsheet and paste them. A blank is left out, never taken as zero."
        )

    def paste(self) -> Paste:
        """What was pasted and said about it."""
        typed = self.cleaned_data
        style = DateStyle(typed["style"]) if typed["style"] else None
        return Paste(text=typed["text"], style=style, first=typed["first"])

    def offer_to_save(self, words: str) -> None:
        """Add the button that saves, once every row can be saved."""
        self.other_buttons = (("step", "save", words),)  # type: ignore[misc]
