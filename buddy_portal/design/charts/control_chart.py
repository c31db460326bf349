"""XmR and run charts as pictures: values in time, the centre line, limits and signals.

The rules that judge the values live elsewhere; here each point comes with its verdict.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import ceil

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import (
    NARROW,
    left_axis,
    left_axis_room,
    legend,
    nothing_to_show,
)
from buddy_portal.design.charts.figures import ChartData, Figures
from buddy_portal.design.charts.labels import LineLabel, fitted, line_labels, room_for
from buddy_portal.design.charts.marks import SMALL, line, picture, polyline, text
from buddy_portal.design.charts.numbers import MISSING, Unit
from buddy_portal.design.charts.scales import Scale, nice_range, tick_places, ticks
from buddy_portal.design.charts.text import cut, wrap
from buddy_portal.design.charts.text import width as text_width
from buddy_portal.design.charts.verdict_marks import KIND_WORDS, Kind, verdict_mark


@dataclass(frozen=True, slots=True)
class ControlPoint(ChartData):
    """One value with the lines of its segment, all in the chart's unit; None is missing."""

    label: str
    value: float | None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    kind: Kind = "common_cause"
    segment: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class ControlChart(ChartData):
    """Points in order of time. `events` are positions (from 0) with words: rebases, tests.

    `bounds` are the ends of the measure's own scale: limits beyond them are drawn at the
    edge and keep their number. Without limits on its points this is a run chart.
    """

    title: str
    description: str
    points: tuple[ControlPoint, ...]
    unit: Unit = Unit.PERCENT
    centre_name: str = "Mean"
    target: float | None = None
    events: tuple[tuple[int, str], ...] = ()
    trial: bool = False
    note: str = ""
    bounds: tuple[float | None, float | None] = (None, None)
    when: str = "Date"

    @property
    def has_limits(self) -> bool:
        """Is this an XmR chart?"""
        return any(p.lower is not None for p in self.points)

    def figures(self) -> Figures:
        """The table: each value with its lines and its verdict."""
        exact = self.unit.exact
        headers: tuple[str, ...] = (self.when, "Value", self.centre_name)
        headers += ("Lower limit", "Upper limit", "Signal") if self.has_limits else ()
        rows = []
        for p in self.points:
            cells: tuple[str, ...] = (p.label, exact(p.value), exact(p.centre))
            if self.has_limits:
                verdict = KIND_WORDS[p.kind] + (f": {p.why}" if p.why else "")
                cells += (
                    exact(p.lower),
                    exact(p.upper),
                    verdict if p.value is not None else MISSING,
                )
            rows.append(cells)
        numeric = (False, True, True) + ((True, True, False) if self.has_limits else ())
        return Figures(self.title, headers, tuple(rows), numeric)

    def range(self) -> tuple[float, float]:
        """The ends of the axis, within the bounds of the measure."""
        low, high = self.bounds if self.bounds != (None, None) else self.unit.limits
        lines = [v for p in self.points for v in (p.value, p.centre, p.lower, p.upper)]
        held = [v for v in (*lines, self.target) if v is not None]
        held = [max(v, low) if low is not None else v for v in held]
        held = [min(v, high) if high is not None else v for v in held]
        return nice_range(held, limits=(low, high), most=6)


@dataclass(frozen=True, slots=True)
class _Plot:
    up: Scale
    places: tuple[float, ...]
    left: float
    right: float

    @property
    def half(self) -> float:
        """Half of the way from one point to the next."""
        return (self.places[1] - self.places[0]) / 2 if len(self.places) > 1 else 12.0


