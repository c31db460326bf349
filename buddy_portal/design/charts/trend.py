"""A score over the years: points with their intervals, as a chart or as a small line in a row."""

from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import left_axis, left_axis_room, nothing_to_show
from buddy_portal.design.charts.figures import NOT_SHOWN, ChartData, Figures
from buddy_portal.design.charts.labels import LineLabel, fitted, line_labels, room_for
from buddy_portal.design.charts.marks import (
    SMALL,
    circle,
    line,
    picture,
    polyline,
    text,
    upright_interval,
)
from buddy_portal.design.charts.numbers import Unit, thousands
from buddy_portal.design.charts.scales import Scale, nice_range, ticks
from buddy_portal.design.charts.text import cut
from buddy_portal.design.charts.text import width as text_width

_NO_SCORES = "No scores to show."


@dataclass(frozen=True, slots=True)
class TrendPoint(ChartData):
    """One year. `comparable` says whether it can be set against the year before it."""

    label: str
    value: float | None
    interval: tuple[float, float] | None = None
    answers: int | None = None
    country: float | None = None
    comparable: bool = True
    hidden: str = NOT_SHOWN


@dataclass(frozen=True, slots=True)
class Trend(ChartData):
    """Years in order. Lines join only years that can be compared and are both shown."""

    title: str
    description: str
    points: tuple[TrendPoint, ...]
    unit: Unit = Unit.PERCENT
    name: str = "This trust"
    country_name: str = "Country"
    break_words: str = "question changed"

    def figures(self) -> Figures:
        """The table: score, interval, answers and country, year by year."""
        rows = tuple(
            (
                p.label,
                self.unit.exact(p.value) if p.value is not None else p.hidden,
                self.unit.exact_interval(*(p.interval or (None, None))),
                thousands(p.answers),
                self.unit.exact(p.country),
                "Yes" if p.comparable else f"No, {self.break_words}",
            )
            for p in self.points
        )
        headers = (
            "Year",
            self.name,
            "95% interval",
            "Answers",
            self.country_name,
            "Comparable with the year before",
        )
        return Figures(self.title, headers, rows, (False, True, True, True, True, False))

    def values(self, *, with_intervals: bool = True) -> list[float]:
        """Every value that the picture must hold."""
        held = [v for p in self.points for v in (p.value, p.country) if v is not None]
        if with_intervals:
            held += [v for p in self.points if p.interval for v in p.interval]
        return held


