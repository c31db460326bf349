"""Whether a chart can start anew at a date. Pure; each refusal says what to do instead."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from improvement_plans.charts.series import SAME
from improvement_plans.charts.xmr_chart import LEAST_FIXED, NO_LIMITS_BELOW


def why_no_rebase(
    on: datetime.date,
    *,
    days: Sequence[datetime.date],
    rebased: Collection[datetime.date],
    fixed: Collection[datetime.date] = (),
) -> str:
    """Why the chart of figures at `days` (in order) cannot start anew at `on`, or nothing.

    `rebased` are the dates at which it starts anew already, `fixed` those up to which the limits of
    a part are fixed: no part begins among the figures that they rest on. Each part keeps at least
    6 figures, the fewest that limits are worked out from.
    """
    if not days:
        return "There is no figure yet, so there is nothing to start anew"
    bases = (day for day in sorted(fixed) if begin_of(day, days, rebased) < on <= day)
    if within := next(bases, None):
        return f"Limits rest on the figures up to {_day(within)}. Undo that first"
    if on in rebased:
        return f"The chart starts anew on {_day(on)} already"
    if on not in days:
        return _no_figure(on, days)
    if on == days[0]:
        return "This is the first figure: the chart starts there anyway"
    return _too_few(on, days, rebased)


def why_no_base(
    until: datetime.date,
    *,
    days: Sequence[datetime.date],
    rebased: Collection[datetime.date],
    fixed: Collection[datetime.date],
) -> str:
    """Why limits cannot be fixed to the figures up to `until`, or nothing. They rest on 12 figures
    or more from where their part of the chart begins, and a part is fixed once."""
    if not days:
        return "There is no figure yet, so there are no limits to fix"
    if until not in days:
        return _no_figure(until, days)
    begin = begin_of(until, days, rebased)
    same = next((day for day in sorted(fixed) if begin_of(day, days, rebased) == begin), None)
    if same is not None:
        return f"The limits of this part rest on the figures up to {_day(same)}. Undo that first"
    count = len(base_of(until, days, rebased))
    if count < LEAST_FIXED:
        return (
            f"The part from {_day(begin)} has {count} of its figures up to {_day(until)}. Limits "
            f"can be fixed to {LEAST_FIXED} or more"
        )
    return ""


def why_no_limits(values: Sequence[float]) -> str:
    """Why limits cannot rest on these figures, or nothing: without ups and downs there are none."""
    if max(values) - min(values) <= SAME * max(map(abs, values)):
        return "These figures are all the same, so there are no limits to fix"
    return ""


def why_base_keeps(
    on: datetime.date,
    *,
    days: Sequence[datetime.date],
    rebased: Collection[datetime.date],
    fixed: Collection[datetime.date],
) -> str:
    """Why the figure of `on` cannot be removed, or nothing: fixed limits keep 12 to rest on."""
    for until in sorted(fixed):
        base = base_of(until, days, rebased)
        if on in base and len(base) <= LEAST_FIXED:
            return (
                f"The limits rest on {len(base)} figures, up to {_day(until)}, and fewer than "
                f"{LEAST_FIXED} are not enough. Free the limits first."
            )
    return ""


def base_of(
    until: datetime.date, days: Sequence[datetime.date], rebased: Collection[datetime.date]
) -> list[datetime.date]:
    """The days of the figures on which limits rest that are fixed up to a day."""
    begin = begin_of(until, days, rebased)
    return [day for day in days if begin <= day <= until]


def begin_of(
    day: datetime.date, days: Sequence[datetime.date], rebased: Collection[datetime.date]
) -> datetime.date:
    """Where the part of the chart begins that holds a day."""
    return max((each for each in rebased if each <= day), default=days[0])


def earliest_base(
    days: Sequence[datetime.date], rebased: Collection[datetime.date]
) -> datetime.date | None:
    """The earliest day up to which the limits of the latest part can be fixed, if there is one."""
    if not days:
        return None
    begin = begin_of(days[-1], days, rebased)
    part = [day for day in days if day >= begin]
    return part[LEAST_FIXED - 1] if len(part) >= LEAST_FIXED else None


def _no_figure(on: datetime.date, days: Sequence[datetime.date]) -> str:
    near = min(days, key=lambda day: abs(day - on))
    return f"There is no figure for {_day(on)}. The nearest is for {_day(near)}"


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
