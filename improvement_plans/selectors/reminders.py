"""Reading what a person wishes to be reminded of."""

from __future__ import annotations

from buddy_portal.accounts.models import User
from improvement_plans.models import ReminderWishes


def wishes_of(user: User) -> ReminderWishes:
    """A person's wishes; everything where they never said."""
    return ReminderWishes.objects.filter(user=user).first() or ReminderWishes(user=user)
