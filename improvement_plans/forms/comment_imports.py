"""Forms of bringing many comments: the file or the pasted text, and what becomes of each row."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts, FileUpload
from buddy_portal.design.forms import NhsForm
from buddy_portal.design.layout import Section, Words
from improvement_plans.comment_files.checking import Given
from improvement_plans.comment_files.reading import LIMITS
from improvement_plans.forms.insight import GROUPS
from improvement_plans.forms.practices import choose, offer_trusts
from improvement_plans.forms.sending import SentOnce
from improvement_plans.insight_words import names_nobody
from improvement_plans.models import Decision, InsightSource, Plan, StagedComment
from improvement_plans.services.insight import FAR_BACK
from trusts.models import Trust

LONGEST_PASTE = 5_000_000


class BringCommentsForm(NhsForm):
    """Comments pasted or as a file, and what holds for all that do not say otherwise."""

    submit_text: ClassVar[str] = "Check these comments"
    nouns: ClassVar[dict[str, str]] = {"source": "where they were said", "trust": "the trust"}
    layout: ClassVar[tuple[Any, ...]] = (
        "trust",
        Section("Paste them, or choose a file", "text", "file"),
        Section(
            "For rows that do not say it themselves", "source", "said_on", "service", "tumour_group"
        ),
        "plan",
    )

    trust = forms.ChoiceField(label="Trust")
    text = forms.CharField(
        label="Paste the comments",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST_PASTE,
        required=False,
        help_text="One comment a line, or rows copied from a spreadsheet with their headers.",
    )
    file = FileUpload(
        label="Or choose a file",
        noun="a file",
        kinds=("csv", "xlsx"),
        most_bytes=LIMITS.bytes,
        required=False,
        help_text="CSV or Excel workbook (.xlsx) with a column Comment. Columns Date, Source, "
        "Service, Tumour group and People are read too; all others are left out.",
    )
    source = forms.ChoiceField(label="Where were they said?", choices=InsightSource.choices)
    said_on = DateInThreeParts(label="When?", noun="the day they were said", earliest=FAR_BACK)
    service = forms.CharField(label="Service", max_length=100, required=False)
    tumour_group = forms.ChoiceField(
        label="Tumour group", choices=[("", "Not known"), *GROUPS], required=False
    )
    plan = forms.ChoiceField(label="Share them with a plan", required=False)

    def __init__(
        self,
        *args: Any,
        trusts: Iterable[Trust],
        plans: Iterable[Plan],
        today: datetime.date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offer_trusts(self.fields["trust"], trusts)
        named = [(str(each.pk), f"{each.scheme}: {each.title}") for each in plans]
        choose(self.fields["plan"], [("", "No plan: only your trust sees them"), *named])
        when = self.fields["said_on"]
        assert isinstance(when, DateInThreeParts)  # noqa: S101 - declared above
        when.latest = today

    def clean_service(self) -> str:
        service: str = self.cleaned_data["service"]
        if not names_nobody(service):
            raise forms.ValidationError("Name the service, not a person")
        return service

    def clean(self) -> dict[str, Any]:
        """Pasted text or a file, not both."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"text", "file"} & self.errors.keys():
            return cleaned
        if bool(cleaned.get("text", "").strip()) == bool(cleaned.get("file")):
            both = "not both" if cleaned.get("file") else "there is nothing to check yet"
            self.add_error("text", f"Paste the comments or choose a file: {both}")
        return cleaned

    def given(self) -> Given:
        """What holds where a row says nothing."""
        typed = self.cleaned_data
        return Given(typed["source"], typed["said_on"], typed["service"], typed["tumour_group"])


class DecideForm(SentOnce, NhsForm):
    """What becomes of each row that holds something which could name somebody."""

    submit_text: ClassVar[str] = "Save these decisions"

    def __init__(self, *args: Any, rows: Iterable[StagedComment], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = list(rows)
        for row in self.rows:
            self._ask(row)

    def _ask(self, row: StagedComment) -> None:
        decision = forms.ChoiceField(
            label=f"What becomes of row {row.row}?",
            choices=Decision.choices,
            initial=row.decision or Decision.MASK,
            widget=forms.RadioSelect(attrs={"data-small": "yes"}),
        )
        reason = forms.CharField(
            label=f"Row {row.row}: why it may stay as it is",
            max_length=300,
            required=False,
            initial=row.reason,
        )
        for name, field in ((f"decision_{row.pk}", decision), (f"reason_{row.pk}", reason)):
            self.fields[name] = self._prepared(name, field)

    @property
    def layout(self) -> tuple[Any, ...]:  # type: ignore[override]
        """Each row under its number: its words, then with marks, then the question."""
        sections = [
            Section(
                f"Row {row.row}",
                Words(row.excerpt, css_class="app-last app-wrap"),
                Words(f"With marks: {row.masked}", css_class="app-wrap"),
                f"decision_{row.pk}",
                f"reason_{row.pk}",
            )
            for row in self.rows
        ]
        return (*sections, "form_key")

    def decisions(self) -> dict[int, tuple[str, str]]:
        """The decision and the reason of each row on the page."""
        typed = self.cleaned_data
        return {
            row.pk: (typed[f"decision_{row.pk}"], typed[f"reason_{row.pk}"]) for row in self.rows
        }
