"""The forms of survey years and of their imports."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts, FileUpload, WholeNumber
from buddy_portal.design.forms import CarriesVersion, NhsForm
from buddy_portal.design.layout import Section
from trusts.selectors import surveys as selectors
from trusts.services.survey_years import NCPES, NCPES_NAME
from trusts.surveys.catalogue import YEARS
from trusts.surveys.files import LIMITS

LONGEST_REASON = 300
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)
NEW = "new-"


class UploadForm(NhsForm):
    """A file of results and the survey year that it belongs to."""

    nouns: ClassVar[dict[str, str]] = {"survey_year": "a survey year", "file": "a file"}
    submit_text: ClassVar[str] = "Check this file"
    survey_year = forms.ChoiceField(
        label="Survey year",
        help_text="Rows of other years in the file are left out and counted.",
    )
    file = FileUpload(
        label="Table of results",
        noun="a file",
        kinds=("csv", "xlsx"),
        most_bytes=LIMITS.bytes,
        help_text="CSV or Excel workbook (.xlsx), up to 50 MB. Scores of trusts, adjusted scores "
        "with expected ranges, scores by patient group, national scores, or a list of questions.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        year = self.fields["survey_year"]
        assert isinstance(year, forms.ChoiceField)  # noqa: S101 - declared above
        year.choices = [("", "Choose a survey year"), *year_choices()]


def year_choices() -> list[tuple[str, str]]:
    """Stored years, then years of the national survey that the portal could add."""
    stored = selectors.stored_years()
    there = {year for _, slug, year, _ in stored if slug == NCPES}
    known = [(str(pk), f"{name}, {year}") for pk, _, year, name in stored]
    new = [
        (f"{NEW}{year}", f"{NCPES_NAME}, {year} (not here yet: will be added)")
        for year in sorted(set(YEARS) - there, reverse=True)
    ]
    return known + new


class CommitForm(NhsForm):
    """Importing a checked file; with refused rows, only with a reason for leaving them out."""

    def __init__(self, *args: Any, rows: str, refused: int, **options: Any) -> None:
        super().__init__(*args, **options)
        if refused:
            self.fields["left_out_reason"] = self._prepared(
                "left_out_reason",
                forms.CharField(
                    label="Why may the refused rows be left out?",
                    help_text="Kept with the import and shown in its history.",
                    max_length=LONGEST_REASON,
                    widget=forms.Textarea(attrs={"rows": 3}),
                    error_messages={"required": "Enter a reason for leaving the rows out"},
                ),
            )
        self.submit_text = f"Import {rows}"  # type: ignore[misc]  # the button says how many


class SurveyYearForm(CarriesVersion, NhsForm):
    """When the patients of a survey year were treated, and when it was published."""

    submit_text: ClassVar[str] = "Save survey year"
    layout: ClassVar[tuple[Any, ...]] = (
        Section("Sample window", "sample_from", "sample_to"),
        "published_on",
        "note",
    )
    sample_from = DateInThreeParts(
        label="Patients treated from",
        noun="the first day of the sample",
        required=False,
        earliest=FIRST_DAY,
        latest=LAST_DAY,
        help_text="The survey asks patients discharged from this day on. Leave both days blank "
        "if they are not known.",
    )
    sample_to = DateInThreeParts(
        label="Patients treated until",
        noun="the last day of the sample",
        required=False,
        earliest=FIRST_DAY,
        latest=LAST_DAY,
    )
    published_on = DateInThreeParts(
        label="Published on",
        noun="the day of publication",
        required=False,
        earliest=FIRST_DAY,
        latest=LAST_DAY,
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=300,
        help_text="Such as where the sample window is stated.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NewSurveyYearForm(SurveyYearForm):
    """A survey year that is not there yet."""

    nouns: ClassVar[dict[str, str]] = {"survey": "a survey", "year": "a survey year"}
    submit_text: ClassVar[str] = "Add survey year"
    layout: ClassVar[tuple[Any, ...]] = ("survey", "year", *SurveyYearForm.layout)
    survey = forms.ChoiceField(label="Survey")
    year = WholeNumber(
        label="Survey year",
        min_value=2000,
        max_value=2100,
        help_text="With four digits, such as 2018.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        survey = self.fields["survey"]
        assert isinstance(survey, forms.ChoiceField)  # noqa: S101 - declared above
        stored = {found.slug: found.name for found in selectors.surveys()}
        survey.choices = list(({NCPES: NCPES_NAME} | stored).items())
