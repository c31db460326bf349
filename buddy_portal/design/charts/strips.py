"""Strips: every trust as a thin line, to set two spreads side by side."""

from dataclasses import dataclass

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import NARROW, legend, nothing_to_show, top_axis
from buddy_portal.design.charts.figures import ChartData, Figures
from buddy_portal.design.charts.marks import SMALL, line, lines_of_text, picture, rect, text
from buddy_portal.design.charts.numbers import Unit, thousands
from buddy_portal.design.charts.scales import Scale, nice_range, ticks
from buddy_portal.design.charts.text import cut, wrap


@dataclass(frozen=True, slots=True)
class StripRow(ChartData):
    """One spread: every value a thin line, the middle, and the range that chance leaves out."""

    label: str
    note: str
    values: tuple[float, ...]
    centre: float | None = None
    band: tuple[float, float] | None = None
    spread: float | None = None


@dataclass(frozen=True, slots=True)
class StripChart(ChartData):
    """Rows on one axis, such as before and after."""

    title: str
    description: str
    rows: tuple[StripRow, ...]
    unit: Unit = Unit.PERCENT
    centre_name: str = "Country"
    band_name: str = "Most trusts lie here"
    spread_name: str = "Spread between trusts, points"

    def figures(self) -> Figures:
        """The table: how many, the middle, the range and the spread."""
        rows = tuple(
            (
                row.label,
                thousands(len(row.values)),
                self.unit.exact(row.centre),
                self.unit.exact_interval(*(row.band or (None, None))),
                Unit.SCORE.exact(row.spread),
            )
            for row in self.rows
        )
        headers = ("When", "Trusts", self.centre_name, self.band_name, self.spread_name)
        return Figures(self.title, headers, rows, (False, True, True, True, True))


def draw_strips(data: StripChart, *, chart_id: str | None, width: float = 760) -> Markup:
    """A strip for each row: thin lines for trusts, a band behind, a dark line for the country."""
    held = [v for row in data.rows for v in (*row.values, *(row.band or ()))]
    held += [row.centre for row in data.rows if row.centre is not None]
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
    words = width if narrow else min(200.0, width * 0.28)
    scale = Scale(low, high, 18 if narrow else words + 20, width - 22)
    row_height = 92.0 if narrow else 58.0
    key, top = _legend(data, width)
    foot = top + 26 + row_height * len(data.rows)
    marks = ticks(low, high, 4 if narrow else 7)
    body = key + top_axis(scale, marks, data.unit, top=top + 14, foot=foot)
    for i, row in enumerate(data.rows):
        body += _strip(row, scale, top + 26 + row_height * i, words, narrow=narrow)
    return picture(
        body,
        width=width,
        height=foot + 2,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def _legend(data: StripChart, width: float) -> tuple[str, float]:
    entries = [(line(0, -8, 0, 8, palette.THE_TRUST, 1), 8.0, "A trust")]
    if any(row.centre is not None for row in data.rows):
        entries.append((line(0, -9, 0, 9, palette.INK, 3), 8.0, data.centre_name))
    if any(row.band for row in data.rows):
        entries.append((rect(-13, -7, 26, 14, palette.BAND, palette.BEFORE), 28.0, data.band_name))
    return legend(entries, left=0, top=0, right=width)


def _strip(row: StripRow, scale: Scale, top: float, words: float, *, narrow: bool) -> str:
    note = cut(row.note, words, SMALL)
    label = wrap(row.label, words, bold=True, most=1)
    y = top + (62 if narrow else 29)
    drawn = rect(0, top + 2, words, 38, palette.WHITE) if narrow else ""
    first = top + (16 if narrow else 26)
    drawn += lines_of_text(0, first, label, bold=True)
    drawn += text(0, first + 17, note, size=SMALL, fill=palette.LIMIT)
    if row.band:
        left, right = scale(row.band[0]), scale(row.band[1])
        drawn += rect(left, y - 16, right - left, 32, palette.BAND, palette.BEFORE)
    for value in sorted(row.values):
        drawn += line(scale(value), y - 10, scale(value), y + 10, palette.THE_TRUST, 1)
    if row.centre is not None:
        x = scale(row.centre)
        drawn += line(x, y - 20, x, y + 20, palette.WHITE, 5)
        drawn += line(x, y - 20, x, y + 20, palette.INK, 3)
    return drawn
