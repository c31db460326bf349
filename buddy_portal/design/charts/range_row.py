"""A score against the range expected of a trust like this one: one row, and its axis."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import legend
from buddy_portal.design.charts.figures import NOT_SHOWN, ChartData, Figures
from buddy_portal.design.charts.marks import (
    SMALL,
    across_interval,
    circle,
    down_triangle,
    line,
    picture,
    rect,
    text,
    up_triangle,
)
from buddy_portal.design.charts.numbers import MISSING, Unit, counted, thousands
from buddy_portal.design.charts.scales import Scale, nice_step, tick_places, ticks
from buddy_portal.design.charts.text import cut
from buddy_portal.design.charts.text import width as text_width

Reading = Literal["below", "within", "above"]
READING_WORDS: dict[Reading, str] = {
    "below": "Below expected",
    "within": "As expected",
    "above": "Above expected",
}
WIDTH = 360
_HEIGHT = 32
_MIDDLE = 16


@dataclass(frozen=True, slots=True)
class RangeAxis(ChartData):
    """The one axis that all rows of a table share, and its header."""

    low: float = 0.0
    high: float = 100.0
    unit: Unit = Unit.PERCENT

    @property
    def ticks(self) -> tuple[float, ...]:
        """Where grid lines stand."""
        return ticks(self.low, self.high, 8)


@dataclass(frozen=True, slots=True)
class RangeRow(ChartData):
    """One question's score with all that it is read against.

    `few` draws a hollow mark and gives no verdict. A score of None is not shown; `hidden`
    says why in the published words ("not shown: fewer than 10"), never with the count.
    """

    label: str
    score: float | None
    interval: tuple[float, float] | None = None
    expected: tuple[float, float] | None = None
    national: float | None = None
    answers: int | None = None
    reading: Reading | None = None
    few: bool = False
    hidden: str = NOT_SHOWN

    def words(self, unit: Unit) -> str:
        """The row in words, for those who do not see it."""
        if self.score is None:
            return f"{self.hidden[:1].upper()}{self.hidden[1:]}."
        parts = [f"Score {unit.exact(self.score)}"]
        if self.answers is not None:
            parts[0] += f" from {counted(self.answers, 'answer')}"
        if self.expected:
            parts.append(f"expected range {unit.exact_interval(*self.expected)}")
        if self.national is not None:
            parts.append(f"country {unit.exact(self.national)}")
        if self.few:
            parts.append("few answers")
        elif self.reading:
            parts.append(READING_WORDS[self.reading].lower())
        return ", ".join(parts) + "."

    def cells(self, unit: Unit) -> tuple[str, ...]:
        """The row of the table."""
        if self.score is None:
            return (self.label, self.hidden, MISSING, MISSING, unit.exact(self.national), MISSING)
        reading = READING_WORDS[self.reading] if self.reading else MISSING
        return (
            self.label,
            unit.exact(self.score),
            thousands(self.answers),
            unit.exact_interval(*(self.expected or (None, None))),
            unit.exact(self.national),
            "Few answers" if self.few else reading,
        )


def range_figures(caption: str, rows: tuple[RangeRow, ...], unit: Unit = Unit.PERCENT) -> Figures:
    """The table of several rows."""
    return Figures(
        caption,
        ("Question", "Score", "Answers", "Expected range", "Country", "Reading"),
        tuple(row.cells(unit) for row in rows),
        (False, True, True, True, True, False),
    )


def draw_range_row(
    data: RangeRow, axis: RangeAxis, *, chart_id: str | None = None, width: float = WIDTH
) -> Markup:
    """Band, country's line, interval and mark; shape tells below ▼, within ● and above ▲."""
    scale = _scale(axis, width)
    body = _grid(axis, width)
    if data.expected and data.score is not None:
        low, high = (scale.clip(v) for v in data.expected)
        body += rect(low, 8, high - low, 16, palette.BAND, palette.BEFORE)
    if data.national is not None and scale.holds(data.national):
        x = scale(data.national)
        body += line(x, 4, x, 28, palette.INK, 2)
    body += _hidden(data, scale) if data.score is None else _score(data, data.score, scale)
    return picture(
        body,
        width=width,
        height=_HEIGHT,
        title=data.label,
        description=data.words(axis.unit),
        chart_id=chart_id,
    )


