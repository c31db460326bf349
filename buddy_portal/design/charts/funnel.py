"""A funnel: every trust's score by how many answered, within the limits that chance allows."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import (
    NARROW,
    foot_axis,
    left_axis,
    left_axis_room,
    legend,
    nothing_to_show,
)
from buddy_portal.design.charts.clipping import pieces_inside
from buddy_portal.design.charts.figures import ChartData, Figures
from buddy_portal.design.charts.funnel_words import Names, names_at_marks
from buddy_portal.design.charts.labels import LineLabel, fitted, line_labels, room_for
from buddy_portal.design.charts.marks import circle, diamond, dots, down_triangle, picture, polyline
from buddy_portal.design.charts.numbers import Unit, thousands
from buddy_portal.design.charts.scales import Scale, nice_range, ticks

Mark = Literal["need", "mentor", "other"]
Position = Literal["above_998", "above_95", "inside", "below_95", "below_998"]
POSITION_WORDS: dict[Position, str] = {
    "above_998": "Above the 99.8% limit",
    "above_95": "Between the upper limits",
    "inside": "Inside the 95% limits",
    "below_95": "Between the lower limits",
    "below_998": "Below the 99.8% limit",
}
_DRAWN_FIRST: dict[Mark, int] = {"other": 0, "mentor": 1, "need": 2}
_MOST_NAMED = 2
# From so many trusts on, rings would hide each other: the unnamed are small dots, in one element.
_CROWD = 300
_DOT = 5


class TooManyNamedError(ValueError):
    """A funnel names two trusts at most: it is no league table."""

    def __init__(self, count: int) -> None:
        super().__init__(f"A funnel names at most 2 trusts; {count} were to be named.")


@dataclass(frozen=True, slots=True)
class FunnelPoint(ChartData):
    """One trust; `words` are written at its mark, for two trusts at most."""

    label: str
    answers: int
    score: float
    position: Position
    mark: Mark = "other"
    words: str = ""


@dataclass(frozen=True, slots=True)
class FunnelLimits(ChartData):
    """Four limits worked out for the same rising numbers of answers, as lines to be drawn."""

    answers: tuple[float, ...]
    lower_95: tuple[float, ...]
    upper_95: tuple[float, ...]
    lower_998: tuple[float, ...]
    upper_998: tuple[float, ...]

    def __post_init__(self) -> None:
        # Named in full: super() without arguments does not work in a class with slots.
        ChartData.__post_init__(self)
        lines = (self.lower_95, self.upper_95, self.lower_998, self.upper_998)
        if any(len(limit) != len(self.answers) for limit in lines):
            raise ValueError("Every limit needs one value for each number of answers.")


@dataclass(frozen=True, slots=True)
class Funnel(ChartData):
    """Points, limits and the country's score; `names` are the words of the groups in the legend."""

    title: str
    description: str
    points: tuple[FunnelPoint, ...]
    limits: FunnelLimits
    centre: float
    names: tuple[tuple[Mark, str], ...] = (
        ("need", "Mentee"),
        ("mentor", "Mentor"),
        ("other", "Other trust"),
    )
    unit: Unit = Unit.PERCENT
    centre_name: str = "Country"
    across: str = "People who answered"

    def __post_init__(self) -> None:
        ChartData.__post_init__(self)
        named = sum(bool(point.words) for point in self.points)
        if named > _MOST_NAMED:
            raise TooManyNamedError(named)

    def figures(self) -> Figures:
        """The table: how many trusts lie in which band, by group."""
        counts = Counter((p.position, p.mark) for p in self.points)
        rows = tuple(
            (
                words,
                thousands(sum(counts[position, mark] for mark, _ in self.names)),
                *(thousands(counts[position, mark]) for mark, _ in self.names),
            )
            for position, words in POSITION_WORDS.items()
        )
        headers = ("Position", "All", *(name for _, name in self.names))
        return Figures(self.title, headers, rows, (False, *([True] * (len(headers) - 1))))

    def every_figure(self) -> Figures:
        """Every trust by name, never ranked."""
        names = dict(self.names)
        rows = tuple(
            (
                p.label,
                names.get(p.mark, ""),
                self.unit.exact(p.score),
                thousands(p.answers),
                POSITION_WORDS[p.position],
            )
            for p in sorted(self.points, key=lambda p: p.label.casefold())
        )
        headers = ("Trust", "Part", "Score", "Answers", "Position")
        return Figures(self.title, headers, rows, (False, False, True, True, False))


@dataclass(frozen=True, slots=True)
class _Plot:
    across: Scale
    up: Scale
    narrow: bool


