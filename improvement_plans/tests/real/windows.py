"""Plans whose window is open today: processes of their own know no injected time."""

import datetime

from improvement_plans.models import Action, Aim, Plan


def open_today(today: datetime.date) -> None:
    """Move every plan, aim and action so that today lies in the middle of the window."""
    begins, ends = today - datetime.timedelta(days=30), today + datetime.timedelta(days=60)
    Plan.objects.update(window_from=begins, window_to=ends, midpoint=None)
    Aim.objects.update(by_date=ends)
    Action.objects.update(starts_on=begins, due=ends, original_due=ends, state_since=begins)
