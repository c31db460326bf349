"""Examples of the charts of distributions, effects and measures in time."""

from buddy_portal.design.charts.amounts import Amount, Amounts, draw_amounts
from buddy_portal.design.charts.bar import ShareBar, TwoWayBar, draw_share_bar, draw_two_way_bar
from buddy_portal.design.charts.control_chart import (
    ControlChart,
    ControlPoint,
    draw_control_chart,
)
from buddy_portal.design.charts.driver_diagram import (
    ChangeIdea,
    DriverDiagram,
    PrimaryDriver,
    SecondaryDriver,
    draw_driver_diagram,
)
from buddy_portal.design.charts.forest import Forest, ForestRow, draw_forest
from buddy_portal.design.charts.funnel import Funnel, FunnelLimits, FunnelPoint, draw_funnel
from buddy_portal.design.charts.histogram import Histogram, draw_histogram
from buddy_portal.design.charts.numbers import Unit
from buddy_portal.design.charts.strips import StripChart, StripRow, draw_strips
from buddy_portal.design.charts.trend import Trend, TrendPoint, draw_sparkline, draw_trend
from buddy_portal.tests.design.charts.samples import HIDDEN, HOSTILE, LONG, Draw

FOREST = Forest(
    "Every question",
    "One question rose clearly more than at similar trusts.",
    (
        ForestRow("All targets together", 1.5, (0.3, 2.7), "overall"),
        ForestRow("Easy to contact", 5.4, (0.2, 10.6), "clear", "Nurse specialist", 312),
        ForestRow(LONG, -1.8, (-8.2, 4.6), "unclear", LONG, 193),
        ForestRow("Whom to contact", None, None, "unclear", "Support", hidden=HIDDEN),
        ForestRow("Parking was easy", 0.6, (-2.0, 3.1), "control", "Not expected to move", 300),
    ),
    below="rose less than similar trusts",
    above="rose more than similar trusts",
)
CUT_FOREST = Forest("Every question", "Cut at 6 points.", FOREST.rows, span=(-3.0, 6.0))

_STEPS = tuple(float(n) for n in (20, 40, 60, 80, 100, 150, 200, 300, 500, 700, 900))
LIMITS = FunnelLimits(
    _STEPS,
    tuple(73.9 - 8 - 150 / n for n in _STEPS),
    tuple(73.9 + 8 + 150 / n for n in _STEPS),
    tuple(73.9 - 12 - 400 / n for n in _STEPS),
    tuple(73.9 + 12 + 400 / n for n in _STEPS),
)
CROWD = tuple(
    FunnelPoint(f"Trust {i}", 60 + i * 37 % 640, 66.0 + i * 29 % 160 / 10, "inside")
    for i in range(138)
)
NAMED = (
    FunnelPoint("Northmoor", 298, 63.8, "below_95", "need", "Northmoor 63.8%, 298 answers"),
    FunnelPoint("Calderwick", 341, 84.9, "above_95", "mentor", "Calderwick 84.9%, 341 answers"),
)
FUNNEL = Funnel("Easy to contact", "Northmoor lies below.", CROWD + NAMED, LIMITS, 73.9)

TREND = Trend(
    "Easy to contact over the years",
    "Rising since 2012; the question changed in 2014.",
    (
        TrendPoint("2012", 61.0, (56.0, 66.0), 300, 72.0),
        TrendPoint("2013", 63.0, (58.0, 68.0), 301, 72.5),
        TrendPoint("2014", 63.8, (58.2, 69.0), 298, 73.9, comparable=False),
        TrendPoint("2015", None, None, None, 74.2),
        TrendPoint("2016", 73.4, (68.0, 78.0), 312, 74.6),
        TrendPoint("2017", 74.0, (69.0, 79.0), 315, 75.0),
    ),
    name="Northmoor",
)

