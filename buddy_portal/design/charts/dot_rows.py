"""Scores of up to five trusts or groups, a row for each question or group, on one axis."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import NARROW, legend, nothing_to_show, top_axis
from buddy_portal.design.charts.figures import NOT_SHOWN, ChartData, Figures
from buddy_portal.design.charts.marks import (
    SMALL,
    across_interval,
    circle,
    diamond,
    down_triangle,
    line,
    lines_of_text,
    picture,
    rect,
    square,
    text,
    up_triangle,
)
from buddy_portal.design.charts.numbers import MISSING, Unit
from buddy_portal.design.charts.scales import Scale, nice_range, ticks
from buddy_portal.design.charts.text import wrap

MOST_SERIES = 5
MOST_LINES, LINE = 2, 17.0
ON_A_PHONE = 340.0
Interval = tuple[float, float]


class TooManySeriesError(ValueError):
    """More series than there are shapes to tell them apart."""

    def __init__(self, count: int) -> None:
        super().__init__(f"A chart of dots tells {MOST_SERIES} series apart; {count} were given.")


@dataclass(frozen=True, slots=True)
class DotRow(ChartData):
    """One row: a value for each series (None is not shown), and what it is read against.

    `reference` is an upright line (the country), `band` the range of most trusts, `inner` that of
    the middle half.
    """

    label: str
    values: tuple[float | None, ...]
    intervals: tuple[Interval | None, ...] = ()
    reference: float | None = None
    band: Interval | None = None
    inner: Interval | None = None

    def interval(self, place: int) -> Interval | None:
        return self.intervals[place] if place < len(self.intervals) else None

    def held(self) -> list[float]:
        """Every figure of the row."""
        ranges = [*self.intervals, self.band, self.inner]
        ends = [end for each in ranges if each is not None for end in each]
        alone = [value for value in (*self.values, self.reference) if value is not None]
        return [*alone, *ends]


@dataclass(frozen=True, slots=True)
class DotRows(ChartData):
    """Rows in the order of the page, never by score."""

    title: str
    description: str
    series: tuple[str, ...]
    rows: tuple[DotRow, ...]
    unit: Unit = Unit.PERCENT
    reference_name: str = "Country"
    band_name: str = ""
    inner_name: str = ""
    row_name: str = "Question"
    hidden: str = NOT_SHOWN

    def __post_init__(self) -> None:
        ChartData.__post_init__(self)
        if len(self.series) > MOST_SERIES:
            raise TooManySeriesError(len(self.series))

    def figures(self) -> Figures:
        """The table: each series' value, the reference and the ranges."""
        ranges = [name for name in (self.band_name, self.inner_name) if name]
        headers = (self.row_name, *self.series, self.reference_name, *ranges)
        rows = tuple(
            (
                row.label,
                *(self._said(value) for value in row.values),
                self.unit.exact(row.reference),
                *([_range(self.unit, row.band)] if self.band_name else []),
                *([_range(self.unit, row.inner)] if self.inner_name else []),
            )
            for row in self.rows
        )
        return Figures(self.title, headers, rows, (False, *([True] * (len(headers) - 1))))

    def _said(self, value: float | None) -> str:
        return self.hidden if value is None else self.unit.exact(value)


def _range(unit: Unit, ends: Interval | None) -> str:
    return MISSING if ends is None else unit.exact_interval(*ends)


def draw_dot_rows(data: DotRows, *, chart_id: str | None, width: float = 1130) -> Markup:
    """A row each: bands behind, the reference line, then a mark of its own shape a series."""
    held = [value for row in data.rows for value in row.held()]
    if not held:
        return nothing_to_show(
            title=data.title,
            description=data.description,
            chart_id=chart_id,
            width=width,
            words="No scores to show.",
        )
    low, high = nice_range(held, limits=data.unit.limits)
    narrow = width < NARROW
    words = width if narrow else min(320.0, width * 0.34)
    scale = Scale(low, high, 18 if narrow else words + 20, width - 22)
    key, top = _legend(data, width)
    height = _room_above(data, words) + 39.0 if narrow else 40.0
    foot = top + 26 + height * len(data.rows)
    body = key + top_axis(
        scale, ticks(low, high, 4 if narrow else 8), data.unit, top=top + 14, foot=foot
    )
    for place, row in enumerate(data.rows):
        y = top + 26 + height * place
        body += _label(row, y, words, narrow=narrow) + _marks(row, scale, y + height - 20)
    return picture(
        body,
        width=width,
        height=foot + 4,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def _room_above(data: DotRows, words: float) -> float:
    """What the labels need above their marks: as many lines as the longest of them has."""
    return LINE * max(len(wrap(row.label, words, most=MOST_LINES)) for row in data.rows)


def _label(row: DotRow, top: float, words: float, *, narrow: bool) -> str:
    lines = wrap(row.label, words, most=MOST_LINES)
    first = top + (14 if narrow else 25 - 8.5 * (len(lines) - 1))
    return lines_of_text(0, first, lines)


def _marks(row: DotRow, scale: Scale, y: float) -> str:
    drawn = ""
    for ends, half, fill in ((row.band, 11, palette.WHITE), (row.inner, 11, palette.BAND)):
        if ends is not None:
            left, right = scale(ends[0]), scale(ends[1])
            drawn += rect(left, y - half, right - left, 2 * half, fill, palette.BEFORE)
    if row.reference is not None:
        x = scale(row.reference)
        drawn += line(x, y - 14, x, y + 14, palette.INK, 2.5)
    for place, value in enumerate(row.values):
        ends = row.interval(place)
        if value is None:
            continue
        if ends is not None:
            drawn += across_interval(scale(ends[0]), scale(ends[1]), y, _COLOURS[place], 3)
        drawn += _SHAPES[place](scale(value), y)
    if row.values and all(value is None for value in row.values):
        drawn += text(scale.start, y + 5, NOT_SHOWN, size=SMALL, fill=palette.LIMIT)
    return drawn


_COLOURS = (palette.THE_TRUST, palette.NEED, palette.STRENGTH_EDGE, palette.LIMIT, palette.INK)
_SHAPES: tuple[Callable[[float, float], str], ...] = (
    lambda x, y: circle(x, y, 6, palette.THE_TRUST, palette.WHITE, 1.5),
    lambda x, y: diamond(x, y, 8, palette.WHITE, palette.NEED, 2.5),
    lambda x, y: square(x, y, 6, palette.STRENGTH, palette.STRENGTH_EDGE),
    lambda x, y: up_triangle(x, y, 8, palette.WHITE, palette.LIMIT),
    lambda x, y: down_triangle(x, y, 8, palette.INK, palette.WHITE),
)


def _legend(data: DotRows, width: float) -> tuple[str, float]:
    entries = [(_SHAPES[place](0, 0), 18.0, name) for place, name in enumerate(data.series)]
    if any(row.reference is not None for row in data.rows):
        entries.append((line(0, -9, 0, 9, palette.INK, 2.5), 8.0, data.reference_name))
    if data.band_name:
        box = rect(-13, -8, 26, 16, palette.WHITE, palette.BEFORE)
        entries.append((box, 28.0, data.band_name))
    if data.inner_name:
        box = rect(-13, -8, 26, 16, palette.BAND, palette.BEFORE)
        entries.append((box, 28.0, data.inner_name))
    return legend(entries, left=0, top=0, right=width)
