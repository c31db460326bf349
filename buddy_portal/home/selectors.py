"""What the start page shows, asked from the apps that own it."""

from __future__ import annotations

import datetime

from django.utils.module_loading import import_string

from buddy_portal.accounts.models import User
from buddy_portal.design.todos import Todo

# Each offers waiting_for(user, *, today) -> list[Todo].
WAITING = (
    "trusts.selectors.waiting_for",
    "improvement_plans.todos.waiting_for",
    "evaluation.selectors.waiting_for",
)


def waiting_for(user: User, *, today: datetime.date) -> list[Todo]:
    """Everything that waits for this person, most urgent first."""
    found = [todo for ask in WAITING for todo in import_string(ask)(user, today=today)]
    return sorted(found, key=lambda todo: todo.rank)
