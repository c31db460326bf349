"""What happened, day by day: steps are gathered in any order and played in theirs.

People's work is told of for any day and done on weekdays: that of a weekend on the Friday before.
Steps that meet on a Friday in this way keep the order of the days they were told of, whatever
their hours, so that an action is not answered in a plan that is closed already.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from buddy_portal.demonstration.diary import Diary

Step = Callable[[datetime.date], object]
FIRST_HOUR, LAST_HOUR = 8, 17
SATURDAY = 5
MINUTES = 60


def working_day(day: datetime.date) -> datetime.date:
    """The day itself, or the Friday before it."""
    return day - datetime.timedelta(days=max(0, day.weekday() - SATURDAY + 1))


@dataclass(frozen=True, order=True)
class _Planned:
    day: datetime.date
    told: datetime.date
    hour: int
    number: int
    minute: int
    step: Step = field(compare=False)


@dataclass
class Schedule:
    """Steps up to and including a last day; what lies after it has not happened yet."""

    last_day: datetime.date
    _planned: list[_Planned] = field(default_factory=list)

    def add(self, day: datetime.date, step: Step, *, hour: int = 10) -> None:
        """A step on a day. Steps of one day and hour are played in the order they were added."""
        self._plan(day, day, step, hour)

    def add_at_work(self, day: datetime.date, step: Step, *, hour: int = 10) -> None:
        """A step that nobody takes at a weekend; on the Friday it keeps its turn."""
        self._plan(working_day(day), day, step, hour)

    def _plan(self, day: datetime.date, told: datetime.date, step: Step, hour: int) -> None:
        if told > self.last_day:
            return
        number = len(self._planned)
        hour = min(max(hour, FIRST_HOUR), LAST_HOUR)
        self._planned.append(_Planned(day, told, hour, number, 7 * number % MINUTES, step))

    def play(self, diary: Diary) -> None:
        """Write all of it. No step is told of as earlier than the one before it."""
        before = (self.last_day, 0, 0)
        for planned in sorted(self._planned):
            moment = (planned.day, planned.hour, planned.minute)
            if planned.day == before[0]:
                moment = max(moment, before)
            with diary.at(*moment) as day:
                planned.step(day)
            before = moment