@lru_cache(maxsize=500)
def draw_control_chart(data: ControlChart, *, chart_id: str | None, width: float = 760) -> Markup:
    """Values as marks whose shape tells the verdict; lines named at their right ends."""
    if all(p.value is None for p in data.points):
        return nothing_to_show(
            title=data.title,
            description=data.description,
            chart_id=chart_id,
            width=width,
            words="No values yet.",
        )
    key, top = _head(data, width)
    words, events_foot = _event_levels(data, top)
    plot = _plot(data, width, events_foot + 8)
    marks = ticks(plot.up.low, plot.up.high, 6)
    body = key + left_axis(plot.up, marks, data.unit, left=plot.left, right=plot.right)
    body += line(plot.left, plot.up.start, plot.right, plot.up.start, palette.LIMIT)
    body += _dates(data, plot) + _target(data, plot) + _lines(data, plot)
    body += _events(data, plot, words) + _values(data, plot)
    labels = _end_labels(data, plot.up, width)
    body += line_labels(labels, x=plot.right, top=plot.up.end, foot=plot.up.start)
    return picture(
        body,
        width=width,
        height=plot.up.start + 30,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def _head(data: ControlChart, width: float) -> tuple[str, float]:
    """The legend of the verdicts that occur, and the note in words."""
    drawn, top = "", 0.0
    if data.has_limits:
        kinds = {p.kind for p in data.points if p.value is not None}
        entries = [
            (verdict_mark(0, 0, kind, 6), 16.0, words)
            for kind, words in KIND_WORDS.items()
            if kind in kinds
        ]
        drawn, top = legend(entries, left=0, top=0, right=width)
    for words in wrap(data.note, width) if data.note else ():
        drawn, top = drawn + text(0, top + 14, words), top + 19
    return drawn, top + (6 if data.note else 0)


def _event_levels(data: ControlChart, top: float) -> tuple[list[tuple[int, str, float]], float]:
    """Each event with the pixel its words stand at: one line for each."""
    placed = [
        (position, words, top + 14 + 17 * i) for i, (position, words) in enumerate(data.events)
    ]
    return placed, top + 17 * len(placed)


def _plot(data: ControlChart, width: float, top: float) -> _Plot:
    low, high = data.range()
    up = Scale(low, high, top + (220 if width < NARROW else 250), top + 6)
    left = left_axis_room(ticks(low, high, 6), data.unit)
    right = width - room_for(_end_labels(data, up, width))
    count = len(data.points)
    step = (right - left) / count
    return _Plot(up, tuple(left + step * (i + 0.5) for i in range(count)), left, right)


def _dates(data: ControlChart, plot: _Plot) -> str:
    """The words under the points, thinned out so that they do not touch."""
    widest = max(text_width(p.label, SMALL) for p in data.points) + 14
    every = max(1, ceil(widest / (plot.half * 2)))
    drawn, foot = "", plot.up.start
    for i, (point, x) in enumerate(zip(data.points, plot.places, strict=True)):
        if i % every:
            continue
        words = cut(point.label, 120, SMALL)
        half = text_width(words, SMALL) / 2
        middle = max(x, half)
        drawn += line(x, foot, x, foot + 5, palette.LIMIT)
        drawn += text(middle, foot + 20, words, anchor="middle", size=SMALL, fill=palette.LIMIT)
    return drawn


def _target(data: ControlChart, plot: _Plot) -> str:
    if data.target is None:
        return ""
    y = plot.up.clip(data.target)
    return line(plot.left, y, plot.right, y, palette.INK, 2, "10 4")


def _segments(data: ControlChart) -> Iterator[tuple[int, int]]:
    """First and last position of each segment."""
    for _, members in groupby(range(len(data.points)), key=lambda i: data.points[i].segment):
        positions = list(members)
        yield positions[0], positions[-1]


def _lines(data: ControlChart, plot: _Plot) -> str:
    """Centre and limits of each segment, from half a step before it to half a step after."""
    drawn = ""
    for first, last in _segments(data):
        point = data.points[first]
        begin, end = plot.places[first] - plot.half, plot.places[last] + plot.half
        if point.centre is not None:
            y = plot.up.clip(point.centre)
            drawn += line(begin, y, end, y, palette.LIMIT, 2)
        for limit in (point.lower, point.upper):
            if limit is not None:
                y = plot.up.clip(limit)
                drawn += line(begin, y, end, y, palette.LIMIT, 1.5, "2 3" if data.trial else "6 4")
    return drawn


def _events(data: ControlChart, plot: _Plot, placed: list[tuple[int, str, float]]) -> str:
    """A dotted line before the point at which something changed, its words above."""
    drawn = ""
    for position, words, y in placed:
        x = plot.places[position] - plot.half
        shown = cut(words, plot.right, SMALL)
        half = text_width(shown, SMALL) / 2
        middle = min(max(x, half), max(plot.right - half, half))
        drawn += line(x, y + 4, x, plot.up.start, palette.BEFORE, 1, "2 3")
        drawn += text(middle, y, shown, anchor="middle", size=SMALL, halo=True)
    return drawn


def _values(data: ControlChart, plot: _Plot) -> str:
    """The line through the values, broken at gaps and rebases, and the marks on it."""
    drawn, marks, segment = "", "", None
    piece: list[tuple[float, float]] = []
    radius = 5.5 if plot.half > 6 else 3.0
    for point, x in zip(data.points, plot.places, strict=True):
        if point.value is None or point.segment != segment:
            drawn, piece = drawn + _through(piece), []
        segment = point.segment
        if point.value is not None:
            y = plot.up.clip(point.value)
            piece.append((x, y))
            marks += verdict_mark(x, y, point.kind, radius)
    return drawn + _through(piece) + marks


def _through(piece: list[tuple[float, float]]) -> str:
    return polyline(tuple(piece), palette.BEFORE, 1.5) if len(piece) > 1 else ""


def _end_labels(data: ControlChart, up: Scale, width: float) -> list[LineLabel]:
    """The last segment's lines by name and number, and the target."""
    # Where the axis itself needs a decimal, whole numbers would contradict it.
    fine = tick_places(ticks(up.low, up.high, 6)) > 0
    write = data.unit.exact if fine else data.unit.short
    last, limit = data.points[-1], "trial limit" if data.trial else "limit"
    lines = [
        (last.upper, f"Upper {limit}"),
        (last.lower, f"Lower {limit}"),
        (last.centre, data.centre_name),
    ]
    labels = [
        LineLabel(up.clip(value), f"{name} {write(value)}")
        for value, name in lines
        if value is not None
    ]
    if data.target is not None:
        words = f"Target {write(data.target)}"
        labels.append(LineLabel(up.clip(data.target), words, True, palette.INK))
    return fitted(labels, width)
