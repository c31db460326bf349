"""The status rules of the design written out once more, in another order and form."""

import datetime

from improvement_plans.models import ActionState
from improvement_plans.status import ActionFacts


def slow_kind(f: ActionFacts, on: datetime.date) -> str:
    if f.state in {ActionState.ABANDONED, ActionState.CARRIED_OVER}:
        return "ended"
    if f.state in {ActionState.CONFIRMED, ActionState.EMBEDDED}:
        return "complete"
    claimed = f.state == ActionState.CLAIMED_DONE
    since = on.toordinal() - f.state_since.toordinal()
    quiet = on.toordinal() - (f.last_update_on or f.starts_on).toordinal()
    red = [not claimed and on > f.due, f.state == ActionState.BLOCKED and since >= 22]
    amber = [
        not claimed and f.due.toordinal() - on.toordinal() < 15 and quiet > 34,
        f.due_changes > 1,
        claimed and since > 14,
    ]
    if any(red):
        return "red"
    if any(amber):
        return "amber"
    return "not_due" if f.starts_on > on else "green"
