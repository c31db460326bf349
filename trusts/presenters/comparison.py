"""Trusts beside each other, in words, a table and a chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts.dot_rows import DotRow, DotRows
from buddy_portal.design.charts.numbers import counted
from buddy_portal.design.tables import Cell, Column, Row, Table
from trusts.models import Scale, SurveyYear, Trust
from trusts.presenters.pairing import short_name
from trusts.presenters.questions import NOT_SHOWN, score_words
from trusts.selectors.comparison import ComparedQuestion
from trusts.selectors.results import ResultRow

READINGS = {
    "below": "below expected",
    "within": "as expected",
    "above": "above expected",
}
HOW_TO_READ = (
    "Trusts stand by name, not by score. Each is read against the range expected of a trust of its "
    "own size, so two trusts with the same score may read differently. Two scores may differ by "
    "chance: open the question to see the funnel."
)


def compare_table(
    found: Iterable[ComparedQuestion],
    trusts: Sequence[Trust],
    year: SurveyYear,
    downloads: list[tuple[str, str]],
) -> Table:
    """A row for each question, a column for each trust."""
    return Table(
        caption=f"Results of {counted(len(trusts), 'trust')}, {year.year}",
        columns=[
            Column("Question"),
            Column("Country", numeric=True),
            *(Column(trust.name, numeric=True) for trust in trusts),
        ],
        rows=[
            Row(
                [
                    Cell(
                        each.label,
                        href=address_of("question_results", year_id=year.pk, number=each.number),
                        note=f"{each.number}, {each.section}" if each.section else each.number,
                    ),
                    score_words(each.national, each.scale),
                    *(_cell(result, each.scale) for result in each.results),
                ]
            )
            for each in found
        ],
        sticky=True,
        downloads=downloads,
        empty="No questions here. Choose another section, or leave it open.",
    )


def _cell(result: ResultRow | None, scale: str) -> Cell | str:
    if result is None:
        return "-"
    if result.suppressed or result.score is None:
        return Cell(NOT_SHOWN, note="few answers")
    answers = counted(result.n or 0, "answer")
    reading = "few answers, no reading" if result.is_few else READINGS.get(result.reading or "", "")
    return Cell(
        score_words(result.score, scale),
        strong=True,
        note=f"{answers}, {reading}" if reading else answers,
    )


def columns(trusts: Sequence[Trust]) -> list[str]:
    """Heads of the file: for each trust its score, answers and reading."""
    own = [
        f"{trust.name} ({trust.ods_code}), {what}"
        for trust in trusts
        for what in ("score", "answers", "reading")
    ]
    return ["Question", "Name", "Section", "Scale", "Country", *own]


def file_rows(found: Iterable[ComparedQuestion]) -> list[list[Any]]:
    """The same for a file."""
    return [
        [
            each.number,
            each.label,
            each.section,
            "mean from 0 to 10" if each.scale == Scale.MEAN_0_10 else "percent",
            each.national,
            *(value for result in each.results for value in _values(result)),
        ]
        for each in found
    ]


def _values(result: ResultRow | None) -> list[Any]:
    if result is None:
        return [None, None, ""]
    if result.suppressed or result.score is None:
        return [NOT_SHOWN, None, ""]
    return [result.score, result.n, READINGS.get(result.reading or "", "")]


def compare_chart(
    found: Iterable[ComparedQuestion], trusts: Sequence[Trust], year: SurveyYear
) -> DotRows:
    """Percentages on one axis; the rating from 0 to 10 stands in the table only."""
    percentages = [each for each in found if each.scale == Scale.PERCENT]
    return DotRows(
        title=f"{counted(len(trusts), 'trust')} side by side, {year.year}",
        description="Scores in percent, question by question, in the order of the questionnaire.",
        series=tuple(short_name(trust) for trust in trusts),
        rows=tuple(
            DotRow(
                f"{each.label} ({each.number})",
                tuple(None if result is None else result.score for result in each.results),
                reference=each.national,
                band=each.middle_half,
            )
            for each in percentages
        ),
        band_name="Middle half of trusts",
    )


def has_scores(found: Iterable[ComparedQuestion]) -> bool:
    """Whether the country or any of the trusts has a result in the year."""
    return any(each.national is not None or any(each.results) for each in found)


def lede(trusts: Sequence[Trust], year: SurveyYear) -> str:
    if not trusts:
        return f"Choose up to five trusts to see their {year.year} results side by side."
    return f"The {year.year} results side by side, to find who could learn from whom on what."
