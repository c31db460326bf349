"""Blocked and outside the team's control: what the executive sponsor answers."""

from __future__ import annotations

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans import rules
from improvement_plans.models import Action, ActionState, SponsorReply
from improvement_plans.services import mails
from improvement_plans.services.moves import locked_action, record_on_action
from improvement_plans.states import UNDER_WAY


def reply_as_sponsor(*, by: User, action: Action, text: str) -> SponsorReply:
    """Say what the sponsor does about it. The owner and the lead nurse are told."""
    if not text.strip():
        raise Refusal("Say what you will do, or who can help", field="text")
    with transaction.atomic():
        action = locked_action(action)
        rules.sponsor_plan.require(access_of(by), rules.PlanSides.of(action.plan))
        if not waits_for_sponsor(action):
            raise WrongState("This action does not wait for the executive sponsor now.")
        reply = SponsorReply.objects.create(action=action, by=by, text=text.strip())
        record_on_action(by=by, action=action, what="sponsor answered an escalation")
        mails.sponsor_replied(reply, by=by)
    return reply


def waits_for_sponsor(action: Action) -> bool:
    """Whether an action is blocked, outside the team's control, in a plan under way."""
    return (
        action.state == ActionState.BLOCKED
        and not action.within_our_control
        and action.plan.state in UNDER_WAY
    )
