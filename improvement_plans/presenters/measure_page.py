"""The page of one measure and the page of all of a plan: tables, facts, what can be done."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts.numbers import thousands
from buddy_portal.design.charts.verdict_marks import KIND_WORDS
from buddy_portal.design.downloads import Value
from buddy_portal.design.tables import Cell, Column, Row, Table
from improvement_plans import time_box
from improvement_plans.charts.xmr_chart import LEAST_FIXED
from improvement_plans.measures.column import Column as Pasted
from improvement_plans.measures.column import Fate, PastedRow
from improvement_plans.measures.figures import STYLE_WORDS
from improvement_plans.measures.protection import HIDDEN, may_show_counts
from improvement_plans.measures.reading import Reading, standing
from improvement_plans.measures.rebasing import earliest_base
from improvement_plans.models import (
    ChartKind,
    DataPoint,
    EnteredAs,
    Measure,
    Plan,
    RebaseKind,
)
from improvement_plans.presenters.measures import (
    MeasureFacts,
    figure_words,
    unit_of,
    why_words,
)

FILE_COLUMNS = (
    "Measure",
    "Date",
    "Figure",
    "How many",
    "Out of how many",
    "Centre line",
    "Lower limit",
    "Upper limit",
    "Signal",
    "Note",
)
SMALL_NOTE = (
    "Numbers of patients from 1 to 9, and figures of fewer than 10 patients, are left out, and "
    "nothing here is worked out from them."
)
_FATES = {
    Fate.NEW: "Will be added",
    Fate.SAME: "Already there",
    Fate.BLANK: "Left out",
    Fate.REFUSED: "Refused",
}
Command = tuple[str, str]


@dataclass(frozen=True)
class LogLine:
    """A date at which the chart starts anew, or did."""

    head: str
    more: str
    undo: str


def closed_words(plan: Plan, *, on: datetime.date) -> str:
    """Why nothing of the measures can be changed today, or nothing."""
    if time_box.may_report(plan, on=on) or time_box.may_write(plan, on=on):
        return ""
    if on > plan.window_to:
        return (
            f"The window of this plan ended on {dates.day(plan.window_to)}, so its measures and "
            "cycles can be read and not changed. A programme lead can grant an extension."
        )
    if plan.state == "approved" or on < plan.window_from:
        return (
            f"The window of this plan begins on {dates.day(plan.window_from)}. Measures and cycles "
            "can be changed from then on."
        )
    return (
        f"This plan is “{plan.get_state_display().lower()}”, so its measures and cycles can be "
        "read and not changed."
    )


def figure_table(reading: Reading, *, sees_small: bool, may_edit: bool) -> Table:
    """The figures, newest first, with their notes and, for the team, a way to correct each."""
    measure = reading.measure
    has_two = measure.entered_as == EnteredAs.COUNTS
    has_notes = any(point.note for point in reading.points)
    columns = [Column("Date"), Column("Figure", numeric=True)]
    columns += [Column("Out of", numeric=True)] if has_two else []
    columns += [Column("Note")] if has_notes else []
    columns += [Column("Correct")] if may_edit else []
    rows = []
    for point, is_shown in reversed(list(zip(reading.points, reading.shown, strict=True))):
        cells: list[Cell | str] = [
            Cell(dates.day(point.on), note=f"by {point.by}" if point.by else ""),
            figure_words(reading, point, is_shown=is_shown),
        ]
        cells += [counts_words(measure, point, sees_small=sees_small)] if has_two else []
        cells += [point.note] if has_notes else []
        href = reverse("figure_correct", args=[measure.pk, point.pk])
        cells += [Cell("Correct", href=href)] if may_edit else []
        rows.append(Row(cells=cells, anchor=f"figure-{point.pk}"))
    return Table("Figures", columns, rows, cards=False, empty="No figure yet.")


def counts_words(measure: Measure, point: DataPoint, *, sees_small: bool) -> str:
    """ "12 of 48", or that the numbers are not shown."""
    if point.numerator is None or point.denominator is None:
        return "-"
    if sees_small or may_show_counts(measure, point):
        return f"{thousands(point.numerator)} of {thousands(point.denominator)}"
    return HIDDEN


def rebase_log(reading: Reading, *, may_edit: bool) -> list[LogLine]:
    """Every date at which the chart was started anew or up to which its limits were fixed, those
    that were undone too."""
    found = []
    for rebase in reading.measure.rebases.all():
        more = f"{rebase.reason}. By {rebase.by or 'somebody who left'}, {dates.moment(rebase.at)}."
        undo = ""
        if rebase.undone_at:
            who = rebase.undone_by or "somebody who left"
            more += f" Undone by {who}, {dates.moment(rebase.undone_at)}: {rebase.undone_why}."
        elif may_edit:
            undo = reverse("rebase_undo", args=[rebase.measure_id, rebase.pk])
        words = "From" if rebase.kind == RebaseKind.ANEW else "Limits rest on figures up to"
        found.append(LogLine(f"{words} {dates.day(rebase.on)}", more, undo))
    return found


def earliest_base_of(measure: Measure) -> datetime.date | None:
    """The earliest day up to which the limits of the latest part can be fixed."""
    days = sorted(point.on for point in measure.points.all())
    return earliest_base(days, [rebase.on for rebase in standing(measure)])


def fixing_words(earliest: datetime.date | None) -> str:
    """What fixing the limits means, and from when on it can be done."""
    said = (
        "Mean and limits then rest on the first figures of this part of the chart, up to the one "
        "that you name, and stay as they are whatever comes later. Do this when those figures show "
        "how things were before a change."
    )
    if earliest is None:
        return f"{said} It takes {LEAST_FIXED} figures; this part has fewer so far."
    return f"{said} It takes {LEAST_FIXED} figures: up to {dates.day(earliest)} at the earliest."


def measure_commands(measure: Measure, *, has_figures: bool) -> list[Command]:
    """What the team can do beside adding a figure."""
    here = [measure.pk]
    found = [("Paste a column", reverse("figure_paste", args=here))]
    if has_figures:
        found.append(("Start the chart anew", reverse("measure_rebase", args=here)))
    if has_figures and measure.chart == ChartKind.XMR:
        found.append(("Fix the limits", reverse("measure_limits", args=here)))
    found += [
        ("Change settings", reverse("measure_edit", args=here)),
        ("Define it anew", reverse("measure_redefine", args=here)),
    ]
    if not has_figures:
        return [*found, ("Remove", reverse("measure_remove", args=here))]
    words = "Follow it again" if measure.stopped_on else "Stop following it"
    return [*found, (words, reverse("measure_stop", args=here))]


def measures_table(cards: Sequence[MeasureFacts]) -> Table:
    """All measures of a plan in a line each: the same words as beside the pictures."""
    return Table(
        caption="Measures",
        columns=[
            Column("Measure"),
            Column("Kind"),
            Column("Latest", numeric=True),
            Column("Target", numeric=True),
            Column("Is it changing?"),
            Column("Will it meet the target?"),
        ],
        rows=[
            Row(
                cells=[
                    Cell(card.name, href=card.href, note=card.stopped or card.overdue),
                    card.kind,
                    Cell(card.latest, note=card.latest_on),
                    card.target,
                    Cell(card.variation.head, note=card.trial),
                    card.assurance.head,
                ]
            )
            for card in cards
        ],
        empty="No measures yet.",
    )


def pasted_table(column: Pasted, measure: Measure) -> Table:
    """What would become of each pasted row, the refused ones first."""
    rows = [*column.having(Fate.REFUSED)]
    rows += [row for row in column.rows if row.fate is not Fate.REFUSED]
    unit = unit_of(measure)
    return Table(
        caption="What was read",
        columns=[
            Column("Row", numeric=True),
            Column("Pasted"),
            Column("Date"),
            Column("Figure", numeric=True),
            Column("What becomes of it", card=""),
        ],
        rows=[
            Row(
                cells=[
                    str(row.number),
                    row.typed[:80] or "(empty)",
                    dates.day(row.on),
                    Cell(unit.exact(row.value), note=_of(row)),
                    Cell(_FATES[row.fate], note=row.reason, strong=row.fate is Fate.REFUSED),
                ]
            )
            for row in rows
        ],
    )


def pasted_words(column: Pasted) -> str:
    """How many rows will be added, left out and refused, and how the dates were read."""
    counts = [
        (Fate.NEW, "to add"),
        (Fate.SAME, "already there"),
        (Fate.BLANK, "left out as blank"),
        (Fate.REFUSED, "refused"),
    ]
    said = [f"{len(column.having(fate))} {words}" for fate, words in counts if column.having(fate)]
    read = f" Dates were read as {STYLE_WORDS[column.style]}." if column.style else ""
    heading = " The first row was read as the heading." if column.had_heading else ""
    return f"Trial run, nothing saved: {', '.join(said)}.{read}{heading}"


def file_rows(readings: Sequence[Reading]) -> list[list[Value]]:
    """Every figure of the measures as a row of a file; small numbers never leave the portal."""
    return [row for reading in readings for row in _file_rows(reading)]


def _file_rows(reading: Reading) -> list[list[Value]]:
    measure = reading.measure
    lines = iter(_lines(reading))
    rows: list[list[Value]] = []
    for point, is_shown in zip(reading.points, reading.shown, strict=True):
        counts: list[Value] = ["", ""]
        if point.numerator is not None:
            is_open = may_show_counts(measure, point)
            counts = [point.numerator, point.denominator] if is_open else [HIDDEN, HIDDEN]
        value: Value = round(point.value, 4) if is_shown else HIDDEN
        rest: list[Value] = next(lines) if is_shown else [None, None, None, ""]
        rows.append([measure.name, point.on, value, *counts, *rest, point.note])
    return rows


def _lines(reading: Reading) -> list[list[Value]]:
    """Centre, limits and signal of each figure that is shown."""
    if reading.is_xmr:
        return [
            [
                round(point.mean, 4),
                None if point.lower is None else round(point.lower, 4),
                None if point.upper is None else round(point.upper, 4),
                _signal(point.kind, why_words(point.labels, reading.measure)),
            ]
            for point in reading.xmr.points
        ]
    medians = [part.median for part in reading.run.parts for _ in range(part.start, part.end)]
    return [[None if each is None else round(each, 4), None, None, ""] for each in medians]


def _signal(kind: str, why: str) -> str:
    words = next(said for name, said in KIND_WORDS.items() if name == kind)
    return f"{words}: {why}" if why else words


def _of(row: PastedRow) -> str:
    if row.numerator is None or row.denominator is None:
        return row.note
    return f"{thousands(row.numerator)} of {thousands(row.denominator)}. {row.note}".strip()
