"""XmR and run charts: is a change in a measure more than its ordinary ups and downs?

Pure: plain numbers in, frozen dataclasses out, in the order of the values, in the unit of
the measure and never rounded. Two numbers count as equal when they differ by less than a
billionth of the largest value: a point that lies on the mean must not be pushed off it by
binary arithmetic. This module is the address; the work is done in its neighbours.
"""

from improvement_plans.charts.run_charts import (
    RunChart,
    RunPart,
    fewest_crossings,
    longest_run_allowed,
    run_chart,
)
from improvement_plans.charts.series import BadSeriesError
from improvement_plans.charts.xmr_chart import (
    Assurance,
    Improvement,
    Kind,
    Label,
    XmrChart,
    XmrPoint,
    xmr,
)

__all__ = [
    "Assurance",
    "BadSeriesError",
    "Improvement",
    "Kind",
    "Label",
    "RunChart",
    "RunPart",
    "XmrChart",
    "XmrPoint",
    "fewest_crossings",
    "longest_run_allowed",
    "run_chart",
    "xmr",
]
