"""Amounts side by side as bars, one row each, from the line of nothing to the right."""

from dataclasses import dataclass

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import NARROW, nothing_to_show, top_axis
from buddy_portal.design.charts.figures import NOT_SHOWN, ChartData, Figures
from buddy_portal.design.charts.marks import SMALL, line, lines_of_text, picture, rect, text
from buddy_portal.design.charts.numbers import Unit, thousands
from buddy_portal.design.charts.scales import Scale, nice_range, ticks
from buddy_portal.design.charts.text import cut, wrap

BAR = 18.0


@dataclass(frozen=True, slots=True)
class Amount(ChartData):
    """One bar. None is not shown and says so; `strong` marks the row that the others lead to."""

    label: str
    value: float | None
    note: str = ""
    answers: int | None = None
    strong: bool = False
    hidden: str = NOT_SHOWN


@dataclass(frozen=True, slots=True)
class Amounts(ChartData):
    """Amounts of 0 or more in one unit, in the order of the page; `whole` ends the axis."""

    title: str
    description: str
    rows: tuple[Amount, ...]
    unit: Unit = Unit.PERCENT
    row_name: str = "What"
    value_name: str = "Amount"
    answers_name: str = "Answers"
    whole: float | None = None
    places: int = 1

    def __post_init__(self) -> None:
        # Named in full: super() without arguments does not work in a class with slots.
        ChartData.__post_init__(self)
        if any(row.value is not None and row.value < 0 for row in self.rows):
            raise ValueError(f"{self.title}: an amount must not be below 0.")

    def words(self, row: Amount) -> str:
        """The value of a row as it is written beside its bar."""
        if row.value is None:
            return row.hidden
        return self.unit.tick(row.value, self.places).removeprefix("+")

    def figures(self) -> Figures:
        """The table: what, how much, from how many answers."""
        rows = tuple(
            (_whole_label(row), self.words(row), thousands(row.answers)) for row in self.rows
        )
        headers = (self.row_name, self.value_name, self.answers_name)
        return Figures(self.title, headers, rows, (False, True, True))


def _whole_label(row: Amount) -> str:
    return f"{row.label} ({row.note})" if row.note else row.label


def draw_amounts(data: Amounts, *, chart_id: str | None, width: float = 1130) -> Markup:
    """A bar and its value for each row; on a phone the words stand above the bar."""
    if not data.rows:
        return nothing_to_show(
            title=data.title,
            description=data.description,
            chart_id=chart_id,
            width=width,
            words="Nothing to show.",
        )
    narrow = width < NARROW
    words = width if narrow else min(380.0, width * 0.42)
    end = 0.0 if data.whole is None else data.whole
    held = [row.value for row in data.rows if row.value is not None]
    _low, high = nice_range([*held, end], include=(0.0,), limits=(0.0, data.whole))
    scale = Scale(0.0, high or 1.0, 6 if narrow else words + 16, width - 66)
    drawn, foot = _rows(data, scale, words, narrow=narrow)
    marks = ticks(0.0, scale.high, 4 if narrow else 6)
    axis = top_axis(scale, marks, data.unit, top=14, foot=foot)
    return picture(
        axis + drawn + line(scale.start, 22, scale.start, foot, palette.LIMIT),
        width=width,
        height=foot + 6,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def _rows(data: Amounts, scale: Scale, words: float, *, narrow: bool) -> tuple[str, float]:
    drawn, top = "", 26.0
    for row in data.rows:
        lines = wrap(row.label, words, bold=row.strong, most=2)
        height = 17.0 * len(lines) + (17.0 if row.note else 0.0)
        if narrow:
            drawn += _words(row, lines, words, top + 14)
            middle = top + height + 6 + BAR / 2
            step = height + BAR + 16
        else:
            step = max(height, BAR) + 14
            middle = top + step / 2
            drawn += _words(row, lines, words, middle - height / 2 + 13)
        drawn += _bar(data, row, scale, middle)
        top += step
    return drawn, top + 2


def _words(row: Amount, lines: tuple[str, ...], room: float, y: float) -> str:
    drawn = lines_of_text(0, y, lines, bold=row.strong)
    if row.note:
        note = cut(row.note, room, SMALL)
        drawn += text(0, y + 17 * len(lines), note, size=SMALL, fill=palette.LIMIT)
    return drawn


def _bar(data: Amounts, row: Amount, scale: Scale, middle: float) -> str:
    if row.value is None:
        x = scale.start + 6
        return text(x, middle + 5, row.hidden, size=SMALL, fill=palette.LIMIT, halo=True)
    end = scale.clip(row.value)
    fill = palette.THE_TRUST if row.strong else palette.BEFORE
    bar = rect(scale.start, middle - BAR / 2, max(end - scale.start, 1.5), BAR, fill)
    return bar + text(end + 7, middle + 5, data.words(row), bold=row.strong, halo=True)
