"""How fast the charts of a plan with many measures are worked out.

The floor works out the same means and limits in bare numpy, without screening, signals or a
judgement of any point.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from improvement_plans.charts.spc import run_chart, xmr

CHARTS, POINTS = 60, 60
TIMES = 9
TO_A_LIMIT = 2.66


def lines() -> Iterator[dict[str, Any]]:
    """XmR and run charts of 60 measures with 60 figures each, against bare means and limits."""
    figures = np.random.default_rng(11).normal(80, 5, (CHARTS, POINTS)).round(1)
    series = figures.tolist()
    floor = _median(lambda: [_bare(row) for row in figures])
    for name, work in (
        ("XmR charts", lambda: [xmr(values, improvement="increase") for values in series]),
        ("run charts", lambda: [run_chart(values) for values in series]),
    ):
        value = _median(work)
        yield {
            "name": f"measures: {CHARTS} {name} of {POINTS} points",
            "value": 1000 * value,
            "unit": "ms",
            "floor": 1000 * floor,
            "ratio": value / floor,
        }


def _bare(values: np.ndarray) -> tuple[float, float, float]:
    centre = float(values.mean())
    width = TO_A_LIMIT * float(np.abs(np.diff(values)).mean())
    return centre, centre - width, centre + width


def _median(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[TIMES // 2]
