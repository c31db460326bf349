"""One ordinary and several awkward examples of every chart, drawn by the tests of them all."""

import datetime as dt
from collections.abc import Callable

from markupsafe import Markup

from buddy_portal.design.charts.dumbbell import Dumbbell, DumbbellRow, draw_dumbbell
from buddy_portal.design.charts.numbers import Unit
from buddy_portal.design.charts.range_row import RangeAxis, RangeRow, draw_range_row
from buddy_portal.design.charts.target_row import TargetRow, draw_target_row
from buddy_portal.design.charts.timeline import Phase, SampleWindow, Timeline, draw_timeline
from buddy_portal.design.charts.waterfall import Step, Waterfall, draw_waterfall

Draw = Callable[[str | None, float], Markup]
HOSTILE = "<script>alert(1)</script> & \"quoted\" 'so'"
LONG = "A label that goes on for very much longer than any room that a picture could give it " * 3
HIDDEN = "not shown, fewer than 10 answers"


def day(month: int, number: int, year: int = 2015) -> dt.date:
    return dt.date(year, month, number)


TIMELINE = Timeline(
    "Scheme timeline",
    "Volunteering and pairing are complete. Today is 16 April 2015.",
    (
        Phase("Volunteer", day(11, 3, 2014), day(12, 19, 2014), "done"),
        Phase("Pair", day(1, 5), day(1, 30), "done"),
        Phase("Implementation", day(2, 2), day(7, 31), "now"),
        Phase("Evaluation: wait for results", day(8, 3), day(8, 31, 2016), "later"),
    ),
    (SampleWindow("2015 survey: patients treated 1 April to 30 June", day(4, 1), day(6, 30)),),
    today=day(4, 16),
    publish_by=day(9, 30, 2016),
)
CROWDED_TIMELINE = Timeline(
    "Scheme timeline",
    "Three short phases in a row; two surveys.",
    (
        Phase("Volunteer", day(11, 3, 2014), day(11, 19, 2014), "done"),
        Phase("Pair the trusts", day(11, 20, 2014), day(12, 5, 2014), "done"),
        Phase("Set up", day(12, 6, 2014), day(12, 20, 2014), "done"),
        Phase("Implementation", day(2, 2), day(7, 31, 2016), "now"),
    ),
    (
        SampleWindow(LONG, day(4, 1), day(6, 30)),
        SampleWindow("2016 survey", day(10, 1, 2016), day(11, 30, 2016)),
    ),
    today=day(12, 16, 2016),
    publish_by=day(1, 30, 2017),
)
DUMBBELL = Dumbbell(
    "Five targets before and after",
    "Four of five targets rose and one could not be assessed.",
    (
        DumbbellRow("Easy to contact their nurse", "Q18", 63.8, 73.4, 68.0, 74.0, 298, 312),
        DumbbellRow(LONG, LONG, 46.3, 52.4, 50.8, 54.0, 331, 340),
        DumbbellRow("Fell", "Q13", 52.4, 46.3, 50.8, 54.0, 331, 340),
        DumbbellRow("No change", "", 60.0, 60.0, None, None, 331, 340),
        DumbbellRow("Worried at home", "Q42", 84.1, None, None, 90.0, 201, None, HIDDEN),
        DumbbellRow("New question", "Q43", None, 55.0, None, 90.0, None, 201, HIDDEN),
        DumbbellRow("Few asked", "Q44", None, None, hidden=HIDDEN),
    ),
    before_label="2014",
    after_label="2015",
)
WATERFALL = Waterfall(
    "From the raw change to what is left",
    "Raw change plus 4.6 points, less 0.9, less 2.2, leaves plus 1.5 points.",
    (
        Step("Raw change", "their targets, 2014 to 2015", 4.6, "total"),
        Step("Country", "everyone rose by this", -0.9, "change"),
        Step("Bounce-back", "low scores rise by themselves", -2.2, "change"),
        Step("What is left", "with 95% interval", 1.5, "result", (0.3, 2.7)),
    ),
)
FALLING_WATERFALL = Waterfall(
    "From the raw change to what is left",
    "A fall.",
    (
        Step("Raw change", LONG, -1.2, "total"),
        Step("Country", "everyone rose by this", 0.9, "change"),
        Step(LONG, "low scores rise by themselves", -2.2, "change"),
        Step("What is left", "with 95% interval", -2.5, "result", (-5.3, 1.2)),
    ),
)
AXIS = RangeAxis(30, 100)
BELOW = RangeRow("Easy to contact", 63.8, (58.2, 69.0), (68.4, 79.4), 73.9, 298, "below")
FEW = RangeRow("Offered a place", 66.7, (44.0, 84.0), (41.0, 88.0), 64.9, 18, None, few=True)
NOT_SHOWN = RangeRow("Fertility", None, national=72.0, hidden="not shown: fewer than 10")
TARGET = TargetRow("Calls answered the same day", 58.0, 71.0, 85.0)
TIGHT_TARGET = TargetRow("Calls answered", 97.0, 99.0, 100.0)

