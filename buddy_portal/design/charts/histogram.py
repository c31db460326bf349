"""A histogram: how many trusts score how much."""

from dataclasses import dataclass

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import (
    NARROW,
    foot_axis,
    left_axis,
    left_axis_room,
    nothing_to_show,
)
from buddy_portal.design.charts.figures import ChartData, Figures
from buddy_portal.design.charts.marks import SMALL, line, picture, rect, text
from buddy_portal.design.charts.numbers import Unit, thousands
from buddy_portal.design.charts.scales import Scale, nice_range, nice_step, ticks
from buddy_portal.design.charts.text import cut
from buddy_portal.design.charts.text import width as text_width


@dataclass(frozen=True, slots=True)
class Histogram(ChartData):
    """Values counted in equal steps. `markers` name values on the axis: the country, a trust."""

    title: str
    description: str
    values: tuple[float, ...]
    unit: Unit = Unit.PERCENT
    markers: tuple[tuple[str, float], ...] = ()
    across: str = "Score"
    up: str = "Trusts"
    most_bins: int = 16

    def bins(self) -> tuple[tuple[float, float, int], ...]:
        """(from, to, count): a value on an edge counts above it, the very last one below."""
        if not self.values:
            return ()
        marks = [v for _, v in self.markers]
        low, high = nice_range(self.values, limits=self.unit.limits, include=marks)
        step = nice_step(high - low, self.most_bins)
        count = max(1, round((high - low) / step + 0.499))
        counts = [0] * count
        for value in self.values:
            # A hair is added so that 0.3 counts from 0.3 on, whatever binary makes of it.
            counts[min(int((value - low) / step + 1e-9), count - 1)] += 1
        return tuple(
            (low + i * step, low + (i + 1) * step, number) for i, number in enumerate(counts)
        )

    def figures(self) -> Figures:
        """The table: each step and how many lie in it."""
        rows = tuple(
            (f"{self.unit.exact(low)} to {self.unit.exact(high)}", thousands(count))
            for low, high, count in self.bins()
        )
        return Figures(self.title, (self.across, self.up), rows, (False, True))


def draw_histogram(data: Histogram, *, chart_id: str | None, width: float = 560) -> Markup:
    """Grey bars from 0; named values as upright lines with their words above."""
    bins = data.bins()
    if not bins:
        return nothing_to_show(
            title=data.title,
            description=data.description,
            chart_id=chart_id,
            width=width,
            words="No scores to show.",
        )
    _, most = nice_range([float(count) for *_, count in bins], include=(0.0,), most=4)
    marks_up = [v for v in ticks(0, most, 4) if float(v).is_integer()]
    left = left_axis_room(marks_up, Unit.COUNT)
    across = Scale(bins[0][0], bins[-1][1], left + 4, width - 22)
    top = 28.0 + 17 * len(data.markers)
    up = Scale(0, most, top + 170, top)
    body = left_axis(up, marks_up, Unit.COUNT, left=left, right=width - 22)
    for low, high, count in bins:
        if count:
            x, y = across(low), up(count)
            body += rect(x + 1, y, across(high) - x - 2, up.start - y, palette.BEFORE)
    marks = ticks(across.low, across.high, 5 if width < NARROW else 9)
    body += foot_axis(across, marks, data.unit, foot=up.start, name=data.across)
    body += text(0, 12, data.up, size=SMALL, fill=palette.LIMIT)
    body += _markers(data, across, up, left)
    return picture(
        body,
        width=width,
        height=up.start + 46,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def _markers(data: Histogram, across: Scale, up: Scale, left: float) -> str:
    """Each named value on a line of its own, so that no two names touch."""
    drawn = ""
    for i, (name, value) in enumerate(data.markers):
        y = up.end - 8 - 17 * (len(data.markers) - 1 - i)
        words = cut(f"{name} {data.unit.short(value)}", across.end + 22 - left, SMALL, bold=True)
        half = text_width(words, SMALL, bold=True) / 2
        x = across.clip(value)
        middle = min(max(x, left + half), across.end + 22 - half)
        drawn += line(x, y + 4, x, up.start, palette.WHITE, 5)
        drawn += line(x, y + 4, x, up.start, palette.INK, 2)
        drawn += text(middle, y, words, anchor="middle", size=SMALL, bold=True, halo=True)
    return drawn
