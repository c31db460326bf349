"""Before and after, with what similar trusts would have scored and the target."""

from dataclasses import dataclass

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import NARROW, legend, nothing_to_show, top_axis
from buddy_portal.design.charts.figures import NOT_SHOWN, ChartData, Figures
from buddy_portal.design.charts.marks import (
    SMALL,
    circle,
    diamond,
    line,
    lines_of_text,
    picture,
    rect,
    text,
)
from buddy_portal.design.charts.numbers import Unit, signed, thousands
from buddy_portal.design.charts.scales import Scale, nice_range, ticks
from buddy_portal.design.charts.text import cut, wrap
from buddy_portal.design.charts.text import width as text_width


@dataclass(frozen=True, slots=True)
class DumbbellRow(ChartData):
    """One target. None is a value that is not shown; `hidden` says why, in the published words."""

    label: str
    note: str
    before: float | None
    after: float | None
    expected: float | None = None
    target: float | None = None
    before_answers: int | None = None
    after_answers: int | None = None
    hidden: str = NOT_SHOWN

    @property
    def values(self) -> tuple[float, ...]:
        """Every value the row draws."""
        drawn = (self.before, self.after, self.expected, self.target)
        return tuple(v for v in drawn if v is not None)


@dataclass(frozen=True, slots=True)
class Dumbbell(ChartData):
    """Targets in the order of the page; all in one unit: a mean never joins percentages."""

    title: str
    description: str
    rows: tuple[DumbbellRow, ...]
    unit: Unit = Unit.PERCENT
    before_label: str = "Before"
    after_label: str = "After"

    def figures(self) -> Figures:
        """The table beneath: both scores with their answers, the change, expected and target."""
        headers = (
            "Target",
            self.before_label,
            "Answers",
            self.after_label,
            "Answers",
            "Change, points" if self.unit is Unit.PERCENT else "Change",
            "Expected",
            "To reach",
        )
        rows = tuple(self._cells(row) for row in self.rows)
        return Figures(self.title, headers, rows, (False, *([True] * 7)))

    def _cells(self, row: DumbbellRow) -> tuple[str, ...]:
        both = row.before is not None and row.after is not None
        change = row.after - row.before if both else None  # type: ignore[operator] # both are there
        return (
            f"{row.label} ({row.note})" if row.note else row.label,
            self.unit.exact(row.before) if row.before is not None else row.hidden,
            thousands(row.before_answers),
            self.unit.exact(row.after) if row.after is not None else row.hidden,
            thousands(row.after_answers),
            signed(change),
            self.unit.exact(row.expected),
            self.unit.exact(row.target),
        )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: room for words at the left, or above each row when narrow."""

    scale: Scale
    words: float
    narrow: bool

    def lines(self, row: DumbbellRow) -> tuple[str, ...]:
        """The row's name, broken to the room there is."""
        return wrap(row.label, self.words, bold=True, most=2)

    def height(self, row: DumbbellRow) -> float:
        """How tall the row is: a name of two lines needs one line more."""
        return (83.0 if self.narrow else 37.0) + 17 * len(self.lines(row))


