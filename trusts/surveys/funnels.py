"""Where the trusts of one question lie within the limits that chance allows.

Limits: ``expected_range`` (z = 1.96 for 95%, 3.0902 for 99.8%), with the spread between trusts
(over-dispersion) added or left out. Percentages in percent, means on their scale from 0 to 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np

from trusts.expected_range import SD_OF_RATING
from trusts.surveys.expected_range import (
    Z_95,
    Z_998,
    ExpectedRange,
    TooFewTrusts,
    expected_range,
    expected_range_of_mean,
    variance_between_means,
    variance_between_trusts,
)
from trusts.surveys.scales import Scale

STEPS = 60
FEWEST_ANSWERS = 20

Position = Literal["above_998", "above_95", "inside", "below_95", "below_998"]


@dataclass(frozen=True, slots=True)
class FunnelLines:
    """Limits at rising numbers of answers, the spread between trusts, and each trust's place.

    ``spread`` is the standard deviation between trusts with chance taken off, in percentage
    points (or points of the mean); None where fewer than five trusts have a score.
    """

    answers: tuple[float, ...]
    lower_95: tuple[float, ...]
    upper_95: tuple[float, ...]
    lower_998: tuple[float, ...]
    upper_998: tuple[float, ...]
    spread: float | None
    positions: tuple[Position, ...]


def funnel_lines(
    scores: Sequence[float],
    answers: Sequence[int],
    national: float,
    scale: Scale,
    *,
    dispersed: bool = True,
) -> FunnelLines:
    """Limits around ``national`` and the position of each trust (score, answers >= 1).

    With ``dispersed`` the spread between trusts widens the limits; without, chance alone.
    """
    tau2 = _between(scores, answers, national, scale)
    widened = (tau2 or 0.0) if dispersed else 0.0
    most = max([*answers, FEWEST_ANSWERS * 2])
    # Closer together where the limits bend.
    grid = np.geomspace(FEWEST_ANSWERS, most, STEPS)
    inner = _limits(national, grid, widened, scale, Z_95)
    outer = _limits(national, grid, widened, scale, Z_998)
    at_95 = _limits(national, answers, widened, scale, Z_95)
    at_998 = _limits(national, answers, widened, scale, Z_998)
    unit = 100 if scale is Scale.PERCENT else 1
    return FunnelLines(
        answers=tuple(grid.tolist()),
        lower_95=tuple(inner.lower.tolist()),
        upper_95=tuple(inner.upper.tolist()),
        lower_998=tuple(outer.lower.tolist()),
        upper_998=tuple(outer.upper.tolist()),
        spread=None if tau2 is None else unit * sqrt(tau2),
        positions=tuple(
            _position(score, at_95, at_998, place) for place, score in enumerate(scores)
        ),
    )


def _between(
    scores: Sequence[float], answers: Sequence[int], national: float, scale: Scale
) -> float | None:
    try:
        if scale is Scale.PERCENT:
            return variance_between_trusts(scores, answers, national)
        return variance_between_means(scores, answers, national, SD_OF_RATING)
    except TooFewTrusts:
        return None


def _limits(
    national: float, n: Sequence[int] | np.ndarray, tau2: float, scale: Scale, z: float
) -> ExpectedRange:
    if scale is Scale.PERCENT:
        return expected_range(national, n, tau2, z=z)
    return expected_range_of_mean(national, SD_OF_RATING, n, tau2, z=z)


def _position(score: float, at_95: ExpectedRange, at_998: ExpectedRange, place: int) -> Position:
    if score > at_998.upper[place]:
        return "above_998"
    if score > at_95.upper[place]:
        return "above_95"
    if score < at_998.lower[place]:
        return "below_998"
    return "below_95" if score < at_95.lower[place] else "inside"
