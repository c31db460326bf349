"""A trust in words, and its results as rows to draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from buddy_portal.design.charts.numbers import plain, thousands
from buddy_portal.design.charts.range_row import (
    RangeAxis,
    RangeRow,
    draw_range_axis,
    draw_range_legend,
    draw_range_row,
)
from buddy_portal.design.dates import day
from buddy_portal.design.tables import Cell, Column, Order, Row, Table, sortable
from buddy_portal.design.tags import Tag, tag_of
from trusts.models import Scale, Trust, TrustSuccession
from trusts.selectors.results import ResultRow

COLUMNS = ("Trust", "ODS code", "Town", "Region", "Cancer Alliance", "Kind")
MOST_TOP = 3
AXIS_STEP = 10
NOT_SHOWN = "not shown: few answers"


def kind_words(trust: Trust) -> str:
    """ "Foundation, teaching"."""
    kinds = [
        word
        for word, held in (
            ("foundation", trust.is_foundation),
            ("teaching", trust.is_teaching),
            ("specialist cancer", trust.is_specialist),
        )
        if held
    ]
    return ", ".join(kinds).capitalize() or "General"


def trust_table(
    trusts: Iterable[Trust],
    order: Order,
    filters: dict[str, str],
    downloads: list[tuple[str, str]],
) -> Table:
    """The list of trusts."""
    columns = {
        "name": Column("Trust"),
        "code": Column("ODS code"),
        "region": Column("Region"),
        "alliance": Column("Cancer Alliance"),
        "_kind": Column("Kind"),
    }
    return Table(
        caption="Trusts",
        columns=sortable(columns, order, filters),
        rows=[
            Row(
                [
                    Cell(
                        trust.name,
                        href=reverse("trust_detail", kwargs={"ods_code": trust.ods_code}),
                        note=trust.town,
                    ),
                    trust.ods_code,
                    trust.region or "-",
                    trust.alliance or "-",
                    kind_words(trust),
                ]
            )
            for trust in trusts
        ],
        downloads=downloads,
        empty="No trust fits these filters.",
    )


def download_rows(trusts: Iterable[Trust]) -> list[list[str]]:
    """The same rows for a file."""
    return [[t.name, t.ods_code, t.town, t.region, t.alliance, kind_words(t)] for t in trusts]


def facts(trust: Trust) -> list[tuple[str, str]]:
    """What is known about a trust."""
    return [
        ("ODS code", trust.ods_code),
        ("Kind", kind_words(trust)),
        ("Town", trust.town or "-"),
        ("Region", trust.region or "-"),
        ("Integrated care board", trust.icb_name or trust.icb_code or "-"),
        ("Cancer Alliance", trust.alliance or "-"),
    ]


def succession_sentences(trust: Trust, successions: list[TrustSuccession]) -> list[str]:
    """Each merger or change as a sentence."""
    return [
        f"{s.predecessor_name} ({s.predecessor_code}) became part of {s.successor_name} "
        f"({s.successor_code}) on {day(s.date)}."
        for s in successions
    ]


@dataclass(frozen=True)
class ShownResult:
    """One question's row: finished words and the drawn row."""

    label: str
    number: str
    country: str
    chart: Markup | None
    score: str
    answers: str
    expected: str
    tag: Tag | None
    reading: str


@dataclass(frozen=True)
class Profile:
    """A trust's results of one year, ready to show."""

    lede: str
    needs: list[ShownResult]
    strengths: list[ShownResult]
    sections: list[tuple[str, list[ShownResult]]]
    axis: Markup
    legend: Markup
    notes: list[str]


def profile(rows: list[ResultRow], year: int) -> Profile:
    """Needs and strengths first, then every question by section."""
    axis = _axis(rows)
    ranges = {row.expected_is_ours for row in rows if row.expected is not None}
    mixed = len(ranges) > 1
    ordered = sorted(rows, key=lambda row: row.section)
    by_section = {
        section: [_shown(row, axis, mixed) for row in group]
        for section, group in groupby(ordered, key=lambda row: row.section)
    }
    sections = dict.fromkeys(row.section for row in rows)  # in the questionnaire's order
    return Profile(
        lede=_lede(rows, year),
        needs=[_shown(row, axis, mixed) for row in _furthest(rows, "below")],
        strengths=[_shown(row, axis, mixed) for row in _furthest(rows, "above")],
        sections=[(section or "Other questions", by_section[section]) for section in sections],
        axis=draw_range_axis(axis),
        legend=draw_range_legend(),
        notes=_notes(rows),
    )


