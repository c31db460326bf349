"""What a team's report of a month holds: worked out from the entries of its plan. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from improvement_plans.status import NO_UPDATE_DAYS


@dataclass(frozen=True)
class ChartInReport:
    """A measure as it stood: its words say all that its picture shows."""

    title: str
    facts: str
    words: str
    picture: str
    picture_words: str


@dataclass(frozen=True)
class MonthFacts:
    """The entries of a team's plan in one month, as at a day.

    `quiet_days` counts the days since anybody wrote anything; None where nobody ever did.
    """

    as_at: str
    stage: str
    to_go_further: str
    updates: int
    figures: int
    actions_done: int
    actions_open: int
    quiet_days: int | None
    charts: tuple[ChartInReport, ...] = ()
    cycles: tuple[str, ...] = ()
    help_wanted: tuple[str, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether nobody wrote for more days than a check-in may be late."""
        return self.quiet_days is not None and self.quiet_days > NO_UPDATE_DAYS

    @property
    def freshness(self) -> str:
        """How new the entries are, in words that do not hide that they are old."""
        if self.quiet_days is None:
            return "Nothing has been entered yet."
        if self.is_stale:
            return f"Stale: nothing was entered for {self.quiet_days} days."
        if self.quiet_days == 0:
            return "The last entry is of this day."
        return f"The last entry is {self.quiet_days} day{'s' if self.quiet_days > 1 else ''} old."

    def as_stored(self) -> dict[str, Any]:
        """The report as it is kept with what was sent in."""
        return asdict(self)

    @classmethod
    def from_stored(cls, kept: Mapping[str, Any]) -> MonthFacts:
        """A report as it was kept."""
        charts = tuple(ChartInReport(**chart) for chart in kept["charts"])
        lists = {name: tuple(kept[name]) for name in ("cycles", "help_wanted")}
        return cls(**{**kept, "charts": charts, **lists})


def is_reported(
    month: datetime.date, *, first: datetime.date, last: datetime.date, on: datetime.date
) -> bool:
    """Whether a month has begun and lies in a cohort's time from its first to its last day."""
    return month_of(first) <= month <= min(last, on)


def month_of(day: datetime.date) -> datetime.date:
    """The first day of the day's month."""
    return day.replace(day=1)


def month_after(month: datetime.date) -> datetime.date:
    """The first day of the next month."""
    return (month + datetime.timedelta(days=32)).replace(day=1)