_BEFORE = (60.0, 62.0, 61.0, 59.0, 60.0, 63.0, 58.0, 61.0, 60.0, 62.0, 59.0, 60.0)
_AFTER = (75.0, 76.0, 74.0, 75.0, 77.0, 74.0, 90.0, 75.0, 50.0, 76.0, 75.0, 74.0)
XMR = ControlChart(
    "Calls answered the same day",
    "A step in March, and one point on either side of the limits since.",
    tuple(
        [ControlPoint(f"{i + 1} Feb", v, 60.4, 54.6, 66.2) for i, v in enumerate(_BEFORE)]
        + [
            ControlPoint(
                f"{i + 1} Mar",
                v,
                75.0,
                70.4,
                79.6,
                "improvement" if v > 79 else "concern" if v < 70 else "common_cause",
                1,
                "outside the limits" if not 70 < v < 79 else "",
            )
            for i, v in enumerate(_AFTER)
        ]
    ),
    target=85.0,
    events=((12, "New rota, 1 March 2015"),),
)
RUN = ControlChart(
    "New patients given the pack",
    "A run of 12 points above the median.",
    tuple(
        ControlPoint(f"W{i + 1}", None if i == 3 else v, 67.0)
        for i, v in enumerate(_BEFORE + _AFTER)
    ),
    centre_name="Median",
    note="12 points in a row on one side of the median; at most 8 are expected by chance.",
    events=((5, "First test of the shared rota"), (12, "Card given at diagnosis")),
)

DIAGRAM = DriverDiagram(
    "How aim 1 should come about",
    "Three primary drivers and four change ideas.",
    "Aim 1",
    "Easy to contact their nurse specialist: 64% to 74% by 31 July",
    (
        PrimaryDriver(
            "The line is staffed",
            (
                SecondaryDriver("Cover for leave", (ChangeIdea("Shared rota", "adopted"),)),
                SecondaryDriver("One number", (ChangeIdea(LONG, "testing"),)),
            ),
        ),
        PrimaryDriver(
            "Calls are followed up",
            (SecondaryDriver("Missed calls are seen", (ChangeIdea("Machine", "abandoned"),)),),
            (ChangeIdea("Text message back"),),
        ),
        PrimaryDriver(LONG),
    ),
)
SCORES = tuple(66.0 + i * 29 % 160 / 10 for i in range(140))
HISTOGRAM = Histogram(
    "How 140 trusts scored",
    "Most lie between 66 and 82.",
    SCORES,
    markers=(
        ("Northmoor", 63.8),
        ("Country", 73.9),
    ),
)
STRIPS = StripChart(
    "Spread before and after",
    "Trusts lie a little closer together than before.",
    (
        StripRow("2014", "140 trusts", SCORES, 73.9, (66.0, 81.8), 4.0),
        StripRow("2015", "138 trusts", tuple(v + 1 for v in SCORES[2:]), 74.9, (68.0, 81.8), 3.4),
    ),
)

AMOUNTS = Amounts(
    "The smallest change that would be noticed",
    "Percentage points.",
    (
        Amount("All mentees, all their targets together", 1.6, strong=True),
        Amount("Northmoor NHS Foundation Trust", 12.9, note="typical target", answers=214),
        Amount("Calderwick", None, note="typical target"),
    ),
    unit=Unit.NUMBER,
)
MORE_CHARTS: dict[str, Draw] = {
    "amounts": lambda i, w: draw_amounts(AMOUNTS, chart_id=i, width=w),
    "forest": lambda i, w: draw_forest(FOREST, chart_id=i, width=w),
    "cut forest": lambda i, w: draw_forest(CUT_FOREST, chart_id=i, width=w),
    "funnel": lambda i, w: draw_funnel(FUNNEL, chart_id=i, width=w),
    "share bar": lambda i, w: draw_share_bar(ShareBar("Done", 6, 13), chart_id=i, width=w),
    "two-way bar": lambda i, w: draw_two_way_bar(TwoWayBar("Q18", 0.6, 0.0), chart_id=i, width=w),
    "trend": lambda i, w: draw_trend(TREND, chart_id=i, width=w),
    "sparkline": lambda i, w: draw_sparkline(TREND, chart_id=i, width=w),
    "XmR chart": lambda i, w: draw_control_chart(XMR, chart_id=i, width=w),
    "run chart": lambda i, w: draw_control_chart(RUN, chart_id=i, width=w),
    "driver diagram": lambda i, w: draw_driver_diagram(DIAGRAM, chart_id=i, width=w),
    "histogram": lambda i, w: draw_histogram(HISTOGRAM, chart_id=i, width=w),
    "strips": lambda i, w: draw_strips(STRIPS, chart_id=i, width=w),
}