def draw_dumbbell(
    data: Dumbbell, *, chart_id: str | None, width: float = 1130, with_legend: bool = True
) -> Markup:
    """One row a target; the words stand at the left, or above their row below 560 pixels."""
    if not data.rows:
        return nothing_to_show(
            title=data.title,
            description=data.description,
            chart_id=chart_id,
            width=width,
            words="No targets to show.",
        )
    values = [v for row in data.rows for v in row.values]
    low, high = nice_range(values, limits=data.unit.limits, most=7)
    layout = _layout(low, high, width)
    key, top = _legend(data, width) if with_legend else ("", 0.0)
    first = top + 30
    foot = first + sum(layout.height(row) for row in data.rows)
    marks = ticks(low, high, 4 if layout.narrow else 7)
    body = key + top_axis(layout.scale, marks, data.unit, top=top + 14, foot=foot)
    return picture(
        body + _rows(data, layout, first),
        width=width,
        height=foot + 4,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def _layout(low: float, high: float, width: float) -> _Layout:
    if width < NARROW:
        return _Layout(Scale(low, high, 18, width - 18), width, narrow=True)
    words = min(330.0, width * 0.34)
    return _Layout(Scale(low, high, words + 24, width - 28), words, narrow=False)


def _legend(data: Dumbbell, width: float) -> tuple[str, float]:
    entries = [
        (circle(0, 0, 6, palette.WHITE, palette.LIMIT), 16.0, data.before_label),
        (circle(0, 0, 7, palette.THE_TRUST), 16.0, data.after_label),
    ]
    if any(row.expected is not None for row in data.rows):
        mark = diamond(0, 0, 7, palette.WHITE, palette.NEED)
        entries.append((mark, 18.0, "Expected for similar trusts"))
    if any(row.target is not None for row in data.rows):
        entries.append((line(0, -9, 0, 9, palette.INK, 3), 8.0, "Target"))
    return legend(entries, left=0, top=0, right=width)


def _rows(data: Dumbbell, layout: _Layout, top: float) -> str:
    drawn = ""
    for row in data.rows:
        lines = layout.lines(row)
        words, y = (_words_above if layout.narrow else _words_left)(row, lines, layout, top)
        drawn += words + _marks(row, layout.scale, y) + _values(row, data.unit, layout.scale, y)
        top += layout.height(row)
    return drawn


def _words_above(
    row: DumbbellRow, lines: tuple[str, ...], layout: _Layout, top: float
) -> tuple[str, float]:
    """The words of a row and, under them, the pixel at which its marks stand."""
    note = top + 16 + 17 * len(lines)
    # White ground, so that no grid line runs through the words.
    drawn = rect(0, top + 2, layout.words, note + 6 - top, palette.WHITE)
    drawn += lines_of_text(0, top + 16, lines, bold=True)
    words = cut(row.note, layout.words, SMALL)
    return drawn + text(0, note, words, size=SMALL, fill=palette.LIMIT), note + 32


def _words_left(
    row: DumbbellRow, lines: tuple[str, ...], layout: _Layout, top: float
) -> tuple[str, float]:
    """The words of a row and, beside them, the pixel at which its marks stand."""
    middle = top + layout.height(row) / 2 + 3
    count = len(lines) + bool(row.note)
    y = middle + 4.5 - 8.5 * (count - 1)
    words = cut(row.note, layout.words, SMALL)
    note = text(0, y + 17 * len(lines), words, size=SMALL, fill=palette.LIMIT) if words else ""
    return lines_of_text(0, y, lines, bold=True) + note, middle


def _marks(row: DumbbellRow, scale: Scale, y: float) -> str:
    drawn = ""
    if row.before is not None and row.after is not None:
        drawn += line(scale(row.before), y, scale(row.after), y, palette.THE_TRUST, 3)
    if row.target is not None:
        x = scale(row.target)
        drawn += line(x, y - 10, x, y + 10, palette.INK, 3)
    if row.before is not None:
        drawn += circle(scale(row.before), y, 7, palette.WHITE, palette.LIMIT)
    if row.expected is not None:
        drawn += diamond(scale(row.expected), y, 8, palette.WHITE, palette.NEED)
    if row.after is not None:
        drawn += circle(scale(row.after), y, 8, palette.THE_TRUST, palette.WHITE, 1.5)
    return drawn


def _values(row: DumbbellRow, unit: Unit, scale: Scale, y: float) -> str:
    """The two scores at their marks, or the words that say why one is not shown."""
    if row.before is None and row.after is None:
        words = row.hidden[:1].upper() + row.hidden[1:]
        return _beside(scale.start - 14, y, words, scale, [])
    if row.before is None or row.after is None:
        return _one_value(row, unit, scale, y)
    after = text(
        scale(row.after),
        y - 13,
        unit.short(row.after),
        anchor="middle",
        size=SMALL,
        fill=palette.THE_TRUST,
        bold=True,
        halo=True,
    )
    return _before_value(row, row.before, row.after, unit, scale, y) + after


def _before_value(
    row: DumbbellRow, before: float, after: float, unit: Unit, scale: Scale, y: float
) -> str:
    """The earlier score stands outside of its mark, or under it if another mark is there."""
    words, x = unit.short(before), scale(before)
    side = -1 if before <= after else 1
    reach = (x + side * 12, x + side * (16 + text_width(words, SMALL)))
    others = [scale(v) for v in (row.expected, row.target) if v is not None]
    crowded = any(min(reach) - 9 < other < max(reach) + 9 for other in others)
    inside = scale.start - 16 <= min(reach) and max(reach) <= scale.end + 28
    if crowded or not inside:
        return text(x, y + 23, words, anchor="middle", size=SMALL, fill=palette.LIMIT, halo=True)
    anchor = "end" if side < 0 else "start"
    return text(
        x + side * 13, y + 4.5, words, anchor=anchor, size=SMALL, fill=palette.LIMIT, halo=True
    )


def _one_value(row: DumbbellRow, unit: Unit, scale: Scale, y: float) -> str:
    known = row.before if row.before is not None else row.after
    missing = "after" if row.after is None else "before"
    x = scale(known if known is not None else scale.low)
    number = text(
        x,
        y - 13,
        unit.short(known),
        anchor="middle",
        size=SMALL,
        fill=palette.LIMIT if row.after is None else palette.THE_TRUST,
        bold=row.after is not None,
        halo=True,
    )
    others = [scale(v) for v in (row.expected, row.target) if v is not None]
    return number + _beside(x, y, f"{missing}: {row.hidden}", scale, others)


def _beside(x: float, y: float, words: str, scale: Scale, others: list[float]) -> str:
    """Words to the right or left of a mark; under it where they would meet another mark."""
    ends = (scale.start - 16, scale.end + 16)
    need = text_width(words, SMALL)
    for begin in (x + 14, x - 14 - need):
        free = not any(begin - 8 < other < begin + need + 8 for other in others)
        if free and begin >= ends[0] and begin + need <= ends[1]:
            return text(begin, y + 4.5, words, halo=True, size=SMALL, fill=palette.LIMIT)
    words = cut(words, ends[1] - ends[0], SMALL)
    half = text_width(words, SMALL) / 2
    middle = min(max(x, ends[0] + half), ends[1] - half)
    return text(middle, y + 24, words, anchor="middle", halo=True, size=SMALL, fill=palette.LIMIT)
