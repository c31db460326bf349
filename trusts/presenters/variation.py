"""How far trusts lie apart, in words, tables and a chart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from buddy_portal.design.charts.dot_rows import DotRow, DotRows
from buddy_portal.design.charts.numbers import Unit, counted, interval, thousands
from buddy_portal.design.tables import Cell, Column, Order, Row, Table, sort_rows, sortable
from trusts.models import Comparability, Scale, SurveyYear
from trusts.presenters.questions import score_words
from trusts.presenters.spreads import spread_words
from trusts.selectors.variation import Variation

KEYS: dict[str, Callable[[Any], Any]] = {
    "order": attrgetter("position"),
    "spread": attrgetter("spread"),
    "country": attrgetter("country"),
}
COLUMNS = (
    "Survey year",
    "Question",
    "Name",
    "Section",
    "Scale",
    "Country",
    "Trusts shown",
    "Trusts not shown",
    "Middle trust",
    "Middle half from",
    "Middle half to",
    "Middle 80% from",
    "Middle 80% to",
    "Spread between trusts, points",
    "The year before, points",
)
METHOD = (
    "The spread is the standard deviation between trusts with chance taken off (Spiegelhalter "
    "2005), measured with the highest and the lowest fifth of trusts drawn in. “None” means that "
    "the trusts in between differ by no more than chance would bring; a few trusts may still lie "
    "far out, which the question’s own page shows. A wide spread means that some trusts have found "
    "a way that others could learn from."
)


def year_table(
    found: list[Variation],
    order: Order,
    query: Mapping[str, str],
    downloads: list[tuple[str, str]],
) -> Table:
    """The questions of a year."""
    columns = {
        "order": Column("Question"),
        "country": Column("Country", numeric=True),
        "_half": Column("Middle half of trusts", numeric=True),
        "_most": Column("Middle 80%", numeric=True),
        "spread": Column("Spread, points", numeric=True),
        "_before": Column("The year before", numeric=True),
    }
    return Table(
        caption="Spread between trusts by question",
        columns=sortable(columns, order, query),
        rows=[
            Row(
                [
                    Cell(
                        each.label,
                        href="?" + urlencode({"question": each.number}),
                        note=f"{each.number}, {each.section}" if each.section else each.number,
                    ),
                    *_figures(each),
                    spread_words(each.spread_before, each.scale),
                ]
            )
            for each in sort_rows(found, order, KEYS)
        ],
        downloads=downloads,
        empty="No questions here. Choose another section, or leave it open.",
    )


def question_table(found: list[Variation], downloads: list[tuple[str, str]]) -> Table:
    """One question over the years."""
    return Table(
        caption="Spread between trusts by year",
        columns=[
            Column("Survey year"),
            Column("Country", numeric=True),
            Column("Middle half of trusts", numeric=True),
            Column("Middle 80%", numeric=True),
            Column("Spread, points", numeric=True),
            Column("Compared"),
        ],
        rows=[
            Row([_year_cell(each), *_figures(each), _compared(each)], selected=not each.verdict)
            for each in found
        ],
        downloads=downloads,
    )


def _year_cell(found: Variation) -> Cell:
    here = {"year_id": found.year_id, "number": found.number}
    return Cell(
        str(found.year),
        href=reverse("question_results", kwargs=here),
        note=f"{counted(found.trusts, 'trust')} shown",
    )


def _figures(found: Variation) -> list[Cell | str]:
    places = 2 if found.scale == Scale.MEAN_0_10 else 1
    return [
        score_words(found.country, found.scale),
        "-" if found.half is None else interval(*found.half, places),
        "-" if found.most is None else interval(*found.most, places),
        Cell(spread_words(found.spread, found.scale), strong=True),
    ]


def _compared(found: Variation) -> Cell | str:
    if found.verdict is None:
        return "This year"
    is_plain = found.verdict.answer == Comparability.Answer.YES
    return Cell(found.verdict.answer.label, note="" if is_plain else found.verdict.reason)


def file_rows(found: Iterable[Variation]) -> list[list[Any]]:
    """The same for a file."""
    return [
        [
            each.year,
            each.number,
            each.label,
            each.section,
            "mean from 0 to 10" if each.scale == Scale.MEAN_0_10 else "percent",
            each.country,
            each.trusts,
            each.hidden,
            *(
                _places(value)
                for value in (
                    each.middle,
                    *(each.half or (None, None)),
                    *(each.most or (None, None)),
                    each.spread,
                    each.spread_before,
                )
            ),
        ]
        for each in found
    ]


def _places(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def year_chart(found: list[Variation], year: SurveyYear) -> DotRows:
    """The percentages of a year on one axis."""
    percentages = [each for each in found if each.scale == Scale.PERCENT]
    return _chart(
        percentages,
        title=f"Where trusts lie, {year.year}",
        description="Questions in the order of the questionnaire, in percent.",
        labels=[f"{each.label} ({each.number})" for each in percentages],
    )


def question_chart(found: list[Variation]) -> DotRows:
    """One question over the years, on its own scale."""
    return _chart(
        found,
        title=found[0].label,
        description=f"{found[0].number}, latest year first.",
        labels=[str(each.year) for each in found],
        row_name="Survey year",
    )


def _chart(
    found: list[Variation],
    *,
    title: str,
    description: str,
    labels: list[str],
    row_name: str = "Question",
) -> DotRows:
    is_mean = bool(found) and found[0].scale == Scale.MEAN_0_10
    return DotRows(
        title=title,
        description=description,
        series=("Middle trust",),
        rows=tuple(
            DotRow(label, (each.middle,), reference=each.country, band=each.most, inner=each.half)
            for label, each in zip(labels, found, strict=True)
        ),
        unit=Unit.SCORE if is_mean else Unit.PERCENT,
        band_name="Middle 80% of trusts",
        inner_name="Middle half",
        row_name=row_name,
    )


def has_scores(found: Iterable[Variation]) -> bool:
    """Whether any trust's score stands behind the rows."""
    return any(each.trusts for each in found)


def year_lede(found: list[Variation], year: SurveyYear) -> str:
    """Where trusts differ most, in a sentence."""
    known = [each for each in found if each.spread is not None and each.scale == Scale.PERCENT]
    widest = max(known, key=lambda each: each.spread or 0, default=None)
    if widest is None:
        return f"No results of trusts in the {year.year} survey yet."
    if not widest.spread:
        return f"In {year.year} most trusts differ by no more than chance on every question."
    return (
        f"In {year.year} trusts differ most on “{widest.label}” ({widest.number}): a spread of "
        f"{spread_words(widest.spread, widest.scale)} points beyond chance, "
        f"{thousands(widest.trusts)} trusts shown."
    )