MORE_HOSTILE: dict[str, Draw] = {
    "amounts": lambda i, w: draw_amounts(
        Amounts(HOSTILE, HOSTILE, (Amount(HOSTILE, None, HOSTILE, hidden=HOSTILE),)),
        chart_id=i,
        width=w,
    ),
    "forest": lambda i, w: draw_forest(
        Forest(
            HOSTILE,
            HOSTILE,
            (ForestRow(HOSTILE, None, group=HOSTILE, hidden=HOSTILE),),
            below=HOSTILE,
            above=HOSTILE,
        ),
        chart_id=i,
        width=w,
    ),
    "funnel": lambda i, w: draw_funnel(
        Funnel(
            HOSTILE,
            HOSTILE,
            (FunnelPoint(HOSTILE, 100, 60.0, "inside", "need", HOSTILE),),
            LIMITS,
            73.9,
            (("need", HOSTILE),),
            centre_name=HOSTILE,
            across=HOSTILE,
        ),
        chart_id=i,
        width=w,
    ),
    "share bar": lambda i, w: draw_share_bar(ShareBar(HOSTILE, 1, 2), chart_id=i, width=w),
    "two-way bar": lambda i, w: draw_two_way_bar(TwoWayBar(HOSTILE, 1, 1), chart_id=i, width=w),
    "trend": lambda i, w: draw_trend(
        Trend(
            HOSTILE,
            HOSTILE,
            (TrendPoint(HOSTILE, 1.0), TrendPoint(HOSTILE, None, hidden=HOSTILE)),
            name=HOSTILE,
        ),
        chart_id=i,
        width=w,
    ),
    "run chart": lambda i, w: draw_control_chart(
        ControlChart(
            HOSTILE,
            HOSTILE,
            (ControlPoint(HOSTILE, 1.0, 1.0),),
            centre_name=HOSTILE,
            events=((0, HOSTILE),),
            note=HOSTILE,
        ),
        chart_id=i,
        width=w,
    ),
    "driver diagram": lambda i, w: draw_driver_diagram(
        DriverDiagram(
            HOSTILE,
            HOSTILE,
            HOSTILE,
            HOSTILE,
            (PrimaryDriver(HOSTILE, (SecondaryDriver(HOSTILE, (ChangeIdea(HOSTILE),)),)),),
        ),
        chart_id=i,
        width=w,
    ),
    "histogram": lambda i, w: draw_histogram(
        Histogram(HOSTILE, HOSTILE, (1.0,), markers=((HOSTILE, 1.0),)), chart_id=i, width=w
    ),
    "strips": lambda i, w: draw_strips(
        StripChart(HOSTILE, HOSTILE, (StripRow(HOSTILE, HOSTILE, (1.0,)),)), chart_id=i, width=w
    ),
}

MORE_EMPTY: dict[str, tuple[Draw, str]] = {
    "amounts": (
        lambda i, w: draw_amounts(Amounts("t", "d", ()), chart_id=i, width=w),
        "Nothing to show.",
    ),
    "forest": (
        lambda i, w: draw_forest(Forest("t", "d", ()), chart_id=i, width=w),
        "No differences to show.",
    ),
    "funnel": (
        lambda i, w: draw_funnel(Funnel("t", "d", (), LIMITS, 73.9), chart_id=i, width=w),
        "No scores to show.",
    ),
    "trend": (
        lambda i, w: draw_trend(Trend("t", "d", (TrendPoint("2014", None),)), chart_id=i, width=w),
        "No scores to show.",
    ),
    "control chart": (
        lambda i, w: draw_control_chart(
            ControlChart("t", "d", (ControlPoint("Jan", None),)), chart_id=i, width=w
        ),
        "No values yet.",
    ),
    "histogram": (
        lambda i, w: draw_histogram(Histogram("t", "d", ()), chart_id=i, width=w),
        "No scores to show.",
    ),
    "strips": (
        lambda i, w: draw_strips(StripChart("t", "d", ()), chart_id=i, width=w),
        "No scores to show.",
    ),
}
