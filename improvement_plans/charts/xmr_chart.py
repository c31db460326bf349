"""XmR charts: limits of the ordinary ups and downs, and the signals that go beyond them.

Source: Shewhart's chart for individual values as used by NHS England's Making Data Count
programme, with the rules of NHSRplotthedots 0.2.2 (2025).
"""

import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import mean
from typing import Final, Literal

from improvement_plans.charts.series import SAME, BadSeriesError, finite, sign, starts

Improvement = Literal["increase", "decrease", "neutral"]
Kind = Literal["common_cause", "improvement", "concern", "neutral_high", "neutral_low"]
Label = Literal["outside", "trend", "two_of_three", "shift"]
Assurance = Literal["pass", "fail", "inconsistent"]

LIMIT: Final = 2.66
"""Limits lie this many mean moving ranges from the mean (3 divided by 1.128)."""
SCREEN: Final = 3.267
"""A moving range of this many times their mean, or more, is left out of the mean."""
TRIAL_BELOW: Final = 13
NO_LIMITS_BELOW: Final = 6
LEAST_FIXED: Final = 12


@dataclass(frozen=True, slots=True)
class XmrPoint:
    """One value with the lines of its segment; `labels` are its signals, the weightiest first.

    `lower` and `upper` are None where a segment has fewer than 6 points, or where screening
    left no moving range (all values equal). `trial` marks limits from fewer than 13 points.
    """

    value: float
    mean: float
    lower: float | None
    upper: float | None
    kind: Kind
    labels: tuple[Label, ...]
    segment: int
    trial: bool


@dataclass(frozen=True, slots=True)
class XmrChart:
    """Points in order; `variation` is the last point's kind, None without points.

    `assurance` compares the target with the last limits; None without target, without
    limits or without a direction of improvement.
    """

    points: tuple[XmrPoint, ...]
    variation: Kind | None
    assurance: Assurance | None


@dataclass(frozen=True, slots=True)
class _Segment:
    values: Sequence[float]
    mean: float
    lower: float | None
    upper: float | None
    same: float

    def side(self, value: float) -> int:
        """1 above the mean, -1 below it, 0 on it."""
        return sign(value - self.mean, self.same)

    def is_outside(self, value: float) -> bool:
        """Strictly beyond a limit."""
        if self.lower is None or self.upper is None:
            return False
        return value > self.upper + self.same or value < self.lower - self.same

    def is_close(self, value: float) -> bool:
        """Beyond two thirds of the way to a limit, but not outside it."""
        if self.upper is None or self.is_outside(value):
            return False
        return abs(value - self.mean) > 2 / 3 * (self.upper - self.mean) + self.same


def xmr(
    values: Iterable[float],
    *,
    improvement: Improvement = "increase",
    target: float | None = None,
    rebase_at: Collection[int] = (),
    fix_after: int | None = None,
    screen: bool = True,
    shift: int = 7,
    trend: int = 7,
    fix_at: Collection[int] = (),
) -> XmrChart:
    """An XmR chart of values in order of time.

    The mean is that of all values of a segment, or of its first `fix_after` (12 or more).
    Limits are the mean plus and minus 2.66 mean moving ranges; with `screen`, moving ranges
    of 3.267 times their mean or more are left out once and their mean is worked out again.
    `fix_at` fixes single segments: 0-based positions of the last value on which the limits of the
    segment that holds it rest, 12 or more from its start; it goes before `fix_after`.
    `rebase_at` holds 0-based positions at which a new segment starts; nothing is carried
    over. `shift` and `trend` are 6 or 7 points. Raises BadSeriesError for a missing value
    (leave the date out: a moving range over a gap means nothing), NaN, or bad options.
    """
    series = [finite(value) for value in values]
    _check_options(improvement, target, fix_after, shift, trend)
    begins = starts(rebase_at, len(series), "rebase_at")
    fixed = _fixed(fix_at, begins, len(series))
    points: list[XmrPoint] = []
    for number, (start, end) in enumerate(pairwise((*begins, len(series)))):
        base = fixed.get(number, fix_after)
        segment = _segment(series[start:end], base, screen=screen)
        points += _points(segment, number, improvement, shift, trend)
    last = points[-1] if points else None
    return XmrChart(
        points=tuple(points),
        variation=last.kind if last else None,
        assurance=_assurance(last, target, improvement),
    )


def _check_options(
    improvement: str, target: float | None, fix_after: int | None, shift: int, trend: int
) -> None:
    if improvement not in ("increase", "decrease", "neutral"):
        raise BadSeriesError(
            f"Improvement must be increase, decrease or neutral; it is {improvement}."
        )
    if target is not None and not math.isfinite(target):
        raise BadSeriesError(f"The target must be a number; it is {target}.")
    if fix_after is not None:
        _check_base(fix_after)
    if shift not in (6, 7) or trend not in (6, 7):
        raise BadSeriesError("A shift and a trend take 6 or 7 points.")


