"""What happened, day by day: steps are gathered in any order and played in theirs."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from buddy_portal.demonstration.diary import Diary

Step = Callable[[datetime.date], object]
FIRST_HOUR, LAST_HOUR = 8, 17
SATURDAY = 5


def working_day(day: datetime.date) -> datetime.date:
    """The day itself, or the Friday before it."""
    return day - datetime.timedelta(days=max(0, day.weekday() - SATURDAY + 1))


@dataclass(frozen=True, order=True)
class _Planned:
    day: datetime.date
    hour: int
    minute: int
    number: int
    step: Step = field(compare=False)


@dataclass
class Schedule:
    """Steps up to and including a last day; what lies after it has not happened yet."""

    last_day: datetime.date
    _planned: list[_Planned] = field(default_factory=list)

    def add(self, day: datetime.date, step: Step, *, hour: int = 10) -> None:
        """A step on a day. Steps of one day and hour are played in the order they were added."""
        if day > self.last_day:
            return
        number = len(self._planned)
        hour = min(max(hour, FIRST_HOUR), LAST_HOUR)
        self._planned.append(_Planned(day, hour, 7 * number % 60, number, step))

    def play(self, diary: Diary) -> None:
        """Write all of it."""
        for planned in sorted(self._planned, key=lambda p: (p.day, p.hour, p.number)):
            with diary.at(planned.day, planned.hour, planned.minute) as day:
                planned.step(day)
