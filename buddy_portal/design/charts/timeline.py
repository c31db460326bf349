"""The timeline of a scheme: its phases, the survey's sample windows, today and the last day."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import NARROW, nothing_to_show
from buddy_portal.design.charts.figures import ChartData, Figures
from buddy_portal.design.charts.marks import SMALL, diamond, line, picture, rect, text
from buddy_portal.design.charts.numbers import short_month, uk_date, uk_date_range
from buddy_portal.design.charts.scales import DateScale, month_ticks
from buddy_portal.design.charts.text import cut, wrap
from buddy_portal.design.charts.text import width as text_width

State = Literal["done", "now", "later"]

_STATE_WORDS: dict[State, str] = {"done": "Done", "now": "Now", "later": "To come"}
_FILL: dict[State, tuple[str, str, str]] = {
    "done": (palette.PAST, palette.BEFORE, palette.INK),
    "now": (palette.THE_TRUST, palette.THE_TRUST, palette.WHITE),
    "later": (palette.WHITE, palette.BEFORE, palette.INK),
}
_BAR = 30
_WINDOW = 26
_EMPTY = "No dates have been set yet."


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase; `label` is what its bar says, both days belong to it."""

    label: str
    start: dt.date
    end: dt.date
    state: State

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.label} ends before it starts.")


@dataclass(frozen=True, slots=True)
class SampleWindow:
    """The days on which patients were treated whom a survey asks; both days belong to it."""

    label: str
    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.label} ends before it starts.")


@dataclass(frozen=True, slots=True)
class Timeline(ChartData):
    """Phases in order, sample windows, today's date and the day to publish by."""

    title: str
    description: str
    phases: tuple[Phase, ...]
    windows: tuple[SampleWindow, ...] = ()
    today: dt.date | None = None
    publish_by: dt.date | None = None

    def figures(self) -> Figures:
        """The table: each phase, window and day."""
        rows = [
            (p.label, uk_date(p.start), uk_date(p.end), _STATE_WORDS[p.state]) for p in self.phases
        ]
        rows += [(w.label, uk_date(w.start), uk_date(w.end), "Survey") for w in self.windows]
        if self.publish_by:
            rows.append(("Publish by", uk_date(self.publish_by), uk_date(self.publish_by), ""))
        return Figures(self.title, ("What", "From", "To", "State"), tuple(rows), (False,) * 4)


