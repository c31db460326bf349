"""Run charts: the median and two tests on runs, for a series too short for limits.

Source: Anhøj and Olesen, "Run charts revisited", PLoS ONE 9(11), 2014.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from improvement_plans.charts.series import SAME, BadSeriesError, finite, sign, starts

LEAST_USEFUL: Final = 10


@dataclass(frozen=True, slots=True)
class RunPart:
    """A part of a run chart and its two tests (Anhøj and Olesen 2014).

    `start` and `end` are 0-based, `end` not included. `median` is None without values.
    Runs and crossings are None without a useful point (one that is not on the median).
    """

    start: int
    end: int
    median: float | None
    n_useful: int
    longest_run: int | None
    longest_run_max: int | None
    crossings: int | None
    crossings_min: int | None
    signal: bool

    @property
    def enough(self) -> bool:
        """Are there the 10 useful points from which the tests are shown?"""
        return self.n_useful >= LEAST_USEFUL


@dataclass(frozen=True, slots=True)
class RunChart:
    """The values in order (None where missing) and the parts they fall into."""

    values: tuple[float | None, ...]
    parts: tuple[RunPart, ...]


def run_chart(
    values: Iterable[float | None],
    *,
    centre: float | None = None,
    freeze: int | None = None,
    parts: Collection[int] = (),
) -> RunChart:
    """A run chart of values in order of time; a missing value is None and counts for nothing.

    The centre line is `centre` where given, else the median of the part, or of the first
    `freeze` points. `parts` holds 0-based positions at which a new part starts. A part
    signals when its longest run exceeds round(log2 n) + 3 or its crossings fall short of
    the 5% point of a binomial (n - 1, 1/2), where n counts points that are not on the line.
    Raises BadSeriesError for NaN, a freeze outside of the series, or freeze with parts.
    """
    series = tuple(None if value is None else finite(value) for value in values)
    if centre is not None:
        centre = finite(centre)
    if freeze is not None and parts:
        raise BadSeriesError("Either freeze the median or split the chart into parts, not both.")
    if freeze is not None and not 1 <= freeze <= len(series):
        raise BadSeriesError(f"Freeze must lie between 1 and {len(series)}; it is {freeze}.")
    begins = starts(parts, len(series), "parts")
    spans = pairwise((*begins, len(series)))
    return RunChart(series, tuple(_run_part(series, span, centre, freeze) for span in spans))


def _run_part(
    series: Sequence[float | None],
    span: tuple[int, int],
    centre: float | None,
    freeze: int | None,
) -> RunPart:
    start, end = span
    known = [v for v in series[start:end] if v is not None]
    base = [v for v in series[start : end if freeze is None else freeze] if v is not None]
    if centre is None and base:
        centre = median(base)
    sides = _useful_sides(known, centre)
    runs = [len(list(run)) for _, run in groupby(sides)]
    if not runs:
        return RunPart(start, end, centre, 0, None, None, None, None, signal=False)
    most, fewest = longest_run_allowed(len(sides)), fewest_crossings(len(sides))
    signal = max(runs) > most or len(runs) - 1 < fewest
    return RunPart(
        start, end, centre, len(sides), max(runs), most, len(runs) - 1, fewest, signal=signal
    )


def _useful_sides(known: Sequence[float], centre: float | None) -> list[int]:
    if centre is None:
        return []
    same = SAME * max(map(abs, known), default=0.0)
    return [side for v in known if (side := sign(v - centre, same))]


def longest_run_allowed(n_useful: int) -> int:
    """The longest run to be expected among n useful points; n from 1."""
    return round(math.log2(n_useful)) + 3


def fewest_crossings(n_useful: int) -> int:
    """The fewest crossings to be expected among n useful points (5% point); n from 1.

    Counted in whole numbers: the smallest k whose share of the 2 to the power n - 1 ways
    is at least one in twenty.
    """
    tosses = n_useful - 1
    ways, k = 1, 0
    while ways * 20 < 2**tosses:
        k += 1
        ways += math.comb(tosses, k)
    return k
