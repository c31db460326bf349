"""A survey year by its questions, in a table and a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts.numbers import interval, thousands
from buddy_portal.design.tables import Cell, Column, Order, Row, Table, sort_rows, sortable
from trusts.models import Scale, SurveyYear
from trusts.presenters.questions import score_words
from trusts.selectors.questions import QuestionSummary

SUMMARY_KEYS = {
    "order": attrgetter("position"),
    "country": attrgetter("national"),
    "low": attrgetter("low"),
    "trusts": attrgetter("trusts"),
}
SUMMARY_COLUMNS = (
    "Question",
    "Name",
    "Section",
    "Scale",
    "Country",
    "Answers in the country",
    "Trusts shown",
    "Trusts not shown",
    "Lowest of the middle 80% of trusts",
    "Highest of the middle 80% of trusts",
)


def summary_table(
    rows: Iterable[QuestionSummary],
    year: SurveyYear,
    order: Order,
    query: Mapping[str, Any],
    downloads: list[tuple[str, str]],
) -> Table:
    """The questions of a year: country, and where most trusts lie."""
    columns = {
        "order": Column("Question"),
        "country": Column("Country", numeric=True),
        "low": Column("Middle 80% of trusts", numeric=True),
        "trusts": Column("Trusts shown", numeric=True),
    }
    ordered = sort_rows(rows, order, SUMMARY_KEYS)
    return Table(
        caption=f"Questions of the {year.year} survey",
        columns=sortable(columns, order, query),
        rows=[_summary_row(found, year) for found in ordered],
        downloads=downloads,
        empty="This survey year has no questions yet. Upload its list of questions.",
    )


def _summary_row(found: QuestionSummary, year: SurveyYear) -> Row:
    places = 2 if found.scale == Scale.MEAN_0_10 else 1
    return Row(
        [
            Cell(
                found.label,
                href=address_of("question_results", year_id=year.pk, number=found.number),
                note=f"{found.number}, {found.section}" if found.section else found.number,
            ),
            Cell(score_words(found.national, found.scale), strong=True),
            interval(found.low, found.high, places) if found.low is not None else "-",
            Cell(
                thousands(found.trusts),
                note=f"{thousands(found.hidden)} not shown" if found.hidden else "",
            ),
        ]
    )


def summary_rows(rows: Iterable[QuestionSummary]) -> list[list[Any]]:
    """The same for a file."""
    return [
        [
            found.number,
            found.label,
            found.section,
            "mean from 0 to 10" if found.scale == Scale.MEAN_0_10 else "percent",
            found.national,
            found.answers,
            found.trusts,
            found.hidden,
            _places(found.low),
            _places(found.high),
        ]
        for found in rows
    ]


def _places(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