def draw_trend(data: Trend, *, chart_id: str | None, width: float = 560) -> Markup:
    """Points with intervals; the country is a plain dark line; a changed question cuts both."""
    if not data.values():
        return nothing_to_show(
            title=data.title,
            description=data.description,
            chart_id=chart_id,
            width=width,
            words=_NO_SCORES,
        )
    low, high = nice_range(data.values(), limits=data.unit.limits, most=5)
    up = Scale(low, high, 220, 30)
    marks = ticks(low, high, 5)
    left = left_axis_room(marks, data.unit)
    labels = fitted(_end_labels(data, up), width)
    right = width - room_for(labels)
    places = _places(len(data.points), left + 16, right - 10)
    body = left_axis(up, marks, data.unit, left=left, right=right)
    body += line(left, up.start, right, up.start, palette.LIMIT)
    body += _years(data, places, up.start) + _breaks(data, places, up)
    body += _joined([p.country for p in data.points], data, places, up, palette.INK, 1.5)
    body += _lone_country(data, places, up)
    body += _joined([p.value for p in data.points], data, places, up, palette.THE_TRUST, 2)
    body += _marks(data, places, up)
    body += line_labels(labels, x=right - 6, top=up.end, foot=up.start)
    return picture(
        body,
        width=width,
        height=250,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def draw_sparkline(
    data: Trend, *, chart_id: str | None = None, width: float = 120, height: float = 32
) -> Markup:
    """The line alone, its last shown score as a dot; for the cell of a table."""
    if not data.values(with_intervals=False):
        body = text(0, height / 2 + 4.5, NOT_SHOWN, size=SMALL, fill=palette.LIMIT)
    else:
        low, high = nice_range(data.values(with_intervals=False), limits=data.unit.limits, most=3)
        up = Scale(low, high, height - 6, 6)
        places = _places(len(data.points), 6, width - 7)
        body = _joined([p.country for p in data.points], data, places, up, palette.BEFORE, 1)
        body += _joined([p.value for p in data.points], data, places, up, palette.THE_TRUST, 2)
        body += _dots(data, places, up)
    return picture(
        body,
        width=width,
        height=height,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def _places(count: int, left: float, right: float) -> list[float]:
    """Years evenly spaced; a single one in the middle."""
    if count == 1:
        return [(left + right) / 2]
    return [left + (right - left) * i / (count - 1) for i in range(count)]


def _dots(data: Trend, places: list[float], up: Scale) -> str:
    """A dot on the last shown score, and a small one where no line reaches a score."""
    dots = [
        (x, up(p.value), _is_joined(data, i))
        for i, (p, x) in enumerate(zip(data.points, places, strict=True))
        if p.value is not None
    ]
    drawn = "".join(circle(x, y, 2, palette.THE_TRUST) for x, y, joined in dots if not joined)
    return drawn + "".join(circle(x, y, 4, palette.THE_TRUST) for x, y, _ in dots[-1:])


def _is_joined(data: Trend, i: int) -> bool:
    """Does a line reach this year from either side?"""
    points = data.points
    before = i > 0 and points[i].comparable and points[i - 1].value is not None
    after = i + 1 < len(points) and points[i + 1].comparable and points[i + 1].value is not None
    return before or after


def _joined(
    values: list[float | None],
    data: Trend,
    places: list[float],
    up: Scale,
    stroke: str,
    width: float,
) -> str:
    """Lines through the values, broken where one is missing or the question changed."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for value, point, x in zip(values, data.points, places, strict=True):
        if value is None or not point.comparable:
            pieces.append([])
        if value is not None:
            pieces[-1].append((x, up(value)))
    return "".join(polyline(tuple(p), stroke, width) for p in pieces if len(p) > 1)


def _years(data: Trend, places: list[float], foot: float) -> str:
    """The year under each point; every second or third where they would touch."""
    labels = [p.label for p in data.points]
    widest = max(text_width(label, SMALL) for label in labels) + 12
    room = places[1] - places[0] if len(places) > 1 else widest
    every = max(1, ceil(widest / room))
    drawn = ""
    for i, (label, x) in enumerate(zip(labels, places, strict=True)):
        drawn += line(x, foot, x, foot + 5, palette.LIMIT)
        if (len(labels) - 1 - i) % every == 0:
            words = cut(label, 90, SMALL)
            drawn += text(x, foot + 20, words, anchor="middle", size=SMALL, fill=palette.LIMIT)
    return drawn


def _breaks(data: Trend, places: list[float], up: Scale) -> str:
    drawn = ""
    for i, point in enumerate(data.points):
        if i == 0 or point.comparable:
            continue
        x = (places[i - 1] + places[i]) / 2
        drawn += line(x, up.end - 8, x, up.start, palette.BEFORE, 1, "2 3")
        half = text_width(data.break_words, SMALL) / 2
        middle = max(x, half)
        drawn += text(middle, 13, data.break_words, anchor="middle", size=SMALL, fill=palette.LIMIT)
    return drawn


def _marks(data: Trend, places: list[float], up: Scale) -> str:
    drawn = ""
    for point, x in zip(data.points, places, strict=True):
        if point.value is None:
            drawn += _gap(point, places, x, up)
            continue
        if point.interval:
            drawn += upright_interval(x, up(point.interval[0]), up(point.interval[1]))
        drawn += circle(x, up(point.value), 6, palette.THE_TRUST, palette.WHITE, 1.5)
    return drawn


def _gap(point: TrendPoint, places: list[float], x: float, up: Scale) -> str:
    """A year without a score says so at the foot, shortly where years stand close."""
    room = places[1] - places[0] - 8 if len(places) > 1 else 200.0
    words = point.hidden if text_width(point.hidden, SMALL) <= room else "-"
    return text(x, up.start - 7, words, anchor="middle", size=SMALL, fill=palette.LIMIT, halo=True)


def _lone_country(data: Trend, places: list[float], up: Scale) -> str:
    """A short level line for the country where no line reaches its score."""
    drawn, points = "", data.points
    for i, (point, x) in enumerate(zip(points, places, strict=True)):
        before = i > 0 and point.comparable and points[i - 1].country is not None
        after = (
            i + 1 < len(points) and points[i + 1].comparable and points[i + 1].country is not None
        )
        if point.country is not None and not before and not after:
            drawn += line(x - 9, up(point.country), x + 9, up(point.country), palette.INK, 2)
    return drawn


def _end_labels(data: Trend, up: Scale) -> list[LineLabel]:
    """The last score and the country's, beside their lines."""
    labels = []
    shown = [p for p in data.points if p.value is not None]
    if shown and shown[-1].value is not None:
        words = f"{data.name} {data.unit.short(shown[-1].value)}"
        labels.append(LineLabel(up(shown[-1].value), words, True, palette.THE_TRUST))
    country = [p.country for p in data.points if p.country is not None]
    if country:
        words = f"{data.country_name} {data.unit.short(country[-1])}"
        labels.append(LineLabel(up(country[-1]), words, fill=palette.INK))
    return labels
