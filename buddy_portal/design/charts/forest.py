"""Effects with their intervals, one row each, about the line of no difference."""

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import NARROW, legend, nothing_to_show, top_axis
from buddy_portal.design.charts.figures import NOT_SHOWN, ChartData, Figures
from buddy_portal.design.charts.marks import (
    SMALL,
    across_interval,
    circle,
    diamond,
    line,
    lines_of_text,
    picture,
    polygon,
    rect,
    square,
    text,
)
from buddy_portal.design.charts.numbers import Unit, thousands
from buddy_portal.design.charts.scales import Scale, nice_range, ticks
from buddy_portal.design.charts.text import cut, wrap
from buddy_portal.design.charts.text import width as text_width

Emphasis = Literal["clear", "unclear", "control", "overall"]
EMPHASIS_WORDS: dict[Emphasis, str] = {
    "overall": "All together",
    "clear": "Clear difference",
    "unclear": "No clear difference",
    "control": "Not expected to change",
}


@dataclass(frozen=True, slots=True)
class ForestRow(ChartData):
    """One effect. None is not shown; rows of one `group` stand together under its name."""

    label: str
    estimate: float | None
    interval: tuple[float, float] | None = None
    emphasis: Emphasis = "unclear"
    group: str = ""
    answers: int | None = None
    hidden: str = NOT_SHOWN


@dataclass(frozen=True, slots=True)
class Forest(ChartData):
    """Rows in the order of the page; `span` cuts the axis, longer intervals end in an arrow."""

    title: str
    description: str
    rows: tuple[ForestRow, ...]
    unit: Unit = Unit.POINTS
    reference: float = 0.0
    below: str = ""
    above: str = ""
    span: tuple[float, float] | None = None
    row_name: str = "Question"

    def figures(self) -> Figures:
        """The table: effect, interval, answers and the reading in words."""
        rows = tuple(
            (
                row.label,
                self.unit.exact(row.estimate) if row.estimate is not None else row.hidden,
                self.unit.exact_interval(*(row.interval or (None, None))),
                thousands(row.answers),
                EMPHASIS_WORDS[row.emphasis] if row.estimate is not None else row.hidden,
            )
            for row in self.rows
        )
        size = f"Difference, {self.unit.heading}" if self.unit.heading else "Difference"
        headers = (self.row_name, size, "95% interval", "Answers", "Reading")
        return Figures(self.title, headers, rows, (False, True, True, True, False))

    def range(self) -> tuple[float, float]:
        """The ends of the axis; the line of no difference is always on it."""
        held = [r.estimate for r in self.rows if r.estimate is not None]
        held += [v for r in self.rows if r.interval for v in r.interval]
        if self.span:
            return nice_range(self.span, include=(self.reference,))
        return nice_range(held, include=(self.reference,), limits=self.unit.limits)


@dataclass(frozen=True, slots=True)
class _Layout:
    scale: Scale
    words: float
    width: float
    narrow: bool

    def lines(self, row: ForestRow) -> tuple[str, ...]:
        return wrap(row.label, self.words, bold=row.emphasis == "overall", most=2)

    def height(self, row: ForestRow) -> float:
        return 17.0 * len(self.lines(row)) + (42.0 if self.narrow else 13.0)