def draw_funnel(data: Funnel, *, chart_id: str | None, width: float = 1130) -> Markup:
    """Dashed 95% and solid 99.8% limits, each with its name at its end."""
    if not data.points:
        return nothing_to_show(
            title=data.title,
            description=data.description,
            chart_id=chart_id,
            width=width,
            words="No scores to show.",
        )
    key, top = _legend(data, width)
    plot = _plot(data, width, top + 8)
    up, across = plot.up, plot.across
    marks_up = ticks(up.low, up.high, 6)
    marks_across = ticks(across.low, across.high, 4 if plot.narrow else 9)
    body = key + left_axis(up, marks_up, data.unit, left=across.start, right=across.end)
    body += foot_axis(across, marks_across, Unit.COUNT, foot=up.start, name=data.across)
    body += _limits(data, plot) + _points(data, plot)
    labels = _end_labels(data, up, width)
    body += line_labels(labels, x=across.end, top=up.end, foot=up.start)
    return picture(
        body,
        width=width,
        height=up.start + 46,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def mark_places(data: Funnel, *, width: float = 1130) -> tuple[tuple[float, float], ...]:
    """Where the mark of each point lies in the picture, in pixels, for a read-out beside it."""
    plot = _plot(data, width, _legend(data, width)[1] + 8)
    return tuple((plot.across(p.answers), plot.up(p.score)) for p in data.points)


def _plot(data: Funnel, width: float, top: float) -> _Plot:
    narrow = width < NARROW
    held = [p.score for p in data.points] + [data.centre, *_outer_limits(data)]
    low, high = nice_range(held, limits=data.unit.limits)
    _, most = nice_range([p.answers for p in data.points], include=(0.0,), most=9)
    up = Scale(low, high, top + (300 if narrow else 350), top)
    left = left_axis_room(ticks(low, high, 6), data.unit)
    right = room_for(_end_labels(data, up, width))
    return _Plot(Scale(0, most, left, width - right), up, narrow)


def _outer_limits(data: Funnel) -> tuple[float, ...]:
    """The 99.8% limits of a trust with few answers (lower quarter), so that they are seen."""
    answers = sorted(point.answers for point in data.points)
    few = answers[len(answers) // 4]
    at = next((i for i, n in enumerate(data.limits.answers) if n >= few), None)
    if at is None:
        return ()
    low, high = data.unit.limits
    lower, upper = data.limits.lower_998[at], data.limits.upper_998[at]
    return (
        lower if low is None else max(lower, low),
        upper if high is None else min(upper, high),
    )


def _legend(data: Funnel, width: float) -> tuple[str, float]:
    counts = Counter(point.mark for point in data.points)
    entries = [
        (_legend_mark(data, mark), 16.0, f"{name} ({thousands(counts[mark])})")
        for mark, name in data.names
        if counts[mark]
    ]
    return legend(entries, left=0, top=0, right=width)


def _is_crowded(data: Funnel) -> bool:
    return len(data.points) > _CROWD


def _legend_mark(data: Funnel, mark: Mark) -> str:
    if mark == "other" and _is_crowded(data):
        return dots([(0, 0)], _DOT, palette.BEFORE)
    return _mark(0, 0, mark, named=False)


def _mark(x: float, y: float, mark: Mark, *, named: bool) -> str:
    edge = palette.INK if named else palette.WHITE
    if mark == "need":
        return down_triangle(x, y, 10 if named else 6, palette.NEED, edge)
    if mark == "mentor":
        return diamond(x, y, 11 if named else 7, palette.THE_TRUST, edge, 1.5)
    return circle(
        x, y, 7 if named else 4.5, palette.WHITE, palette.INK if named else palette.BEFORE
    )


def _end_labels(data: Funnel, up: Scale, width: float) -> list[LineLabel]:
    """The name of each line at its end; short ones on a phone."""
    limits, narrow = data.limits, width < NARROW
    lines = [
        (limits.upper_998, "99.8%", " upper"),
        (limits.upper_95, "95%", " upper"),
        (limits.lower_95, "95%", " lower"),
        (limits.lower_998, "99.8%", " lower"),
    ]
    labels = [
        LineLabel(up.clip(values[-1]), share if narrow else share + side)
        for values, share, side in lines
        if values
    ]
    centre = data.centre_name if narrow else f"{data.centre_name} {data.unit.exact(data.centre)}"
    return fitted([*labels, LineLabel(up(data.centre), centre, True, palette.INK)], width)


def _limits(data: Funnel, plot: _Plot) -> str:
    limits = data.limits
    drawn = polyline(
        (
            (plot.across.start, plot.up(data.centre)),
            (plot.across.end, plot.up(data.centre)),
        ),
        palette.INK,
        2,
    )
    for values, dash in (
        (limits.lower_95, "6 4"),
        (limits.upper_95, "6 4"),
        (limits.lower_998, ""),
        (limits.upper_998, ""),
    ):
        points = list(zip(limits.answers, values, strict=True))
        for piece in pieces_inside(points, plot.across, plot.up):
            drawn += polyline(piece, palette.LIMIT, 1.5, dash)
    return drawn


def _points(data: Funnel, plot: _Plot) -> str:
    """Other trusts first, the named ones on top, then their names."""
    ordered = sorted(data.points, key=lambda p: (bool(p.words), _DRAWN_FIRST[p.mark]))
    places = [(plot.across(p.answers), plot.up(p.score)) for p in ordered]
    named = [(place, p.words) for place, p in zip(places, ordered, strict=True) if p.words]
    limits = data.limits
    lines = (limits.lower_95, limits.upper_95, limits.lower_998, limits.upper_998)
    curves = [
        tuple((plot.across(n), plot.up(v)) for n, v in zip(limits.answers, values, strict=True))
        for values in lines
        if values
    ]
    level = plot.up(data.centre)
    curves.append(((plot.across.start, level), (plot.across.end, level)))
    box = (plot.across.start, plot.up.end, plot.across.end, plot.up.start)
    words = names_at_marks(Names(tuple(named), tuple(places), tuple(curves), box))
    marked = list(zip(places, ordered, strict=True))
    crowd = ""
    if _is_crowded(data):
        crowd = dots((place for place, p in marked if _is_one_of_many(p)), _DOT, palette.BEFORE)
        marked = [(place, p) for place, p in marked if not _is_one_of_many(p)]
    marks = "".join(_mark(x, y, p.mark, named=bool(p.words)) for (x, y), p in marked)
    return crowd + marks + words


def _is_one_of_many(point: FunnelPoint) -> bool:
    return point.mark == "other" and not point.words
