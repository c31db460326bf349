"""A trust's results of one year: needs, strengths, and every question by section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from markupsafe import Markup

from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts.numbers import plain, signed, signed_interval, thousands
from buddy_portal.design.charts.range_row import (
    RangeAxis,
    RangeRow,
    draw_range_axis,
    draw_range_legend,
    draw_range_row,
)
from buddy_portal.design.tags import Tag, tag_of
from trusts.forms.explore import BANDS
from trusts.models import Scale, SurveyYear, Trust
from trusts.selectors.results import ResultRow
from trusts.selectors.trust_changes import Change, Changes

MOST_TOP = 3
AXIS_STEP = 10
NOT_SHOWN = "not shown: few answers"
NO_CHANGES = Changes(None, {})

# Pixels between the edges of the narrowest screen we draw for.
PHONE = 288


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
    href: str
    change: str
    change_note: str
    change_is_clear: bool


@dataclass(frozen=True)
class Profile:
    """A trust's results of one year, ready to show."""

    lede: str
    needs: list[ShownResult]
    strengths: list[ShownResult]
    sections: list[tuple[str, list[ShownResult]]]
    axis: Markup
    legend: Markup
    legend_on_a_phone: Markup
    notes: list[str]
    changed_since: str


@dataclass(frozen=True)
class Seen:
    """What the rows of a profile are drawn with."""

    trust: Trust
    year: SurveyYear
    axis: RangeAxis
    mixed: bool
    changes: Changes = field(default_factory=lambda: NO_CHANGES)


def profile(
    rows: list[ResultRow],
    trust: Trust,
    year: SurveyYear,
    changes: Changes,
    asked: Mapping[str, str],
) -> Profile:
    """Needs and strengths of all questions first, then the questions asked for by section."""
    ranges = {row.expected_is_ours for row in rows if row.expected is not None}
    seen = Seen(trust, year, _axis(rows), len(ranges) > 1, changes)
    chosen = chosen_rows(rows, asked)
    ordered = sorted(chosen, key=lambda row: row.section)
    by_section = {
        section: [_shown(row, seen) for row in group]
        for section, group in groupby(ordered, key=lambda row: row.section)
    }
    sections = dict.fromkeys(row.section for row in chosen)  # in the questionnaire's order
    return Profile(
        lede=_lede(rows, year.year),
        needs=[_shown(row, seen) for row in _furthest(rows, "below")],
        strengths=[_shown(row, seen) for row in _furthest(rows, "above")],
        sections=[(section or "Other questions", by_section[section]) for section in sections],
        axis=draw_range_axis(seen.axis),
        legend=draw_range_legend(),
        legend_on_a_phone=draw_range_legend(width=PHONE),
        notes=profile_notes(rows, changes),
        changed_since=str(changes.since) if changes.since else "",
    )


def chosen_rows(rows: list[ResultRow], asked: Mapping[str, str]) -> list[ResultRow]:
    """The rows of a section and of a reading, where the address asks for them."""
    section, band = asked.get("section", ""), asked.get("band", "")
    return [row for row in rows if section in ("", row.section) and band in ("", _band(row))]


def _band(row: ResultRow) -> str:
    if row.suppressed or row.score is None:
        return "hidden"
    return "few" if row.is_few else row.reading or ""


def filter_words(value: str) -> str:
    """What a filter of the address is called."""
    return BANDS.get(value, value)


def sections_of(rows: list[ResultRow]) -> list[str]:
    """The sections that have results, in the questionnaire's order."""
    return list(dict.fromkeys(row.section for row in rows if row.section))


def result_download(rows: list[ResultRow], changes: Changes) -> list[list[Any]]:
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
            *_change_values(changes.of.get(row.number)),
        ]
        for row in rows
    ]


def _change_values(change: Change | None) -> list[Any]:
    if change is None or change.difference is None:
        return [None, None, None, change.reason if change else ""]
    ends = change.interval or (None, None)
    return [
        *(None if value is None else round(value, 2) for value in (change.difference, *ends)),
        change.reason,
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
    "Change, points",
    "Change from",
    "Change to",
    "Note on the change",
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


def _shown(row: ResultRow, seen: Seen) -> ShownResult:
    percent = row.scale == Scale.PERCENT
    change = seen.changes.of.get(row.number)
    return ShownResult(
        label=row.label,
        number=row.number,
        country=f"country {_figure(row.national, row.scale)}",
        chart=draw_range_row(_range_row(row), seen.axis) if percent else None,
        score=_figure(row.score, row.scale),
        answers="-" if row.suppressed or row.n is None else thousands(row.n),
        expected=_expected_words(row, seen.mixed),
        tag=_tag(row),
        reading="As expected" if row.reading == "within" else "",
        href=_question_address(row, seen),
        change=_change_words(change, row.scale),
        change_note=_change_note(change),
        change_is_clear=change is not None and change.is_clear,
    )


def _question_address(row: ResultRow, seen: Seen) -> str:
    here = address_of("question_results", year_id=seen.year.pk, number=row.number)
    return f"{here}?trust={seen.trust.ods_code}"


def _change_words(change: Change | None, scale: str) -> str:
    if change is None or change.difference is None:
        return "-"
    return signed(change.difference, 1 if scale == Scale.PERCENT else 2)


def _change_note(change: Change | None) -> str:
    """The interval, and why years are compared with care or not at all."""
    if change is None:
        return ""
    interval = signed_interval(*change.interval) if change.interval else ""
    return ". ".join(part for part in (interval, change.reason) if part)


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


def profile_notes(rows: list[ResultRow], changes: Changes) -> list[str]:
    """How to read the results; the same words stand in the file."""
    notes = [
        "The expected range is where a trust of this size would score 95 times in 100 if its "
        "patients felt as they do in the whole country. Fewer than 30 answers are shown without "
        "a verdict."
    ]
    if any(row.is_adjusted for row in rows):
        notes.append("Scores are adjusted, by the survey, for which patients answered.")
    ours = [row.expected_is_ours for row in rows if row.expected is not None]
    if any(ours):
        which = "The expected ranges" if all(ours) else "Ranges marked “ours”"
        notes.append(f"{which} were not published and are worked out by this portal.")
    if any(row.scale != Scale.PERCENT for row in rows):
        notes.append(
            "Scores without % are means from 0 to 10 and are never drawn with percentages."
        )
    if changes.since:
        notes.append(
            f"Changes since {changes.since} are in points, with a 95% interval (Newcombe 1998). A "
            "change in bold is clear even with so many questions looked at together (Benjamini "
            "and Hochberg 1995, at 5%)."
        )
    return notes
