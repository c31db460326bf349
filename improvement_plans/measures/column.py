"""A column pasted from a spreadsheet: each row's date and figure, or why it is refused. Pure.

Nothing is guessed: dates that can be read in two ways are asked about, a row written unlike the
others is refused, a blank is left out and never zero, and a date that has a figure is not changed.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from improvement_plans.measures.due import nth_date
from improvement_plans.measures.figures import (
    EARLIEST,
    STYLE_WORDS,
    DateStyle,
    UnreadableError,
    cells_of_counts,
    dates_of,
    read_count,
    read_number,
)
from improvement_plans.measures.scale import why_not
from improvement_plans.models import EnteredAs, Frequency, MeasureUnit

MOST_ROWS = 500
LONGEST_NOTE = 200
# A date at the start of a line, where the cells are not told apart by tabs.
_LEADING_DATE = re.compile(
    r"^\s*(\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|\d{1,2}[ \-]?[A-Za-z]{3,9}[ ,\-]+\d{2,4}"
    r"|[A-Za-z]{3,9}[ \-]\d{2,4})(?:[,\s]+(.*))?$",
    re.ASCII,
)
_BOTH = (DateStyle.DAY_FIRST, DateStyle.MONTH_FIRST)


class Fate(StrEnum):
    """What becomes of a pasted row."""

    NEW = "new"
    SAME = "same"
    BLANK = "blank"
    REFUSED = "refused"


@dataclass(frozen=True)
class ColumnRefusedError(Exception):
    """The column as a whole cannot be read. `field` is where the form should say so."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Wanted:
    """What the column is to be read as."""

    unit: MeasureUnit
    entered_as: EnteredAs
    frequency: Frequency
    today: datetime.date
    there: Mapping[datetime.date, float] = field(default_factory=dict)
    """The figures that the measure has already."""
    style: DateStyle | None = None
    first: datetime.date | None = None
    """The date of the first row, where only figures are pasted."""


@dataclass(frozen=True)
class PastedRow:
    """One row: its number in the paste, what was typed, what was read, what becomes of it."""

    number: int
    typed: str
    fate: Fate = Fate.NEW
    reason: str = ""
    on: datetime.date | None = None
    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Column:
    """All rows in order, and how the dates were read."""

    rows: tuple[PastedRow, ...]
    style: DateStyle | None
    had_heading: bool

    def having(self, fate: Fate) -> tuple[PastedRow, ...]:
        """The rows with this fate."""
        return tuple(row for row in self.rows if row.fate is fate)


