"""Whether a chart can start anew at a date. Pure; each refusal says what to do instead."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from improvement_plans.charts.xmr_chart import NO_LIMITS_BELOW


def why_no_rebase(
    on: datetime.date, *, days: Sequence[datetime.date], rebased: Collection[datetime.date]
) -> str:
    """Why the chart of figures at `days` (in order) cannot start anew at `on`, or nothing.

    `rebased` are the dates at which it starts anew already. Each part keeps at least 6 figures,
    the fewest that limits are worked out from.
    """
    if not days:
        return "There is no figure yet, so there is nothing to start anew"
    if on in rebased:
        return f"The chart starts anew on {_day(on)} already"
    if on not in days:
        near = min(days, key=lambda day: abs(day - on))
        return f"There is no figure for {_day(on)}. The nearest is for {_day(near)}"
    if on == days[0]:
        return "This is the first figure: the chart starts there anyway"
    return _too_few(on, days, rebased)


def _too_few(
    on: datetime.date, days: Sequence[datetime.date], rebased: Collection[datetime.date]
) -> str:
    begin = max((day for day in rebased if day < on), default=days[0])
    end = min((day for day in rebased if day > on), default=None)
    before = sum(begin <= day < on for day in days)
    after = sum(on <= day and (end is None or day < end) for day in days)
    for count, where in ((before, f"before {_day(on)}"), (after, f"from {_day(on)} on")):
        if count < NO_LIMITS_BELOW:
            figures = "1 figure" if count == 1 else f"{count} figures"
            return (
                f"There would be only {figures} {where}. A part of a chart needs "
                f"{NO_LIMITS_BELOW}, so that its limits can be worked out"
            )
    return ""


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