def draw_range_axis(axis: RangeAxis, *, width: float = WIDTH) -> Markup:
    """The header above the rows: numbers at every second tick where they would crowd."""
    scale = _scale(axis, width)
    marked = axis.ticks
    places = tick_places(marked)
    widest = max((text_width(axis.unit.tick(v, places), SMALL) for v in marked), default=0)
    step = nice_step(axis.high - axis.low, 8)
    every = 1 if (widest + 12) <= scale(axis.low + step) - scale(axis.low) else 2
    body = line(scale.start, 24, scale.end, 24, palette.LIMIT)
    for v in marked:
        body += line(scale(v), 19, scale(v), 24, palette.LIMIT)
        if round(v / step) % every:
            continue
        words = axis.unit.tick(v, places)
        half = text_width(words, SMALL) / 2
        x = min(max(scale(v), half), width - half)
        body += text(x, 14, words, anchor="middle", size=SMALL)
    return picture(body, width=width, height=26, title="", description="", chart_id=None)


def draw_range_legend(*, width: float = 1130) -> Markup:
    """What band, line and marks mean; one above a table of rows."""
    entries = (
        (rect(-13, -6, 26, 12, palette.BAND, palette.BEFORE), 28, "Expected for a trust like this"),
        (line(0, -8, 0, 8, palette.INK, 2), 8, "Country"),
        (
            line(-13, 0, 13, 0, palette.THE_TRUST, 2) + _mark(0, 0, "within", few=False),
            28,
            "Score and 95% interval",
        ),
        (_mark(0, 0, "below", few=False), 16, "Below range"),
        (_mark(0, 0, "above", few=False), 16, "Above range"),
        (_mark(0, 0, None, few=True), 16, "Few answers, no verdict"),
    )
    body, height = legend(entries, left=2, top=2, right=width)
    return picture(body, width=width, height=height, title="", description="", chart_id=None)


def _scale(axis: RangeAxis, width: float) -> Scale:
    return Scale(axis.low, axis.high, 8, width - 8)


@lru_cache(maxsize=64)
def _grid(axis: RangeAxis, width: float) -> str:
    """The grid is the same for every row of a table, so it is written once."""
    scale = _scale(axis, width)
    return "".join(
        line(scale(v), 0, scale(v), _HEIGHT, palette.GRID) for v in axis.ticks if v > axis.low
    )


def _score(data: RangeRow, score: float, scale: Scale) -> str:
    drawn = ""
    if data.interval:
        low, high = (scale.clip(v) for v in data.interval)
        drawn = across_interval(low, high, _MIDDLE)
    return drawn + _mark(scale.clip(score), _MIDDLE, data.reading, few=data.few)


def _mark(x: float, y: float, reading: Reading | None, *, few: bool) -> str:
    if few:
        return circle(x, y, 6, palette.WHITE, palette.THE_TRUST)
    if reading == "below":
        return down_triangle(x, y, 8, palette.NEED, palette.WHITE)
    if reading == "above":
        return up_triangle(x, y, 8, palette.THE_TRUST, palette.WHITE)
    return circle(x, y, 6, palette.THE_TRUST, palette.WHITE, 1.5)


def _hidden(data: RangeRow, scale: Scale) -> str:
    """The words beside the country's line, on the side with more room."""
    at = scale.clip(data.national) if data.national is not None else scale.start - 8
    rightwards = scale.end - at >= at - scale.start
    room = (scale.end - at if rightwards else at - scale.start) - 8
    words = cut(data.hidden, room, SMALL)
    x, anchor = (at + 8, "start") if rightwards else (at - 8, "end")
    return text(x, _MIDDLE + 5, words, anchor=anchor, size=SMALL, fill=palette.LIMIT, halo=True)
