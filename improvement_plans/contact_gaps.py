"""Whether the buddies have been out of touch for too long. Pure."""

from __future__ import annotations

import datetime

# The pair checks in every month; a fortnight more is grace for leave and winter.
NO_CONTACT_DAYS = 42


def days_without_contact(
    *, last_on: datetime.date | None, began_on: datetime.date, on: datetime.date
) -> int | None:
    """Days since the last contact, or since the plan began where there was none; None if few.

    Few means `NO_CONTACT_DAYS` or less.
    """
    days = (on - max(last_on or began_on, began_on)).days
    return days if days > NO_CONTACT_DAYS else None
