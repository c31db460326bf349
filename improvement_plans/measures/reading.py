"""A measure's figures as a chart judges them, for somebody who may or may not see small numbers.

What this reader may not see is left out before anything is worked out, so that no mean, limit or
median gives it away. Pure: the measure comes with its points, rebases and definitions loaded.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from improvement_plans.charts.spc import Improvement, RunChart, XmrChart, run_chart, xmr
from improvement_plans.charts.xmr_chart import LEAST_FIXED, NO_LIMITS_BELOW, TRIAL_BELOW
from improvement_plans.measures.protection import may_show_value
from improvement_plans.models import ChartKind, DataPoint, Direction, Measure, Rebase, RebaseKind


@dataclass(frozen=True)
class Reading:
    """The figures of a measure in order of time and what its chart says about them."""

    measure: Measure
    points: tuple[DataPoint, ...]
    shown: tuple[bool, ...]
    """Whether this reader may see each figure."""
    starts: tuple[int, ...]
    """Positions among the shown figures at which the chart starts anew."""
    bases: tuple[int, ...] = ()
    """Positions of the last figures on which the fixed limits of a part rest."""

    @cached_property
    def seen(self) -> tuple[DataPoint, ...]:
        """The figures that this reader may see."""
        return tuple(p for p, is_shown in zip(self.points, self.shown, strict=True) if is_shown)

    @property
    def is_xmr(self) -> bool:
        """Whether it is an XmR chart, not a run chart."""
        return self.measure.chart == ChartKind.XMR

    @cached_property
    def xmr(self) -> XmrChart:
        """The figures as an XmR chart."""
        return xmr(
            [point.value for point in self.seen],
            improvement=cast(Improvement, self.measure.direction),
            target=self.measure.target,
            rebase_at=self.starts,
            shift=self.measure.shift,
            trend=self.measure.trend,
            fix_at=self.bases,
        )

    @cached_property
    def run(self) -> RunChart:
        """The figures as a run chart."""
        return run_chart([point.value for point in self.seen], parts=self.starts)

    @property
    def last_segment(self) -> tuple[DataPoint, ...]:
        """The figures since the chart last started anew."""
        return self.seen[self.starts[-1] if self.starts else 0 :]

    @property
    def is_trial(self) -> bool:
        """Whether limits rest on few figures."""
        return self.is_xmr and NO_LIMITS_BELOW <= len(self.last_segment) < TRIAL_BELOW

    @property
    def is_constant(self) -> bool:
        """Whether all figures of the last segment are equal, with enough of them for limits."""
        values = {point.value for point in self.last_segment}
        return len(self.last_segment) >= NO_LIMITS_BELOW and len(values) == 1

    @property
    def improves(self) -> bool:
        """Whether the latest figures show an improvement that chance does not explain."""
        if not self.seen:
            return False
        if self.is_xmr:
            return self.xmr.variation == "improvement"
        part, last = self.run.parts[-1], self.seen[-1].value
        if not (part.enough and part.signal) or part.median is None:
            return False
        better = {Direction.INCREASE: last > part.median, Direction.DECREASE: last < part.median}
        return better.get(Direction(self.measure.direction), False)


def read_measure(measure: Measure, *, sees_small: bool) -> Reading:
    """Read a measure whose `points` and `rebases` are loaded."""
    points = tuple(sorted(measure.points.all(), key=lambda point: point.on))
    shown = tuple(sees_small or may_show_value(measure, point) for point in points)
    seen = [point.on for point, is_shown in zip(points, shown, strict=True) if is_shown]
    begins = _starts(seen, standing(measure))
    return Reading(measure, points, shown, begins, _bases(seen, begins, fixed_limits(measure)))


def standing(measure: Measure) -> list[Rebase]:
    """The dates at which the chart starts anew, without those that were undone."""
    return _in_force(measure, RebaseKind.ANEW)


def fixed_limits(measure: Measure) -> list[Rebase]:
    """The dates up to which the limits of a part are fixed, without those that were undone."""
    return _in_force(measure, RebaseKind.FIXED)


def _in_force(measure: Measure, kind: RebaseKind) -> list[Rebase]:
    return [each for each in measure.rebases.all() if each.undone_at is None and each.kind == kind]


def _bases(
    days: Sequence[datetime.date], begins: Sequence[int], fixed: Sequence[Rebase]
) -> tuple[int, ...]:
    """Where each base ends. One of fewer than 12 figures that this reader sees is none."""
    found: dict[int, int] = {}
    for each in fixed:
        end = bisect_right(days, each.on)
        begin = max((place for place in (0, *begins) if place < end), default=0)
        if end - begin >= LEAST_FIXED:
            found[begin] = end - 1
    return tuple(sorted(found.values()))


def _starts(days: Sequence[datetime.date], rebases: Sequence[Rebase]) -> tuple[int, ...]:
    """Where each rebase falls among the figures: at the first one from its date on."""
    found = {
        next((place for place, day in enumerate(days) if day >= rebase.on), 0) for rebase in rebases
    }
    return tuple(sorted(found - {0}))