def _fixed(fix_at: Collection[int], begins: Sequence[int], length: int) -> dict[int, int]:
    """Number of a segment -> how many of its first values its limits rest on."""
    found: dict[int, int] = {}
    for position in fix_at:
        if not 0 <= position < length:
            raise BadSeriesError(f"fix_at {position} is not the position of a value.")
        number = bisect_right(begins, position) - 1
        if number in found:
            raise BadSeriesError("fix_at names two positions of one segment.")
        found[number] = position - begins[number] + 1
        _check_base(found[number])
    return found


def _check_base(values: int) -> None:
    if values < LEAST_FIXED:
        raise BadSeriesError(f"Limits can be fixed after 12 points or more, not {values}.")


def _segment(values: Sequence[float], fix_after: int | None, *, screen: bool) -> _Segment:
    base = values[:fix_after]
    # statistics.mean adds exactly, so that equal values have themselves as their mean.
    centre = mean(base)
    same = SAME * max(map(abs, values))
    reach = None
    if len(values) >= NO_LIMITS_BELOW:
        ranges = [abs(later - earlier) for earlier, later in pairwise(base)]
        if screen:
            allowed = SCREEN * mean(ranges) - same
            ranges = [r for r in ranges if r < allowed]
        reach = LIMIT * mean(ranges) if ranges else None
    lower, upper = (None, None) if reach is None else (centre - reach, centre + reach)
    return _Segment(values, centre, lower, upper, same)


def _points(
    segment: _Segment, number: int, improvement: Improvement, shift: int, trend: int
) -> list[XmrPoint]:
    values = segment.values
    sides = [segment.side(v) for v in values]
    close = [segment.is_close(v) for v in values]
    trends = _trend_signals(values, segment.same, trend)
    # In the order of their weight: the first that holds names the point.
    signals: dict[Label, list[int]] = {
        "outside": [s if segment.is_outside(v) else 0 for v, s in zip(values, sides, strict=True)],
        "trend": trends,
        "two_of_three": _two_of_three_signals(sides, close),
        "shift": _shift_signals(sides, shift),
    }
    points = []
    for i, value in enumerate(values):
        labels = tuple(label for label, signal in signals.items() if signal[i])
        direction = signals[labels[0]][i] if labels else 0
        points.append(
            XmrPoint(
                value=value,
                mean=segment.mean,
                lower=segment.lower,
                upper=segment.upper,
                kind=_kind(direction, improvement),
                labels=labels,
                segment=number,
                trial=len(values) < TRIAL_BELOW,
            )
        )
    return points


def _shift_signals(sides: Sequence[int], length: int) -> list[int]:
    """The side of each point that belongs to `length` or more in a row on one side, else 0."""
    signals: list[int] = []
    for side, run in groupby(sides):
        count = len(list(run))
        signals += [side if count >= length else 0] * count
    return signals


def _trend_signals(values: Sequence[float], same: float, length: int) -> list[int]:
    """1 or -1 for each point of `length` or more rising or falling in a row, else 0.

    A peak that ends one trend and begins another belongs to the later one.
    """
    steps = [sign(later - earlier, same) for earlier, later in pairwise(values)]
    signals, start = [0] * len(values), 0
    for direction, run in groupby(steps):
        count = len(list(run))
        if direction and count + 1 >= length:
            signals[start : start + count + 1] = [direction] * (count + 1)
        start += count
    return signals


def _two_of_three_signals(sides: Sequence[int], close: Sequence[bool]) -> list[int]:
    """The side of each close point that has a second one among three in a row on one side."""
    signals = [0] * len(sides)
    for start in range(len(sides) - 2):
        window = range(start, start + 3)
        one_side = abs(sum(sides[i] for i in window)) == 3
        if one_side and sum(close[i] for i in window) >= 2:
            for i in window:
                signals[i] = sides[i] if close[i] else signals[i]
    return signals


def _kind(direction: int, improvement: Improvement) -> Kind:
    if direction == 0:
        return "common_cause"
    if improvement == "neutral":
        return "neutral_high" if direction > 0 else "neutral_low"
    return "improvement" if (direction > 0) == (improvement == "increase") else "concern"


def _assurance(
    last: XmrPoint | None, target: float | None, improvement: Improvement
) -> Assurance | None:
    """Will the target be met by chance alone: always, never, or now and then?"""
    if last is None or target is None or improvement == "neutral":
        return None
    if last.lower is None or last.upper is None:
        return None
    if last.lower <= target <= last.upper:
        return "inconsistent"
    beyond = target > last.upper
    return "fail" if beyond == (improvement == "increase") else "pass"
