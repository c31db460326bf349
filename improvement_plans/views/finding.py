"""The plan or action of an address, for whoever may do with it what the page does."""

from __future__ import annotations

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import Rule
from improvement_plans import rules, selectors
from improvement_plans.models import Action, Plan, PlanGuest
from improvement_plans.rules import ActionSides, PlanSides
from improvement_plans.selectors.people import guest_of


def plan_for(request: PersonRequest, plan_id: int, rule: Rule[PlanSides]) -> Plan:
    """The plan; NotFound where the person may not see it, NotAllowed where the rule says so."""
    access = access_of(request.user)
    plan, sides = selectors.plan_visible_to(access, plan_id)
    rule.require(access, sides)
    return plan


def action_for(
    request: PersonRequest,
    action_id: int,
    rule: Rule[ActionSides],
    *,
    with_history: bool = True,
) -> Action:
    """The action; NotFound where the person may not see it, NotAllowed where the rule says so.

    with_history: what was reported and answered before comes with it.
    """
    access = access_of(request.user)
    action, sides = selectors.action_visible_to(access, action_id, with_history=with_history)
    rule.require(access, sides)
    return action


def guest_for(
    request: PersonRequest, plan_id: int, user_id: int, *, own: Rule[PlanSides]
) -> tuple[Plan, PlanGuest]:
    """A plan and its guest, for the guest by the rule `own` and for others by inviting.

    The guest is looked up before the rule is asked: somebody who has no part in the plan is
    NotFound for everybody, so that nobody learns from NotAllowed who there is.
    """
    access = access_of(request.user)
    plan, sides = selectors.plan_visible_to(access, plan_id)
    guest = guest_of(plan, user_id)
    rule = own if user_id == request.user.pk else rules.invite_guest
    rule.require(access, sides)
    return plan, guest
