"""What may be this person's turn beside aims and actions: calls for help and looks back."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from improvement_plans.models import (
    Action,
    Plan,
    PlanComment,
    ProgressUpdate,
)
from improvement_plans.selectors.escalations import help_wanted
from improvement_plans.selectors.rooms import Rooms
from improvement_plans.selectors.sustaining import LOOKED_AT
from improvement_plans.selectors.visibility import plans_visible_to
from improvement_plans.states import OVER, UNDER_WAY
from improvement_plans.sustainability import due_moment


@dataclass(frozen=True)
class Turns:
    """A call for help that the buddy has not answered, and the look that is due for a plan."""

    call: int | None = None
    """The action that the call is about."""
    look: str = ""


def turns_of(access: Access, plan: Plan, rooms: Rooms, *, on: datetime.date) -> Turns:
    """What of the numbers of a plan waits for this person. No query."""
    if _may_be_asked(access, plan):
        return Turns(call=rooms.call)
    writes = not access.trusts_where(Permission.WRITE_PLANS).isdisjoint(plan.codes)
    if plan.state not in LOOKED_AT or not writes:
        return Turns()
    done = set(rooms.looks)
    return Turns(look=due_moment(plan.state, closed_on=plan.closed_on, on=on, done=done))


def plans_to_read(access: Access) -> list[Plan]:
    """Plans on which this guest has not said anything yet; nobody else is asked in this way."""
    if access.roles or access.user_id is None:
        return []
    said = PlanComment.objects.filter(plan=OuterRef("pk"), by_id=access.user_id)
    return list(plans_visible_to(access).exclude(state__in=OVER).exclude(Exists(said)))


def call_about(access: Access, action: Action, *, on: datetime.date) -> ProgressUpdate | None:
    """The unanswered call for help to this person about one action."""
    if not _may_be_asked(access, action.plan):
        return None
    return help_wanted(access, on=on).filter(action=action).first()


def _may_be_asked(access: Access, plan: Plan) -> bool:
    """Whether the person answers a plan under way, for its mentor or beside its team's lead."""
    answers_for = access.trusts_where(Permission.REVIEW_PLANS)
    if plan.state not in UNDER_WAY:
        return False
    if plan.pair is None:
        return bool(answers_for & (set(plan.codes) - {plan.trust.ods_code}))
    return plan.pair.mentor.ods_code in answers_for


def look_due(plan: Plan, *, on: datetime.date) -> str:
    """Which look is due for a plan of `plans_to_look_at`, or nothing."""
    done = {look.moment for look in plan.looks}  # type: ignore[attr-defined]  # prefetched
    return due_moment(plan.state, closed_on=plan.closed_on, on=on, done=done)