def read_column(text: str, wanted: Wanted) -> Column:
    """Read pasted rows of a date and a figure (or two numbers), and a note where there is one.

    Raises ColumnRefusedError where the whole column cannot be read without guessing.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    numbered = list(enumerate(lines, start=1))
    had_heading = bool(numbered) and _is_heading(lines[0])
    numbered = numbered[1:] if had_heading else numbered
    if not numbered:
        raise ColumnRefusedError("text", "Paste at least one row with a date and a figure")
    if len(numbered) > MOST_ROWS:
        raise ColumnRefusedError(
            "text", f"Paste at most {MOST_ROWS} rows at a time; this has {len(numbered):,d}"
        )
    cells = [(number, line, _cells(line)) for number, line in numbered]
    style = None if wanted.first else _style_of([each[0] for *_, each in cells], wanted)
    if wanted.first:
        days = _days_from(wanted.first, wanted.frequency, len(cells))
        read = [
            _figured(PastedRow(number, line.strip(), on=day), _undated(row), wanted)
            for (number, line, row), day in zip(cells, days, strict=True)
        ]
    else:
        read = [
            _dated(PastedRow(number, line.strip()), row, style, wanted)
            for number, line, row in cells
        ]
    _check_no_shares(text, read, wanted)
    return Column(tuple(_placed(read, wanted)), style, had_heading)


def _is_heading(line: str) -> bool:
    """The first line holds words and no digit."""
    return any(c.isalpha() for c in line) and not any(c.isdigit() for c in line)


def _cells(line: str) -> list[str]:
    """The cells of a line, at least one."""
    for separator in ("\t", ";"):
        if separator in line:
            return [cell.strip() for cell in line.split(separator)]
    found = _LEADING_DATE.match(line)
    if found is None:
        return [line.strip()]
    return [found[1], (found[2] or "").strip()]


def _undated(row: list[str]) -> list[str]:
    """The figures of a row that brings no date of its own."""
    if dates_of(row[0]):
        raise ColumnRefusedError(
            "first", "The rows have dates of their own, so leave the date of the first row empty"
        )
    return row


def _days_from(first: datetime.date, frequency: Frequency, count: int) -> list[datetime.date]:
    return [nth_date(first, frequency, number) for number in range(count)]


def _style_of(texts: Sequence[str], wanted: Wanted) -> DateStyle:
    """The one way in which the dates are written, as chosen or as all rows agree."""
    if wanted.style is not None:
        return wanted.style
    possible = [set(dates_of(text)) for text in texts]
    counts = Counter(style for styles in possible for style in styles)
    if not counts:
        raise ColumnRefusedError(
            "text",
            "Each row needs a date and a figure side by side. If you paste figures only, give the "
            "date of the first one below",
        )
    best = max(DateStyle, key=lambda style: counts[style])
    if best in _BOTH and counts[_BOTH[0]] == counts[_BOTH[1]]:
        _ask_unless_same(texts)
    return best


def _ask_unless_same(texts: Sequence[str]) -> None:
    for text in texts:
        days = dates_of(text)
        if set(_BOTH) <= set(days) and days[_BOTH[0]] != days[_BOTH[1]]:
            one, other = (f"{days[style].day} {days[style]:%B}" for style in _BOTH)
            raise ColumnRefusedError(
                "style", f"“{text}” can be {one} or {other}. Choose how the dates are written"
            )


def _dated(row: PastedRow, cells: list[str], style: DateStyle | None, wanted: Wanted) -> PastedRow:
    if not any(cells):
        return replace(row, fate=Fate.BLANK, reason="An empty row")
    found = dates_of(cells[0])
    if style in found:
        return _figured(replace(row, on=found[style]), cells[1:], wanted)
    if not found:
        reason = f"“{cells[0][:60]}” is not a date. Write 1 February 2015 or 01/02/2015"
    else:
        words = STYLE_WORDS[style] if style else ""
        reason = f"“{cells[0]}” is written unlike the others ({words}). Write all in one way"
    return replace(row, fate=Fate.REFUSED, reason=reason)


def _figured(row: PastedRow, cells: list[str], wanted: Wanted) -> PastedRow:
    """The row with its figure, or with why it has none."""
    try:
        if wanted.entered_as is EnteredAs.COUNTS:
            return _of_counts(row, cells)
        value = read_number(cells[0] if cells else "", percent=wanted.unit is MeasureUnit.PERCENT)
        if value is None:
            return _blank(row)
        if reason := why_not(value, wanted.unit):
            raise UnreadableError(reason)
        return _noted(replace(row, value=value), cells[1:])
    except UnreadableError as error:
        return replace(row, fate=Fate.REFUSED, reason=str(error))


def _of_counts(row: PastedRow, cells: list[str]) -> PastedRow:
    if len(cells) == 1:
        cells = cells_of_counts(cells[0])
    numerator = read_count(cells[0] if cells else "", "How many")
    denominator = read_count(cells[1] if len(cells) > 1 else "", "Out of how many")
    if numerator is None and denominator is None:
        return _blank(row)
    if numerator is None or denominator is None:
        raise UnreadableError("One of the two numbers is missing")
    if denominator == 0:
        raise UnreadableError("Out of 0 there is no percentage. Leave both numbers blank")
    if numerator > denominator:
        raise UnreadableError(f"{numerator:,d} out of {denominator:,d} is more than all of them")
    value = 100 * numerator / denominator
    row = replace(row, value=value, numerator=numerator, denominator=denominator)
    return _noted(row, cells[2:])


def _noted(row: PastedRow, cells: list[str]) -> PastedRow:
    note = " ".join(cell for cell in cells if cell)
    if len(note) > LONGEST_NOTE:
        raise UnreadableError(f"The note has more than {LONGEST_NOTE} characters")
    return replace(row, note=note)


def _blank(row: PastedRow) -> PastedRow:
    return replace(row, fate=Fate.BLANK, reason="No figure: left out, not taken as zero")


def _check_no_shares(text: str, rows: Sequence[PastedRow], wanted: Wanted) -> None:
    """Spreadsheets keep 85.7% as 0.857: pasted without its sign it would be less than 1%."""
    if wanted.unit is not MeasureUnit.PERCENT or wanted.entered_as is EnteredAs.COUNTS:
        return
    values = [row.value for row in rows if row.value is not None]
    fractions = [value for value in values if value % 1]
    if fractions and "%" not in text and all(value <= 1 for value in values):
        raise ColumnRefusedError(
            "text",
            f"No figure is above 1. If {fractions[0]:g} means {100 * fractions[0]:g}%, paste it as "
            f"{100 * fractions[0]:g}; if it really is {fractions[0]:g}%, add the % sign",
        )


def _placed(rows: Sequence[PastedRow], wanted: Wanted) -> list[PastedRow]:
    """The rows held against the calendar, against each other and against what is there."""
    seen: dict[datetime.date, int] = {}
    placed = []
    for row in rows:
        on = row.on
        if row.fate is not Fate.NEW or on is None:
            placed.append(row)
        elif on in seen:
            placed.append(_refused(row, f"The same date as row {seen[on]}"))
        else:
            seen[on] = row.number
            placed.append(_held_against(row, on, wanted))
    return placed


def _held_against(row: PastedRow, on: datetime.date, wanted: Wanted) -> PastedRow:
    day = f"{on.day} {on:%B %Y}"
    if on > wanted.today:
        return _refused(row, f"{day} is in the future")
    if on < EARLIEST:
        return _refused(row, f"{day} is before 1 January 2000")
    if on not in wanted.there:
        return row
    if row.value is not None and abs(wanted.there[on] - row.value) < 1e-9:
        return replace(row, fate=Fate.SAME, reason="Already there, and the same")
    return _refused(
        row, f"There is another figure for {day} already. Correct it there, with a reason"
    )


def _refused(row: PastedRow, reason: str) -> PastedRow:
    return replace(row, fate=Fate.REFUSED, reason=reason)