def result_download(rows: list[ResultRow]) -> list[list[Any]]:
    """The results as values for a file."""
    return [
        [
            row.number,
            row.label,
            row.section,
            row.n if not row.suppressed else None,
            row.score,
            row.national,
            row.expected[0] if row.expected else None,
            row.expected[1] if row.expected else None,
            ("ours" if row.expected_is_ours else "published") if row.expected else "",
            "not shown" if row.suppressed else row.reading or "",
        ]
        for row in rows
    ]


RESULT_COLUMNS = (
    "Question",
    "Name",
    "Section",
    "Answers",
    "Score",
    "Country",
    "Expected from",
    "Expected to",
    "Range",
    "Reading",
)


def _axis(rows: list[ResultRow]) -> RangeAxis:
    """One axis for all percentages, from the lowest figure down to a round number."""
    figures = [
        value
        for row in rows
        if row.scale == Scale.PERCENT
        for value in (row.score, row.national, *(row.interval or ()), *(row.expected or ()))
        if value is not None
    ]
    lowest = min(figures, default=0.0)
    return RangeAxis(low=max(0.0, AXIS_STEP * (lowest // AXIS_STEP)), high=100.0)


def _shown(row: ResultRow, axis: RangeAxis, mixed: bool) -> ShownResult:
    percent = row.scale == Scale.PERCENT
    return ShownResult(
        label=row.label,
        number=row.number,
        country=f"country {_figure(row.national, row.scale)}",
        chart=draw_range_row(_range_row(row), axis) if percent else None,
        score=_figure(row.score, row.scale),
        answers="-" if row.suppressed or row.n is None else thousands(row.n),
        expected=_expected_words(row, mixed),
        tag=_tag(row),
        reading="As expected" if row.reading == "within" else "",
    )


def _range_row(row: ResultRow) -> RangeRow:
    return RangeRow(
        label=row.label,
        score=row.score,
        interval=row.interval,
        expected=row.expected,
        national=row.national,
        answers=None if row.suppressed else row.n,
        reading=row.reading,
        few=row.is_few,
        hidden=NOT_SHOWN,
    )


def _figure(value: float | None, scale: str) -> str:
    """63.8% for a percentage; 8.53 for a mean from 0 to 10."""
    if value is None:
        return "-"
    return f"{plain(value, 1)}%" if scale == Scale.PERCENT else plain(value, 2)


def _expected_words(row: ResultRow, mixed: bool) -> str:
    """The range; where published ones stand beside ours, ours are marked."""
    if row.expected is None:
        return "-"
    places = 1 if row.scale == Scale.PERCENT else 2
    words = f"{plain(row.expected[0], places)} to {plain(row.expected[1], places)}"
    return f"{words} (ours)" if mixed and row.expected_is_ours else words


def _tag(row: ResultRow) -> Tag | None:
    if row.suppressed or row.score is None:
        return tag_of("not_shown")
    if row.is_few:
        return tag_of("few_answers")
    return tag_of(row.reading) if row.reading in ("below", "above") else None


def _furthest(rows: list[ResultRow], reading: str) -> list[ResultRow]:
    """The three percentages furthest outside their range."""
    found = [
        row
        for row in rows
        if row.reading == reading and row.scale == Scale.PERCENT and row.national is not None
    ]
    found.sort(key=lambda row: -abs((row.score or 0) - (row.national or 0)))
    return found[:MOST_TOP]


def _lede(rows: list[ResultRow], year: int) -> str:
    counts = {
        reading: sum(row.reading == reading for row in rows)
        for reading in ("below", "above", "within")
    }
    hidden = sum(row.suppressed for row in rows)
    words = (
        f"The {year} survey: {counts['below']} of {len(rows)} questions stand below the expected "
        f"range, {counts['above']} above, {counts['within']} within it."
    )
    return f"{words} {hidden} are not shown because few people answered." if hidden else words


def _notes(rows: list[ResultRow]) -> list[str]:
    notes = [
        "The expected range is where a trust of this size would score 95 times in 100 if its "
        "patients felt as they do in the whole country. Fewer than 30 answers are shown without "
        "a verdict."
    ]
    ours = [row.expected_is_ours for row in rows if row.expected is not None]
    if any(ours):
        which = "The expected ranges" if all(ours) else "Ranges marked “ours”"
        notes.append(f"{which} were not published and are worked out by this portal.")
    if any(row.scale != Scale.PERCENT for row in rows):
        notes.append(
            "Scores without % are means from 0 to 10 and are never drawn with percentages."
        )
    return notes
