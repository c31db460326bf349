"""What people leave behind on an action, of every kind."""

import uuid

from buddy_portal.accounts.models import User
from improvement_plans.models import Action, ActionStep, DueDateChange, ProgressUpdate, Review


def tell_all(action: Action, *, by: User) -> None:
    """One update, one answer, one step and one moved date."""
    ProgressUpdate.objects.create(action=action, form_key=uuid.uuid4(), by=by, claim="on_track")
    Review.objects.create(action=action, by=by, answer="confirmed")
    ActionStep.objects.create(
        action=action, by=by, from_state="not_started", to_state="in_progress"
    )
    DueDateChange.objects.create(
        action=action, by=by, from_date=action.due, to_date=action.due, reason="Moved"
    )
