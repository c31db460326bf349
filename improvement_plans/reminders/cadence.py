"""When a reminder is due. Pure: days go in, a step comes out. Days are Europe/London days.

The owner hears 7 days before an action is due, on the day and 7 days after; the trust's lead when
it is 14 days late and the programme lead when it is 21. A step holds until the next one begins, so
that a day on which nothing could be sent is caught up on by the next, once and with what is true
then. Once a week comes what waits, once a month the check-in.
"""

from __future__ import annotations

import datetime
from enum import StrEnum

DAYS_BEFORE = 7
DAYS_AFTER = 7
LEAD_AFTER = 14
PROGRAMME_AFTER = 21


class Step(StrEnum):
    """Which reminder of an action this is."""

    BEFORE = "before"
    ON_THE_DAY = "day"
    AFTER = "after"
    LEAD = "lead"
    PROGRAMME = "programme"


def owner_step(due: datetime.date, *, on: datetime.date) -> Step | None:
    """The owner's step on a day; None while the action is due in more than 7 days."""
    late = (on - due).days
    if late >= DAYS_AFTER:
        return Step.AFTER
    if late >= 0:
        return Step.ON_THE_DAY
    return Step.BEFORE if late >= -DAYS_BEFORE else None


def escalations(due: datetime.date, *, on: datetime.date) -> tuple[Step, ...]:
    """Who else hears of an open action on a day: the lead after 14 days, the programme after 21."""
    late = (on - due).days
    steps = ((LEAD_AFTER, Step.LEAD), (PROGRAMME_AFTER, Step.PROGRAMME))
    return tuple(step for after, step in steps if late >= after)


def action_key(action_id: int, due: datetime.date, step: Step) -> str:
    """What is sent once to a person. With another due date it is another reminder."""
    return f"action:{action_id}:{due.isoformat()}:{step}"


def commitment_key(commitment_id: int, due: datetime.date, step: Step) -> str:
    """The same for a commitment."""
    return f"commitment:{commitment_id}:{due.isoformat()}:{step}"


def week_key(on: datetime.date) -> str:
    """The week of a day, from Monday to Sunday: "week:2015-W16"."""
    year, week, _day = on.isocalendar()
    return f"week:{year}-W{week:02d}"


def month_key(on: datetime.date) -> str:
    """The month of a day: "month:2015-04"."""
    return f"month:{on:%Y-%m}"


def day_key(on: datetime.date) -> str:
    """The one mail of a day, whatever is in it."""
    return f"day:{on.isoformat()}"
