"""From the raw change, step by step, to what is left of it, with the interval of the result."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import (
    NARROW,
    left_axis,
    left_axis_room,
    nothing_to_show,
    top_axis,
)
from buddy_portal.design.charts.figures import ChartData, Figures
from buddy_portal.design.charts.marks import (
    SMALL,
    across_interval,
    line,
    lines_of_text,
    picture,
    rect,
    text,
    upright_interval,
)
from buddy_portal.design.charts.numbers import Unit, signed, signed_interval
from buddy_portal.design.charts.scales import Scale, nice_range, ticks
from buddy_portal.design.charts.text import cut, wrap
from buddy_portal.design.charts.text import width as text_width

Kind = Literal["total", "change", "result"]
_LARGE = 18
_ROUNDING = 0.05


class StepsDoNotAddUpError(ValueError):
    """The result of a waterfall is not the sum of its steps."""

    def __init__(self, label: str, value: float, total: float) -> None:
        super().__init__(
            f"{label} is {signed(value)}, but the steps before it add up to {signed(total)}."
        )


@dataclass(frozen=True, slots=True)
class Step(ChartData):
    """A bar: the total to start from, a change to it (signed), or the result with its interval."""

    label: str
    note: str
    value: float
    kind: Kind
    interval: tuple[float, float] | None = None
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Waterfall(ChartData):
    """Steps from left to right, in one unit. A result must be the sum of what precedes it."""

    title: str
    description: str
    steps: tuple[Step, ...]
    unit: Unit = Unit.POINTS

    def __post_init__(self) -> None:
        level = 0.0
        for i, step in enumerate(self.steps):
            # Figures rounded to one decimal may differ by half a unit for each step.
            if step.kind == "result" and abs(level - step.value) > _ROUNDING * (i + 1) + 1e-9:
                raise StepsDoNotAddUpError(step.label, step.value, level)
            level = level + step.value if step.kind == "change" else step.value

    def figures(self) -> Figures:
        """The table: each step, its size, its interval and what it means."""
        rows = tuple(
            (
                s.label,
                self.unit.exact(s.value),
                signed_interval(*(s.interval or (None, None))),
                s.meaning or s.note,
            )
            for s in self.steps
        )
        size = self.unit.heading.capitalize() or "Size"
        headers = ("Step", size, "95% interval", "What it means")
        return Figures(self.title, headers, rows, (False, True, True, False))

    def spans(self) -> tuple[tuple[float, float], ...]:
        """Where each bar begins and ends, in the unit of the chart."""
        level, spans = 0.0, []
        for step in self.steps:
            begin = level if step.kind == "change" else 0.0
            level = begin + step.value
            spans.append((begin, level))
        return tuple(spans)

    def range(self) -> tuple[float, float]:
        """The ends of the axis; bars always start from 0."""
        held = [v for span in self.spans() for v in span]
        held += [v for s in self.steps if s.interval for v in s.interval]
        return nice_range(held, include=(0.0,), limits=self.unit.limits)


def draw_waterfall(data: Waterfall, *, chart_id: str | None, width: float = 760) -> Markup:
    """Upright bars when there is room; below 560 pixels the bars lie, words above each."""
    if not data.steps:
        return nothing_to_show(
            title=data.title,
            description=data.description,
            chart_id=chart_id,
            width=width,
            words="Nothing has been worked out yet.",
        )
    lying = width < max(NARROW, 110 * len(data.steps))
    body, height = (_lying if lying else _upright)(data, width)
    return picture(
        body,
        width=width,
        height=height,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def _value_words(step: Step, unit: Unit) -> str:
    if step.interval is None:
        return unit.short(step.value)
    low, high = (unit.short(v) for v in step.interval)
    if unit is Unit.POINTS and step.interval[0] >= 0:
        low, high = low.lstrip("+"), high.lstrip("+")
    return f"{unit.short(step.value)} ({low} to {high})"


def _bar(step: Step, x: float, y: float, width: float, height: float) -> str:
    if step.kind == "change":
        return rect(x, y, width, height, palette.WHITE, palette.LIMIT, 1.5)
    return rect(x, y, width, height, palette.BEFORE if step.kind == "total" else palette.THE_TRUST)


def _upright(data: Waterfall, width: float) -> tuple[str, float]:
    low, high = data.range()
    marks = ticks(low, high, 6)
    left = left_axis_room(marks, data.unit)
    scale = Scale(low, high, 262, 34)
    slot = (width - left - 8) / len(data.steps)
    wide = min(120.0, slot * 0.7)
    body = left_axis(scale, marks, data.unit, left=left, right=width - 8)
    body += _connections(data, scale, left, slot, wide)
    below = 300.0
    heights = []
    for i, (step, span) in enumerate(zip(data.steps, data.spans(), strict=True)):
        middle = left + slot * (i + 0.5)
        body += _upright_step(step, span, scale, middle, wide, data.unit)
        drawn, foot = _step_words(step, middle, below, slot)
        body += drawn
        heights.append(foot)
    body += line(left, scale(0), width - 8, scale(0), palette.LIMIT, 1.5)
    return body, max(heights)


def _connections(data: Waterfall, scale: Scale, left: float, slot: float, wide: float) -> str:
    """Dashed lines from the end of each bar to the next."""
    drawn = ""
    for i, ((_, level), _next) in enumerate(pairwise(data.spans())):
        x = left + slot * (i + 0.5) + wide / 2
        drawn += line(x, scale(level), x + slot - wide, scale(level), palette.LIMIT, 1, "4 3")
    return drawn


def _upright_step(
    step: Step, span: tuple[float, float], scale: Scale, middle: float, wide: float, unit: Unit
) -> str:
    top, foot = scale(max(span)), scale(min(span))
    drawn = _bar(step, middle - wide / 2, top, wide, foot - top)
    above, below = top, foot
    if step.interval:
        low, high = scale(step.interval[0]), scale(step.interval[1])
        drawn += upright_interval(middle, low, high, palette.INK, 8)
        drawn += _on_bar(middle, low, high, top, foot)
        above, below = min(top, high), max(foot, low)
    words = _value_words(step, unit)
    # A bar under the zero line has its number under it, where no line runs through it.
    y = below + 20 if max(span) <= 0 else above - 8
    return drawn + text(middle, y, words, anchor="middle", size=_LARGE, bold=True, halo=True)


def _on_bar(middle: float, low: float, high: float, top: float, foot: float) -> str:
    """The part of the interval that lies on the filled bar, in white."""
    begin, end = max(high, top), min(low, foot)
    if begin >= end:
        return ""
    drawn = line(middle, begin, middle, end, palette.WHITE, 2)
    for cap in (low, high):
        if top < cap < foot:
            drawn += line(middle - 8, cap, middle + 8, cap, palette.WHITE, 2)
    return drawn


def _step_words(step: Step, middle: float, y: float, slot: float) -> tuple[str, float]:
    label = wrap(step.label, slot - 8, bold=True, most=2)
    note = wrap(step.note, slot - 8, SMALL, most=3)
    drawn = lines_of_text(middle, y, label, anchor="middle", bold=True)
    y += 17 * len(label) + 1
    drawn += lines_of_text(
        middle, y, note, anchor="middle", size=SMALL, fill=palette.LIMIT, leading=16
    )
    return drawn, y + 16 * len(note)


def _lying(data: Waterfall, width: float) -> tuple[str, float]:
    low, high = data.range()
    marks = ticks(low, high, 5)
    row = 82.0
    scale = Scale(low, high, 14, width - 14)
    foot = 26 + row * len(data.steps)
    body = top_axis(scale, marks, data.unit, top=14, foot=foot)
    spans = data.spans()
    for i, (_, level) in enumerate(spans[:-1]):
        y = 26 + row * i + 70
        body += line(scale(level), y, scale(level), y + row - 20, palette.LIMIT, 1, "4 3")
    for i, (step, span) in enumerate(zip(data.steps, spans, strict=True)):
        body += _lying_step(step, span, scale, 26 + row * i, width, data.unit)
    return body, foot + 4


def _lying_step(
    step: Step, span: tuple[float, float], scale: Scale, top: float, width: float, unit: Unit
) -> str:
    value = _value_words(step, unit)
    room = width - text_width(value, 16, bold=True) - 12
    drawn = rect(0, top + 6, width, 38, palette.WHITE)
    drawn += text(0, top + 22, cut(step.label, room, bold=True), bold=True)
    drawn += text(width, top + 22, value, anchor="end", size=16, bold=True)
    note = cut(step.note, width, SMALL)
    drawn += text(0, top + 39, note, size=SMALL, fill=palette.LIMIT)
    left, right = scale(min(span)), scale(max(span))
    drawn += _bar(step, left, top + 50, right - left, 20)
    if step.interval:
        low, high = (scale(v) for v in step.interval)
        drawn += across_interval(low, high, top + 60, palette.INK, 6)
        begin, end = max(low, left), min(high, right)
        if begin < end:
            drawn += line(begin, top + 60, end, top + 60, palette.WHITE, 2)
        for cap in (low, high):
            if left < cap < right:
                drawn += line(cap, top + 54, cap, top + 66, palette.WHITE, 2)
    return drawn + line(scale(0), top + 46, scale(0), top + 74, palette.LIMIT, 1.5)