def draw_forest(
    data: Forest, *, chart_id: str | None, width: float = 1130, with_legend: bool = True
) -> Markup:
    """Shape tells a clear difference ● from none ○, from controls □ and from all together ◆."""
    if not data.rows:
        return nothing_to_show(
            title=data.title,
            description=data.description,
            chart_id=chart_id,
            width=width,
            words="No differences to show.",
        )
    layout = _layout(data, width)
    key, top = _legend(data, width) if with_legend else ("", 0.0)
    rows, foot = _rows(data, layout, top + 26)
    marks = ticks(layout.scale.low, layout.scale.high, 4 if layout.narrow else 8)
    body = key + top_axis(layout.scale, marks, data.unit, top=top + 14, foot=foot)
    zero = layout.scale(data.reference)
    body += line(zero, top + 22, zero, foot, palette.INK, 1.5)
    sides, height = _sides(data, layout, foot)
    return picture(
        body + rows + sides,
        width=width,
        height=height,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def _layout(data: Forest, width: float) -> _Layout:
    low, high = data.range()
    if width < NARROW:
        return _Layout(Scale(low, high, 16, width - 16), width, width, narrow=True)
    words = min(340.0, width * 0.34)
    shown = [r for r in data.rows if r.estimate is not None]
    values = max((text_width(_value(r, data.unit), SMALL, bold=True) for r in shown), default=0)
    scale = Scale(low, high, words + 24, width - values - 28)
    return _Layout(scale, words, width, narrow=False)


def _value(row: ForestRow, unit: Unit) -> str:
    if row.estimate is None:
        return row.hidden
    if row.interval is None:
        return unit.exact(row.estimate)
    return f"{unit.exact(row.estimate)} ({unit.exact_interval(*row.interval)})"


def _mark(x: float, y: float, emphasis: Emphasis) -> str:
    if emphasis == "overall":
        return diamond(x, y, 9, palette.THE_TRUST, palette.WHITE, 1.5)
    if emphasis == "clear":
        return circle(x, y, 6.5, palette.THE_TRUST, palette.WHITE, 1.5)
    if emphasis == "control":
        return square(x, y, 5, palette.WHITE, palette.LIMIT)
    return circle(x, y, 5.5, palette.WHITE, palette.THE_TRUST)


def _legend(data: Forest, width: float) -> tuple[str, float]:
    used = {row.emphasis for row in data.rows if row.estimate is not None}
    entries = [
        (_mark(0, 0, emphasis), 18.0, words)
        for emphasis, words in EMPHASIS_WORDS.items()
        if emphasis in used
    ]
    entries.append((across_interval(-12, 12, 0, palette.LIMIT), 26.0, "95% interval"))
    return legend(entries, left=0, top=0, right=width)


def _rows(data: Forest, layout: _Layout, top: float) -> tuple[str, float]:
    drawn, group = "", ""
    for row in data.rows:
        if row.group != group:
            group = row.group
            heading, room = _heading(group, layout, top)
            drawn, top = drawn + heading, top + room
        drawn += _row(row, data.unit, layout, top)
        top += layout.height(row)
    return drawn, top + 4


def _heading(group: str, layout: _Layout, top: float) -> tuple[str, float]:
    """The name of a group on a grey ground, or a thin line after the last group."""
    if not group:
        return line(0, top + 4, layout.width, top + 4, palette.BAND), 8
    words = wrap(group, layout.width - 16, bold=True, most=2)
    height = 9 + 17.0 * len(words)
    drawn = rect(0, top + 3, layout.width, height, palette.HEADING)
    return drawn + lines_of_text(8, top + 21, words, bold=True), height + 8


def _row(row: ForestRow, unit: Unit, layout: _Layout, top: float) -> str:
    lines, value = layout.lines(row), _value(row, unit)
    bold = row.emphasis == "overall"
    quiet = palette.LIMIT if row.estimate is None else palette.INK
    if layout.narrow:
        below = top + 16 + 17 * len(lines)
        drawn = rect(0, top + 2, layout.width, below + 5 - top, palette.WHITE)
        drawn += lines_of_text(0, top + 16, lines, bold=bold)
        drawn += text(0, below, cut(value, layout.width, SMALL), size=SMALL, fill=quiet, bold=bold)
        return drawn + _effect(row, layout.scale, below + 14)
    middle = top + layout.height(row) / 2
    drawn = lines_of_text(0, middle + 5 - 8.5 * (len(lines) - 1), lines, bold=bold)
    drawn += text(
        layout.width,
        middle + 5,
        cut(value, layout.width - layout.words - 24, SMALL, bold=bold),
        anchor="end",
        size=SMALL,
        fill=quiet,
        bold=bold,
        halo=row.estimate is None,
    )
    return drawn + _effect(row, layout.scale, middle)


def _effect(row: ForestRow, scale: Scale, y: float) -> str:
    if row.estimate is None:
        return ""
    stroke = palette.LIMIT if row.emphasis == "control" else palette.THE_TRUST
    drawn = ""
    if row.interval:
        low, high = row.interval
        left, right = scale.clip(low), scale.clip(high)
        drawn += line(left, y, right, y, stroke, 2)
        drawn += _end(left, y, -1 if low < scale.low else 0, stroke)
        drawn += _end(right, y, 1 if high > scale.high else 0, stroke)
    return drawn + _mark(scale.clip(row.estimate), y, row.emphasis)


def _end(x: float, y: float, beyond: int, stroke: str) -> str:
    """A cap, or an arrow where the interval runs on beyond the axis."""
    if not beyond:
        return line(x, y - 4, x, y + 4, stroke, 2)
    tip = x + 7 * beyond
    return polygon(((tip, y), (x - beyond, y - 5), (x - beyond, y + 5)), stroke)


def _sides(data: Forest, layout: _Layout, foot: float) -> tuple[str, float]:
    """Which way is which, under the line of no difference."""
    if not (data.below or data.above):
        return "", foot + 4
    below = f"← {data.below}" if data.below else ""
    above = f"{data.above} →" if data.above else ""
    zero, y = layout.scale(data.reference), foot + 16
    rooms = (zero - 8, layout.width - zero - 8)
    if max(text_width(below, SMALL) - rooms[0], text_width(above, SMALL) - rooms[1]) <= 0:
        drawn = text(zero - 8, y, below, anchor="end", size=SMALL, fill=palette.LIMIT)
        return drawn + text(zero + 8, y, above, size=SMALL, fill=palette.LIMIT), y + 8
    drawn = text(0, y, cut(below, layout.width, SMALL), size=SMALL, fill=palette.LIMIT)
    above = cut(above, layout.width, SMALL)
    drawn += text(layout.width, y + 18, above, anchor="end", size=SMALL, fill=palette.LIMIT)
    return drawn, y + 26
