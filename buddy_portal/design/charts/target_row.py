"""One line of an aim: where it began, where it is now and where it should get to."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.figures import ChartData, Figures
from buddy_portal.design.charts.marks import SMALL, circle, line, picture, text
from buddy_portal.design.charts.numbers import Unit
from buddy_portal.design.charts.scales import Scale, nice_range
from buddy_portal.design.charts.text import width as text_width

_HEIGHT = 58
_MIDDLE = 29
_NO_DATA = "no data yet"


@dataclass(frozen=True, slots=True)
class TargetRow(ChartData):
    """Baseline, the latest value and the target of one measure, on a scale from low to high.

    Without a scale of its own (low and high None) a percentage runs from 0 to 100 and
    anything else over its own values. A value beyond the scale is drawn at its end.
    """

    label: str
    baseline: float | None
    now: float | None
    target: float | None
    unit: Unit = Unit.PERCENT
    low: float | None = None
    high: float | None = None

    @property
    def description(self) -> str:
        """The row in words."""
        return (
            f"Baseline {self.unit.short(self.baseline) if self.baseline is not None else _NO_DATA},"
            f" now {self.unit.short(self.now) if self.now is not None else _NO_DATA},"
            f" target {self.unit.short(self.target) if self.target is not None else 'not set'}."
        )

    def figures(self) -> Figures:
        """The same as a table of one row."""
        cells = tuple(self.unit.exact(v) for v in (self.baseline, self.now, self.target))
        return Figures(
            self.label,
            ("Measure", "Baseline", "Now", "Target"),
            ((self.label, *cells),),
            (False, True, True, True),
        )


@lru_cache(maxsize=500)
def draw_target_row(data: TargetRow, *, chart_id: str | None, width: float = 240) -> Markup:
    """Hollow circle, filled circle and upright line; words above for now, below for the rest."""
    scale = _scale(data, width)
    body = line(scale.start, _MIDDLE, scale.end, _MIDDLE, palette.BEFORE)
    if data.target is not None:
        x = scale.clip(data.target)
        body += line(x, _MIDDLE - 10, x, _MIDDLE + 10, palette.INK, 3)
    if data.baseline is not None and data.now is not None:
        body += line(
            scale.clip(data.baseline),
            _MIDDLE,
            scale.clip(data.now),
            _MIDDLE,
            palette.THE_TRUST,
            4,
        )
    if data.baseline is not None:
        body += circle(scale.clip(data.baseline), _MIDDLE, 5, palette.WHITE, palette.LIMIT)
    if data.now is not None:
        body += circle(scale.clip(data.now), _MIDDLE, 6, palette.THE_TRUST, palette.WHITE, 1.5)
    body += _words(data, scale, width)
    return picture(
        body,
        width=width,
        height=_HEIGHT,
        title=data.label,
        description=data.description,
        chart_id=chart_id,
    )


def _scale(data: TargetRow, width: float) -> Scale:
    held = [v for v in (data.baseline, data.now, data.target) if v is not None]
    low, high = (
        (0.0, 100.0) if data.unit is Unit.PERCENT else nice_range(held, limits=data.unit.limits)
    )
    low = low if data.low is None else data.low
    high = high if data.high is None else data.high
    return Scale(low, high, 8, width - 8)


def _words(data: TargetRow, scale: Scale, width: float) -> str:
    now = data.unit.short(data.now) if data.now is not None else _NO_DATA
    at = scale.clip(data.now) if data.now is not None else scale.start
    x = _held(at, now, width, bold=data.now is not None)
    fill = palette.THE_TRUST if data.now is not None else palette.LIMIT
    drawn = text(x, 13, now, anchor="middle", size=SMALL, fill=fill, bold=data.now is not None)
    return drawn + _words_below(data, scale, width)


def _words_below(data: TargetRow, scale: Scale, width: float) -> str:
    """The baseline's and the target's numbers, drawn apart where they would touch."""
    y = _HEIGHT - 3
    begin = data.unit.short(data.baseline)
    target = data.unit.short(data.target)
    if data.baseline is None or data.target is None:
        value, words = (data.target, target) if data.baseline is None else (data.baseline, begin)
        if value is None:
            return ""
        bold = data.baseline is None
        x = _held(scale.clip(value), words, width, bold=bold)
        return text(x, y, words, anchor="middle", size=SMALL, bold=bold)
    a = _held(scale.clip(data.baseline), begin, width, bold=False)
    b = _held(scale.clip(data.target), target, width, bold=True)
    need = (text_width(begin, SMALL) + text_width(target, SMALL, bold=True)) / 2 + 8
    if abs(a - b) < need:
        first = data.baseline <= data.target
        a, b = _apart((a + b) / 2, need, width, first=first)
    return text(a, y, begin, anchor="middle", size=SMALL, fill=palette.LIMIT) + text(
        b, y, target, anchor="middle", size=SMALL, bold=True
    )


def _held(x: float, words: str, width: float, *, bold: bool) -> float:
    """The middle of the words, drawn in from the edges of the picture."""
    half = text_width(words, SMALL, bold=bold) / 2
    return min(max(x, half), width - half)


def _apart(middle: float, need: float, width: float, *, first: bool) -> tuple[float, float]:
    """Two middles around one, at the distance needed, inside the picture; `first` is leftmost."""
    middle = min(max(middle, need), width - need)
    side = need / 2 if first else -need / 2
    return middle - side, middle + side
