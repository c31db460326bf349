"""How long a chart takes, against writing the same number of elements as bare text."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from buddy_portal.design.charts.control_chart import (
    ControlChart,
    ControlPoint,
    draw_control_chart,
)
from buddy_portal.design.charts.dumbbell import Dumbbell, DumbbellRow, draw_dumbbell
from buddy_portal.design.charts.forest import Forest, ForestRow, draw_forest
from buddy_portal.design.charts.funnel import Funnel, FunnelLimits, FunnelPoint, draw_funnel
from buddy_portal.design.charts.range_row import RangeAxis, RangeRow, draw_range_row
from buddy_portal.design.charts.timeline import Phase, Timeline, draw_timeline
from buddy_portal.design.charts.waterfall import Step, Waterfall, draw_waterfall

_ROUNDS = 15


def lines() -> Iterator[dict[str, Any]]:
    """One line a chart: milliseconds, and how many times its floor that is."""
    for name, draw in _charts().items():
        elements = len(re.findall(r"<[a-z]", draw()))
        value, floor = _milliseconds(draw), _milliseconds(partial(_bare, elements))
        yield {
            "name": f"chart: {name}",
            "value": value,
            "unit": "ms",
            "floor": floor,
            "ratio": value / floor,
        }


def _milliseconds(work: Callable[[], object]) -> float:
    """The middle of several rounds; the first one, which fills caches, is left out."""
    work()
    rounds = []
    for _ in range(_ROUNDS):
        start = perf_counter()
        work()
        rounds.append((perf_counter() - start) * 1000)
    return median(rounds)


def _bare(elements: int) -> str:
    """The floor: as many lines, each formatted from four numbers."""
    return "".join(
        f'<line x1="{i:.1f}" y1="{i + 1:.1f}" x2="{i + 2:.1f}" y2="{i + 3:.1f}"/>'
        for i in range(elements)
    )


def _charts() -> dict[str, Callable[[], str]]:
    axis = RangeAxis(30, 100)
    rows = [
        RangeRow(f"Question {i}", 60.0 + i % 30, (55.0, 92.0), (62.0, 80.0), 72.0, 300, "within")
        for i in range(150)
    ]
    timeline, dumbbell, waterfall = _timeline(), _dumbbell(), _waterfall()
    forest, funnel, control = _forest(), _funnel(), _control()
    return {
        "timeline": lambda: draw_timeline(timeline, chart_id="c"),
        "150 rows against the expected range": lambda: "".join(
            draw_range_row(row, axis) for row in rows
        ),
        "dumbbell of 5 targets": lambda: draw_dumbbell(dumbbell, chart_id="c"),
        "waterfall": lambda: draw_waterfall(waterfall, chart_id="c"),
        "forest of 58 questions": lambda: draw_forest(forest, chart_id="c"),
        "funnel of 140 trusts": lambda: draw_funnel(funnel, chart_id="c"),
        "XmR chart of 36 points": lambda: draw_control_chart(control, chart_id="c"),
    }


def _timeline() -> Timeline:
    first = dt.date(2015, 1, 5)
    phases = tuple(
        Phase(
            f"Phase {i}", first + dt.timedelta(90 * i), first + dt.timedelta(90 * i + 80), "later"
        )
        for i in range(5)
    )
    return Timeline("Scheme", "Five phases.", phases, today=first, publish_by=phases[-1].end)


def _dumbbell() -> Dumbbell:
    rows = tuple(
        DumbbellRow(
            f"Told about help of kind {i}", f"Q{i}", 50.0 + i, 56.0 + i, 54.0, 66.0, 300, 310
        )
        for i in range(5)
    )
    return Dumbbell("Targets", "All rose.", rows)


def _waterfall() -> Waterfall:
    steps = (
        Step("Raw change", "2014 to 2015", 4.6, "total"),
        Step("Country", "everyone rose by this", -0.9, "change"),
        Step("Bounce-back", "low scores rise by themselves", -2.2, "change"),
        Step("What is left", "with 95% interval", 1.5, "result", (0.3, 2.7)),
    )
    return Waterfall("What is left", "1.5 points.", steps)


def _forest() -> Forest:
    rows = tuple(
        ForestRow(f"Question number {i}", i % 7 - 3.0, (i % 7 - 5.0, i % 7 - 1.0))
        for i in range(58)
    )
    return Forest("All questions", "None stands out.", rows)


def _funnel() -> Funnel:
    sizes = tuple(float(n) for n in range(20, 900, 20))
    limits = FunnelLimits(
        sizes,
        tuple(66 - 200 / n for n in sizes),
        tuple(82 + 200 / n for n in sizes),
        tuple(62 - 400 / n for n in sizes),
        tuple(86 + 400 / n for n in sizes),
    )
    points = tuple(
        FunnelPoint(
            f"Trust {i}",
            60 + i * 37 % 700,
            64.0 + i * 29 % 200 / 10,
            "inside",
            words=f"Trust {i}, {60 + i * 37 % 700} answers" if i in (3, 90) else "",
        )
        for i in range(140)
    )
    return Funnel("Easy to contact", "Most lie inside.", points, limits, 74.0)


def _control() -> ControlChart:
    points = tuple(ControlPoint(f"Week {i}", 60.0 + i * 7 % 9, 64.0, 56.0, 72.0) for i in range(36))
    return ControlChart("Calls answered", "Steady.", points)
