"""Survey years in words and tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from buddy_portal.design.charts.numbers import thousands, uk_date_range
from buddy_portal.design.dates import day
from buddy_portal.design.tables import Cell, Column, Row, Table
from trusts.models import SurveyYear
from trusts.selectors.surveys import YearOverview


def window_words(year: SurveyYear) -> str:
    """ "Patients treated 1 April to 30 June 2016"."""
    if year.sample_from is None or year.sample_to is None:
        return "Sample window not known"
    return f"Patients treated {uk_date_range(year.sample_from, year.sample_to)}"


def year_table(overviews: Iterable[YearOverview]) -> Table:
    """The survey years, what is there, and what came last."""
    return Table(
        caption="Survey years",
        columns=[
            Column("Survey year"),
            Column("Sample"),
            Column("Questions", numeric=True),
            Column("Results"),
            Column("Last import"),
        ],
        rows=[
            Row(
                [
                    Cell(
                        str(found.year.year),
                        href=reverse("survey_year", kwargs={"year_id": found.year.pk}),
                        note=found.year.survey.name,
                    ),
                    window_words(found.year).removeprefix("Patients treated "),
                    thousands(found.questions),
                    _what_is_there(found),
                    _last_import(found),
                ]
            )
            for found in overviews
        ],
        empty="No survey year has been added yet.",
    )


def _what_is_there(found: YearOverview) -> str:
    parts = [
        words
        for words, there in (("Trusts", found.has_results), ("England", found.has_national))
        if there
    ]
    return " and ".join(parts) if parts else "None yet"


def _last_import(found: YearOverview) -> str:
    if found.last_import is None or found.last_import.committed_at is None:
        return "-"
    return day(found.last_import.committed_at)
