"""From values and dates to pixels, and the round numbers to mark on an axis."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from buddy_portal.design.charts.numbers import finite

_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale: `low` stands at pixel `start`, `high` at pixel `end`."""

    low: float
    high: float
    start: float
    end: float

    def __post_init__(self) -> None:
        finite(self.low, "The low end of a scale")
        finite(self.high, "The high end of a scale")
        if self.high <= self.low:
            raise ValueError(f"A scale must run upwards; it runs from {self.low} to {self.high}.")

    def __call__(self, value: float) -> float:
        """The pixel of a value; a value beyond the scale gets a pixel beyond it too."""
        return self.start + (value - self.low) * (self.end - self.start) / (self.high - self.low)

    def clip(self, value: float) -> float:
        """The pixel of a value, held within the scale (the number itself stays as it is)."""
        return self(min(max(value, self.low), self.high))

    def holds(self, value: float) -> bool:
        """Does the value lie on the scale?"""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class DateScale:
    """Days to pixels: `first` stands at pixel `start`, `last` at pixel `end`."""

    first: dt.date
    last: dt.date
    start: float
    end: float

    def __post_init__(self) -> None:
        if self.last <= self.first:
            raise ValueError(
                f"A date scale must run forwards; it runs from {self.first} to {self.last}."
            )

    def __call__(self, day: dt.date) -> float:
        """The pixel at which the day begins."""
        share = (day - self.first).days / (self.last - self.first).days
        return self.start + share * (self.end - self.start)


def nice_step(span: float, most: int) -> float:
    """The smallest round step (1, 2, 2.5 or 5 times a power of ten) giving at most `most` steps."""
    raw = finite(span) / max(most, 1)
    if raw <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in _ROUND_STEPS if step * power >= raw * (1 - 1e-9))


def ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Round values from low to high, both ends included where they are round themselves."""
    step = nice_step(high - low, most)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(round(i * step, 10) for i in range(first, last + 1))


def tick_places(values: Sequence[float]) -> int:
    """How many decimal places the ticks need so that no two read alike."""
    return next(
        (p for p in range(6) if all(abs(round(v, p) - v) < 1e-9 for v in values)),
        6,
    )


def nice_range(
    values: Iterable[float],
    *,
    limits: tuple[float | None, float | None] = (None, None),
    most: int = 6,
    include: Iterable[float] = (),
) -> tuple[float, float]:
    """The ends of an axis that holds all values, on round numbers and within the limits.

    No values gives the limits (or 0 to 1); all values equal gives one step on either side.
    """
    held = [finite(v) for v in (*values, *include)]
    low_limit, high_limit = limits
    if not held:
        low = 0.0 if low_limit is None else low_limit
        return low, low + 1.0 if high_limit is None else high_limit
    low, high = min(held), max(held)
    if high == low:
        spare = abs(low) * 0.1 or 1.0
        low, high = low - spare, high + spare
    step = nice_step(high - low, most)
    low = math.floor(low / step + 1e-9) * step
    high = math.ceil(high / step - 1e-9) * step
    return _within(round(low, 10), round(high, 10), step, limits, held)


def _within(
    low: float,
    high: float,
    step: float,
    limits: tuple[float | None, float | None],
    held: Sequence[float],
) -> tuple[float, float]:
    """Draw the ends in to the limits, unless a value itself lies beyond them."""
    low_limit, high_limit = limits
    if low_limit is not None and min(held) >= low_limit:
        low = max(low, low_limit)
    if high_limit is not None and max(held) <= high_limit:
        high = min(high, high_limit)
    return (low, high) if high > low else (low, low + step)


def month_ticks(first: dt.date, last: dt.date, most: int) -> tuple[dt.date, ...]:
    """First days of months, evenly spaced, no more than `most` of them."""
    months = (last.year - first.year) * 12 + last.month - first.month
    every = next((e for e in (1, 2, 3, 6, 12, 24, 60, 120) if months // e + 1 <= max(most, 1)), 240)
    begin = first.year * 12 + first.month - 1 + (first.day > 1)
    begin += -begin % every
    end = last.year * 12 + last.month - 1
    return tuple(dt.date(m // 12, m % 12 + 1, 1) for m in range(begin, end + 1, every))