def draw_timeline(data: Timeline, *, chart_id: str | None, width: float = 1130) -> Markup:
    """One band of phases when there is room; below 560 pixels one row for each phase."""
    scale = _scale(data, width)
    if scale is None:
        return nothing_to_show(
            title=data.title,
            description=data.description,
            chart_id=chart_id,
            width=width,
            words=_EMPTY,
        )
    body, height = (_stacked if width < NARROW else _band)(data, scale, width)
    return picture(
        body,
        width=width,
        height=height,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def _scale(data: Timeline, width: float) -> DateScale | None:
    spans: list[Phase | SampleWindow] = [*data.phases, *data.windows]
    days = [s.start for s in spans] + [s.end for s in spans]
    days += [d for d in (data.today, data.publish_by) if d]
    if not days:
        return None
    first = min(days).replace(day=1)
    last = max(days) + dt.timedelta(days=max((max(days) - first).days // 60, 3))
    return DateScale(first, last, 2, width - 2)


def _right(scale: DateScale, day: dt.date) -> float:
    """Where a span ends that includes the day."""
    return scale(day + dt.timedelta(days=1))


def _band(data: Timeline, scale: DateScale, width: float) -> tuple[str, float]:
    heads, top = _heads(data, scale, width)
    bars, below = _phases(data, scale, width, top)
    windows, foot = _windows(data, scale, width, below)
    axis = _months(scale, foot + 4, int(width // 110))
    return bars + windows + axis + _days(data, scale, top, foot) + heads, foot + 30


def _heads(data: Timeline, scale: DateScale, width: float) -> tuple[str, float]:
    """The words for the last day and today; where they would meet, today stands lower."""
    labels = []
    if data.publish_by:
        labels.append((scale(data.publish_by), f"Publish by {uk_date(data.publish_by)}"))
    if data.today:
        labels.append((scale(data.today), f"Today, {uk_date(data.today)}"))
    drawn, y = "", 14.0
    taken: tuple[float, float] | None = None
    for x, words in labels:
        half = text_width(words, SMALL, bold=True) / 2
        middle = min(max(x, half), width - half)
        if taken and taken[0] - 12 < middle + half and middle - half < taken[1] + 12:
            y += 17
        drawn += text(middle, y, words, anchor="middle", size=SMALL, bold=True)
        taken = (middle - half, middle + half)
    return drawn, (y + 9 if labels else 2)


def _days(data: Timeline, scale: DateScale, top: float, foot: float) -> str:
    """Today's line, edged in white so that it shows on every bar, and the last day's diamond."""
    drawn = ""
    if data.today:
        x = scale(data.today)
        drawn += line(x, top - 4, x, foot, palette.WHITE, 5)
        drawn += line(x, top - 4, x, foot, palette.INK, 2)
    if data.publish_by:
        drawn += diamond(scale(data.publish_by), top + _BAR / 2, 9, palette.INK, palette.WHITE, 1.5)
    return drawn


def _phases(data: Timeline, scale: DateScale, width: float, top: float) -> tuple[str, float]:
    """The bars of the phases; a label without room in its bar stands under it."""
    drawn, under = "", []
    for phase in data.phases:
        left, right = scale(phase.start), _right(scale, phase.end) - 2
        fill, edge, ink = _FILL[phase.state]
        drawn += rect(left, top, right - left, _BAR, fill, edge)
        bold = phase.state == "now"
        room = _room_in_bar(data.today, scale, (left, right), phase.label, bold=bold)
        if room is None:
            under.append(((left + right) / 2, phase.label))
        else:
            x, size = room
            drawn += text(x, top + 20, phase.label, size=size, fill=ink, bold=bold)
    words, levels = _under_bars(under, width, top + _BAR)
    return drawn + words, top + _BAR + 12 + 16 * levels


def _under_bars(labels: list[tuple[float, str]], width: float, top: float) -> tuple[str, int]:
    """Words under bars, each joined to its bar, a line lower where they would meet."""
    leaders, words, taken, level, levels = "", "", -100.0, 0, 0
    for x, label in labels:
        shown = cut(label, width, SMALL)
        half = text_width(shown, SMALL) / 2
        middle = min(max(x, half), width - half)
        level = level + 1 if middle - half < taken + 10 else 0
        y = top + 16 + 16 * level
        leaders += line(x, top, x, y - 11, palette.BEFORE)
        words += text(middle, y, shown, anchor="middle", size=SMALL, halo=True)
        taken, levels = middle + half, max(levels, level + 1)
    return leaders + words, levels


def _room_in_bar(
    today: dt.date | None,
    scale: DateScale,
    bar: tuple[float, float],
    label: str,
    *,
    bold: bool,
) -> tuple[float, float] | None:
    """Where in its bar a label may begin, and its size; None where it fits nowhere."""
    left, right = bar
    parts = [bar]
    if today and left - 6 < scale(today) < right + 6:
        parts = [(left, scale(today)), (scale(today), right)]
    for size in (14, SMALL):
        need = text_width(label, size, bold=bold) + 14
        for start, end in parts:
            if end - start >= need:
                return start + 8, size
    return None


def _windows(data: Timeline, scale: DateScale, width: float, top: float) -> tuple[str, float]:
    """One bar a sample window, its words beside it where there is room, else under it."""
    drawn, y = "", top
    for window in data.windows:
        left, right = scale(window.start), _right(scale, window.end)
        drawn += rect(left, y, right - left, _WINDOW, palette.WINDOW_TINT, palette.WINDOW_EDGE, 1.5)
        need = text_width(window.label, SMALL)
        if right + 8 + need <= width:
            drawn += text(right + 8, y + 17, window.label, size=SMALL, halo=True)
        elif left - 8 - need >= 0:
            drawn += text(left - 8, y + 17, window.label, anchor="end", size=SMALL, halo=True)
        else:
            y += 18
            words = cut(window.label, width, SMALL)
            x = min(left, width - text_width(words, SMALL))
            drawn += text(x, y + 24, words, size=SMALL, halo=True)
        y += _WINDOW + 10
    return drawn, y


def _months(scale: DateScale, top: float, most: int) -> str:
    drawn = line(scale.start, top, scale.end, top, palette.BAND)
    for day in month_ticks(scale.first, scale.last, most):
        x = scale(day)
        words = short_month(day)
        if x + text_width(words, SMALL) <= scale.end + 2:
            drawn += line(x, top, x, top + 8, palette.BEFORE)
            drawn += text(x, top + 22, words, size=SMALL, fill=palette.LIMIT)
    return drawn


def _stacked(data: Timeline, scale: DateScale, width: float) -> tuple[str, float]:
    """For phones: words above each bar, today's line only on the bars."""
    rows: list[tuple[str, str, dt.date, dt.date, tuple[str, str], bool]] = [
        (p.label, uk_date_range(p.start, p.end), p.start, p.end, _FILL[p.state][:2], False)
        for p in data.phases
    ]
    edge = (palette.WINDOW_TINT, palette.WINDOW_EDGE)
    rows += [(w.label, "", w.start, w.end, edge, True) for w in data.windows]
    drawn, y = "", 14.0
    if data.today:
        drawn, y = text(0, y, f"Today, {uk_date(data.today)}", size=SMALL, bold=True), y + 24
    for label, days, start, end, (fill, stroke), is_window in rows:
        for words in wrap(label, width, SMALL if is_window else 14, bold=not is_window):
            drawn += text(0, y, words, size=SMALL if is_window else 14, bold=not is_window)
            y += 17
        if days:
            drawn += text(0, y, days, size=SMALL, fill=palette.LIMIT)
            y += 17
        drawn += _track(y - 9, width)
        left = scale(start)
        drawn += rect(left, y - 9, max(_right(scale, end) - left, 3), 12, fill, stroke)
        drawn += _today_on_track(data.today, scale, y - 9)
        y += 28
    if data.publish_by:
        drawn += text(0, y, f"Publish by {uk_date(data.publish_by)}", bold=True)
        drawn += _track(y + 8, width)
        drawn += diamond(scale(data.publish_by), y + 14, 7, palette.INK)
        drawn += _today_on_track(data.today, scale, y + 8)
        y += 32
    return drawn + _months(scale, y, int(width // 90)), y + 28


def _track(y: float, width: float) -> str:
    return line(0, y + 6, width, y + 6, palette.BAND)


def _today_on_track(today: dt.date | None, scale: DateScale, y: float) -> str:
    if today is None:
        return ""
    x = scale(today)
    return line(x, y - 3, x, y + 15, palette.WHITE, 5) + line(x, y - 3, x, y + 15, palette.INK, 2)
