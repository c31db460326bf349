"""From when to when days can be planned: a slip in the year is told before others work with it."""

from __future__ import annotations

import datetime

from buddy_portal.accounts.refusals import Refusal
from buddy_portal.design import dates

FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)


def check_planned_day(day: datetime.date, *, field: str, what: str) -> None:
    """Raise, at the field, unless the day is one that can be planned."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refusal(
            f"{what} must be between {dates.day(FIRST_DAY)} and {dates.day(LAST_DAY)}", field=field
        )
