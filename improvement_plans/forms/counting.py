"""Forms that count people: how many came, of which groups, and whom a trust serves."""

from __future__ import annotations

from typing import Any

from django import forms

from buddy_portal.design.form_fields import WholeNumber
from buddy_portal.design.forms import NhsForm
from buddy_portal.design.layout import Section
from improvement_plans.characteristics import CHARACTERISTICS
from improvement_plans.forms.sending import SentOnce

MOST_PEOPLE = 100_000
MOST_SERVED = 100_000_000


class HeldForm(SentOnce, NhsForm):
    """How many people came."""

    submit_text = "Save"
    nouns = {"people": "how many people took part"}

    people = WholeNumber(
        label="How many people took part?",
        suffix="people",
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text="Without staff. Enter 0 if nobody came; that is worth knowing too.",
    )


class CountForm(SentOnce, NhsForm):
    """How many people were of each group of one characteristic; blank is 0."""

    submit_text = "Save these counts"

    def __init__(self, *args: Any, characteristic: str, most: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = CHARACTERISTICS[characteristic]
        for group, words in self.known.groups.items():
            self.fields[f"group_{group}"] = self._prepared(
                f"group_{group}",
                WholeNumber(label=words, required=False, min_value=0, max_value=most, width=6),
            )

    def numbers(self) -> dict[str, int]:
        """Group to number; what was left blank is 0."""
        return {group: self.cleaned_data[f"group_{group}"] or 0 for group in self.known.groups}


class PopulationForm(CountForm):
    """The people a trust serves, by one characteristic, with where the numbers come from."""

    submit_text = "Save"
    nouns = {"source": "where the numbers come from", "year": "the year"}

    source = forms.CharField(
        label="Where do the numbers come from?",
        max_length=200,
        help_text="For example, “Trust cancer registrations”, or “Census, our boroughs”.",
    )
    year = WholeNumber(label="Of which year?", min_value=1990, max_value=2100)

    def __init__(self, *args: Any, characteristic: str, **options: Any) -> None:
        super().__init__(*args, characteristic=characteristic, most=MOST_SERVED, **options)
        groups = [name for name in self.fields if name.startswith("group_")]
        self.layout = (  # type: ignore[misc]  # the groups differ from page to page
            Section("How many people", *groups),
            Section("Where it comes from", "source", "year"),
            "form_key",
        )
