"""Numbers and dates as the portal writes them; the only place where figures are rounded.

Halves are rounded away from zero, as people do it by hand (62.5 becomes 63, not 62).
A missing value is a dash, never 0; not-a-number and infinity are refused.
"""

import datetime as dt
import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Final

MINUS: Final = "−"
MISSING: Final = "-"
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class NotANumberError(ValueError):
    """A value to be written is not a finite number."""

    def __init__(self, name: str, value: float) -> None:
        super().__init__(f"{name} must be a number; it is {value}.")


def finite(value: float, name: str = "The value") -> float:
    """Return the value, or refuse it when it is not a finite number."""
    if not math.isfinite(value):
        raise NotANumberError(name, value)
    return value


def _rounded(value: float, places: int) -> Decimal:
    step = Decimal(1).scaleb(-places)
    result = Decimal(repr(float(finite(value)))).quantize(step, rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def plain(value: float | None, places: int = 1) -> str:
    """1234.56 as "1,234.6"; a negative number gets a true minus."""
    if value is None:
        return MISSING
    return f"{_rounded(value, places):,f}".replace("-", MINUS)


def signed(value: float | None, places: int = 1) -> str:
    """A change: "+9.6", "−1.8", and "0.0" without a sign."""
    if value is None:
        return MISSING
    number = _rounded(value, places)
    return ("+" if number > 0 else "") + f"{number:,f}".replace("-", MINUS)


def points(value: float | None, places: int = 1) -> str:
    """A change of a percentage in words: "+9.6 points"."""
    if value is None:
        return MISSING
    return f"{signed(value, places)} {'point' if plain(abs(value), places) == '1' else 'points'}"


def percent(value: float | None, places: int = 1) -> str:
    """63.8 (already out of 100) as "63.8%"."""
    return MISSING if value is None else f"{plain(value, places)}%"


def whole_percent(value: float | None) -> str:
    """63.8 as "64%", for sentences and pictures."""
    return percent(value, 0)


def thousands(count: int | None) -> str:
    """A count: "8,120"."""
    return MISSING if count is None else f"{count:,d}".replace("-", MINUS)


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "1 answer", "8,120 answers"."""
    return f"{thousands(count)} {one if count == 1 else many or one + 's'}"


def share(part: int, whole: int) -> str:
    """ "6 of 13": small shares are told as counts, not as a percentage."""
    return f"{thousands(part)} of {thousands(whole)}"


def interval(low: float | None, high: float | None, places: int = 1) -> str:
    """ "0.3 to 2.7"; a missing end makes the whole interval missing."""
    if low is None or high is None:
        return MISSING
    return f"{plain(low, places)} to {plain(high, places)}"


def signed_interval(low: float | None, high: float | None, places: int = 1) -> str:
    """ "−6.4 to +13.3": an interval of a change."""
    if low is None or high is None:
        return MISSING
    return f"{signed(low, places)} to {signed(high, places)}"


def p_value(value: float | None) -> str:
    """A p value with three places; smaller ones are told as "less than 0.001"."""
    if value is None:
        return MISSING
    if not 0 <= finite(value, "A p value") <= 1:
        raise ValueError(f"A p value lies between 0 and 1; it is {value}.")
    return "less than 0.001" if value < 0.001 else plain(value, 3)


def kilometres(value: float | None) -> str:
    """A distance, "214 km"."""
    return MISSING if value is None else f"{plain(value, 0)} km"


def uk_date(day: dt.date | None) -> str:
    """ "9 February 2015"."""
    return MISSING if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_month(day: dt.date) -> str:
    """ "Feb 2015", for axes."""
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def uk_date_range(start: dt.date, end: dt.date) -> str:
    """ "1 April to 30 June 2015": the year once where both days share it."""
    if start == end:
        return uk_date(start)
    if start.year != end.year:
        return f"{uk_date(start)} to {uk_date(end)}"
    if start.month == end.month:
        return f"{start.day} to {uk_date(end)}"
    return f"{start.day} {MONTHS[start.month - 1]} to {uk_date(end)}"


class Unit(Enum):
    """What a number measures, and so how it is written in tables, pictures and on axes."""

    PERCENT = "percent"
    POINTS = "points"
    SCORE = "score"
    COUNT = "count"
    DAYS = "days"
    NUMBER = "number"

    def exact(self, value: float | None) -> str:
        """For tables: "63.8%", "+9.6", "8.7", "214"."""
        if value is None:
            return MISSING
        return _EXACT[self](value)

    def short(self, value: float | None) -> str:
        """For pictures and sentences: "64%", "+9.6", "8.7", "214"."""
        return whole_percent(value) if self is Unit.PERCENT else self.exact(value)

    def tick(self, value: float, places: int = 0) -> str:
        """For axes: as few places as the steps of the axis need."""
        if self is Unit.PERCENT:
            return percent(value, places)
        return signed(value, places) if self is Unit.POINTS else plain(value, places)

    def exact_interval(self, low: float | None, high: float | None) -> str:
        """ "68.4% to 79.4%", "−6.4 to +13.3"."""
        if low is None or high is None:
            return MISSING
        return f"{self.exact(low)} to {self.exact(high)}"

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The least and greatest value the unit allows; None where it has no end."""
        return _LIMITS[self]

    @property
    def heading(self) -> str:
        """What a table head adds where the numbers do not carry the unit themselves."""
        return _HEADINGS[self]


def _whole(value: float) -> str:
    return plain(value, 0)


def _as_needed(value: float) -> str:
    return plain(value, 1 if value % 1 else 0)


_EXACT: dict[Unit, Callable[[float], str]] = {
    Unit.PERCENT: percent,
    Unit.POINTS: signed,
    Unit.SCORE: plain,
    Unit.COUNT: _whole,
    Unit.DAYS: _as_needed,
    Unit.NUMBER: _as_needed,
}
_LIMITS: dict[Unit, tuple[float | None, float | None]] = {
    Unit.PERCENT: (0.0, 100.0),
    Unit.POINTS: (None, None),
    Unit.SCORE: (0.0, 10.0),
    Unit.COUNT: (0.0, None),
    Unit.DAYS: (0.0, None),
    Unit.NUMBER: (None, None),
}
_HEADINGS = {
    Unit.PERCENT: "",
    Unit.POINTS: "points",
    Unit.SCORE: "out of 10",
    Unit.COUNT: "",
    Unit.DAYS: "days",
    Unit.NUMBER: "",
}
