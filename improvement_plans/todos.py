"""What waits for a person in their plans, for their own start page."""

from __future__ import annotations

import datetime

from django.urls import reverse

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design.charts import numbers
from buddy_portal.design.todos import Todo
from improvement_plans import rules, selectors
from improvement_plans.models import Action, ActionState, Plan, PlanState
from improvement_plans.states import BEING_WRITTEN, UNDER_WAY

MOST = 10


def waiting_for(user: User, *, today: datetime.date) -> list[Todo]:
    """Plans to start, finish, comment on, approve; actions to update and to answer."""
    access = access_of(user)
    return [
        *_plans_to_start(access),
        *_check_in(access, today),
        *_plans_to_move(access),
        *_actions_to_answer(access, today),
    ]


def _plans_to_start(access: Access) -> list[Todo]:
    return [
        Todo(
            title=f"Start the plan with {pair.mentor.name}",
            url=reverse("plan_list"),
            reason="Both trusts have agreed. The plan is written together with your buddy.",
            rank=15,
            button="Start the plan",
        )
        for pair in selectors.pairs_without_plan(access)[:MOST]
    ]


def _check_in(access: Access, today: datetime.date) -> list[Todo]:
    actions = selectors.actions_to_update(access, on=today)
    if not actions:
        return []
    overdue = sum(action.due < today for action in actions)
    said = f"{numbers.counted(overdue, 'action')} overdue." if overdue else "About 2 minutes."
    return [
        Todo(
            title=f"Check in on your {numbers.counted(len(actions), 'open action')}",
            url=reverse("check_in"),
            reason=said,
            rank=10 if overdue else 40,
            button="Check in",
        )
    ]


def _plans_to_move(access: Access) -> list[Todo]:
    plans = selectors.waiting_plans(access).prefetch_related("comments")[: MOST * 5]
    found = (_plan_todo(access, plan) for plan in plans)
    return [todo for todo in found if todo is not None][:MOST]


def _plan_todo(access: Access, plan: Plan) -> Todo | None:
    sides = rules.PlanSides.of(plan)
    name, address = plan.pair.mentee.name, reverse("plan_detail", args=[plan.pk])
    if plan.state in BEING_WRITTEN:
        if not rules.write_plan.allows(access, sides):
            return None
        reason = "Changes have been asked for." if plan.state == PlanState.CHANGES_REQUESTED else ""
        return Todo(
            f"Finish writing the plan of {name}",
            address,
            reason or f"The window begins on {numbers.uk_date(plan.window_from)}.",
            rank=20,
            button="Open the plan",
        )
    mentor_spoke = any(comment.speaks_for == "mentor" for comment in plan.comments.all())
    if not mentor_spoke and sides.mentor_code in access.trusts_where(Permission.REVIEW_PLANS):
        return Todo(
            f"Comment on the plan of {name}",
            address,
            "It cannot be approved before its buddy has commented.",
            rank=20,
            button="Read the plan",
        )
    return _approval_todo(access, plan, sides, mentor_spoke=mentor_spoke)


def _approval_todo(
    access: Access, plan: Plan, sides: rules.PlanSides, *, mentor_spoke: bool
) -> Todo | None:
    as_sponsor = plan.sponsor_approved_at is None and rules.sponsor_plan.allows(access, sides)
    as_lead = (
        plan.sponsor_approved_at is not None
        and mentor_spoke
        and rules.approve_plan.allows(access, sides)
    )
    if not as_sponsor and not as_lead:
        return None
    return Todo(
        f"Answer to the plan of {plan.pair.mentee.name}",
        reverse("plan_decide", args=[plan.pk]),
        "It waits for your approval."
        if as_sponsor
        else "The sponsor has approved and the buddy has commented.",
        rank=20,
        button="Read and answer",
    )


def _actions_to_answer(access: Access, today: datetime.date) -> list[Todo]:
    """Claimed done, for those whose trust mentors or may review: never one's own."""
    codes = access.trusts_where(Permission.REVIEW_PLANS)
    if not codes:
        return []
    claimed = (
        Action.objects.filter(
            state=ActionState.CLAIMED_DONE,
            plan__state__in=UNDER_WAY,
            plan__pair__mentor__ods_code__in=codes,
        )
        .exclude(owner_id=access.user_id)
        .select_related("plan__pair__mentee")
        .order_by("state_since", "pk")[:MOST]
    )
    return [
        Todo(
            title=f"Confirm or challenge “{action.text}”",
            url=reverse("action_review", args=[action.pk]),
            reason=f"{action.plan.pair.mentee.name} says it is done.",
            when=f"Waiting {numbers.counted((today - action.state_since).days, 'day')}",
            rank=30,
            button="Look at it",
        )
        for action in claimed
    ]