EVERY_CHART: dict[str, Draw] = {
    "timeline": lambda i, w: draw_timeline(TIMELINE, chart_id=i, width=w),
    "crowded timeline": lambda i, w: draw_timeline(CROWDED_TIMELINE, chart_id=i, width=w),
    "dumbbell": lambda i, w: draw_dumbbell(DUMBBELL, chart_id=i, width=w),
    "waterfall": lambda i, w: draw_waterfall(WATERFALL, chart_id=i, width=w),
    "falling waterfall": lambda i, w: draw_waterfall(FALLING_WATERFALL, chart_id=i, width=w),
    "range row below": lambda i, w: draw_range_row(BELOW, AXIS, chart_id=i, width=w),
    "range row few": lambda i, w: draw_range_row(FEW, AXIS, chart_id=i, width=w),
    "range row not shown": lambda i, w: draw_range_row(NOT_SHOWN, AXIS, chart_id=i, width=w),
    "target row": lambda i, w: draw_target_row(TARGET, chart_id=i, width=w),
    "tight target row": lambda i, w: draw_target_row(TIGHT_TARGET, chart_id=i, width=w),
}

HOSTILE_CHARTS: dict[str, Draw] = {
    "timeline": lambda i, w: draw_timeline(
        Timeline(HOSTILE, HOSTILE, (Phase(HOSTILE, day(1, 1), day(2, 1), "now"),)),
        chart_id=i,
        width=w,
    ),
    "dumbbell": lambda i, w: draw_dumbbell(
        Dumbbell(HOSTILE, HOSTILE, (DumbbellRow(HOSTILE, HOSTILE, 1.0, None, hidden=HOSTILE),)),
        chart_id=i,
        width=w,
    ),
    "waterfall": lambda i, w: draw_waterfall(
        Waterfall(HOSTILE, HOSTILE, (Step(HOSTILE, HOSTILE, 1.0, "total"),)), chart_id=i, width=w
    ),
    "range row": lambda i, w: draw_range_row(
        RangeRow(HOSTILE, None, hidden=HOSTILE), AXIS, chart_id=i, width=w
    ),
    "target row": lambda i, w: draw_target_row(
        TargetRow(HOSTILE, 1.0, 2.0, 3.0, Unit.SCORE), chart_id=i, width=w
    ),
}

EMPTY_CHARTS: dict[str, tuple[Draw, str]] = {
    "timeline": (
        lambda i, w: draw_timeline(Timeline("t", "d", ()), chart_id=i, width=w),
        "No dates have been set yet.",
    ),
    "dumbbell": (
        lambda i, w: draw_dumbbell(Dumbbell("t", "d", ()), chart_id=i, width=w),
        "No targets to show.",
    ),
    "waterfall": (
        lambda i, w: draw_waterfall(Waterfall("t", "d", ()), chart_id=i, width=w),
        "Nothing has been worked out yet.",
    ),
}
