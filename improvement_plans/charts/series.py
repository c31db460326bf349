"""What XmR and run charts share: checked values, parts, and when two numbers are equal."""

import math
from collections.abc import Collection
from typing import Final

SAME: Final = 1e-9
"""Numbers closer than this share of the largest value count as equal."""


class BadSeriesError(ValueError):
    """The values or the options cannot make a chart; the message says why."""


def finite(value: float | None) -> float:
    if value is None or not math.isfinite(value):
        raise BadSeriesError(f"Every value must be a number; one is {value}.")
    return float(value)


def starts(positions: Collection[int], length: int, name: str) -> tuple[int, ...]:
    """Where parts start, 0 first; none for an empty series."""
    if length == 0:
        return ()
    for position in positions:
        if not 0 <= position < length:
            raise BadSeriesError(
                f"{name} holds {position}, but the points are numbered 0 to {length - 1}."
            )
    return tuple(sorted({0, *positions}))


def sign(difference: float, same: float) -> int:
    if abs(difference) <= same:
        return 0
    return 1 if difference > 0 else -1
