"""What waits for a person in their plans, for their own start page."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.urls import reverse

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design.charts import numbers
from buddy_portal.design.todos import Todo
from improvement_plans import rules, selectors
from improvement_plans.models import Action, Plan, PlanState
from improvement_plans.presenters.escalations import clock_of, turns_red
from improvement_plans.selectors import first_waiting as first
from improvement_plans.selectors.escalations import escalations_for
from improvement_plans.selectors.waiting import what_waits
from improvement_plans.states import BEING_WRITTEN, UNDER_WAY
from improvement_plans.todos_beside import to_read, waiting_beside
from improvement_plans.todos_meetings import waiting_in_meetings
from improvement_plans.todos_short import waiting_in_short
from improvement_plans.todos_teams import reports_to_send

MOST = 10


def waiting_for(user: User, *, today: datetime.date) -> list[Todo]:
    """Plans to start, write, comment on, approve and close; actions to update, answer, unblock."""
    access = access_of(user)
    waits = what_waits(access, on=today)
    return [
        *(_plans_to_start(access) if waits.start else ()),
        *(_check_in(access, today) if waits.check_in else ()),
        *(_plans_to_move(access, today) if waits.move else ()),
        *(_actions_to_answer(access, today) if waits.answer else ()),
        *(_actions_to_unblock(access, today) if waits.unblock else ()),
        *waiting_in_short(access, waits, today=today),
        *(waiting_in_meetings(access, today=today) if waits.meetings else ()),
        *(reports_to_send(access, today=today) if waits.reports else ()),
        *waiting_beside(access, waits, today=today),
        *(() if access.roles else to_read(access)),
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
        for pair in first.pairs_to_start(access)
    ]


def _check_in(access: Access, today: datetime.date) -> list[Todo]:
    due = selectors.days_due(access, today)
    if not due:
        return []
    overdue = sum(day < today for day in due)
    said = f"{numbers.counted(overdue, 'action')} overdue." if overdue else "About 2 minutes."
    return [
        Todo(
            title=f"Check in on your {numbers.counted(len(due), 'open action')}",
            url=reverse("check_in"),
            reason=said,
            rank=10 if overdue else 40,
            button="Check in",
        )
    ]


def _plans_to_move(access: Access, today: datetime.date) -> list[Todo]:
    found = (_plan_todo(access, plan) for plan in first.plans_to_move(access, today))
    return [todo for todo in found if todo is not None][:MOST]


def _plan_todo(access: Access, plan: Plan) -> Todo | None:
    state = PlanState(plan.state)
    if state in BEING_WRITTEN:
        return _to_write(access, plan)
    if state is PlanState.SUBMITTED:
        return _to_approve(access, plan)
    if state in UNDER_WAY:
        return _if_lead(access, plan, _more_time)
    if state is PlanState.CLOSING:
        return _to_fill_in(access, plan)
    return _if_lead(access, plan, _to_conclude)


def _to_write(access: Access, plan: Plan) -> Todo | None:
    if not rules.write_plan.allows(access, rules.PlanSides.of(plan)):
        return None
    sent_back = plan.state == PlanState.CHANGES_REQUESTED
    begins = f"The window begins on {numbers.uk_date(plan.window_from)}."
    return Todo(
        f"Finish writing the plan of {_name(plan)}",
        reverse("plan_detail", args=[plan.pk]),
        "Changes have been asked for." if sent_back else begins,
        rank=20,
        button="Open the plan",
    )


def _to_approve(access: Access, plan: Plan) -> Todo | None:
    sides = rules.PlanSides.of(plan)
    # Annotated by waiting_plans; a project team has no buddy who must speak first.
    spoke = not plan.has_buddy or plan.buddy_spoke  # type: ignore[attr-defined]
    if not spoke and sides.mentor_code in access.trusts_where(Permission.REVIEW_PLANS):
        return Todo(
            f"Comment on the plan of {_name(plan)}",
            reverse("plan_detail", args=[plan.pk]),
            "It cannot be approved before its buddy has commented.",
            rank=20,
            button="Read the plan",
        )
    backed = plan.sponsor_approved_at is not None
    if not backed and rules.sponsor_plan.allows(access, sides):
        return _answer(plan, "It waits for your approval.")
    if backed and spoke and rules.approve_plan.allows(access, sides):
        return _answer(
            plan,
            (
                "The sponsor has approved and the buddy has commented."
                if plan.has_buddy
                else "The sponsor has approved."
            ),
        )
    return None


def _answer(plan: Plan, reason: str) -> Todo:
    return Todo(
        f"Answer to the plan of {_name(plan)}",
        reverse("plan_decide", args=[plan.pk]),
        reason,
        rank=20,
        button="Read and answer",
    )


def _if_lead(access: Access, plan: Plan, make: Callable[[Plan], Todo]) -> Todo | None:
    allowed = rules.approve_plan.allows(access, rules.PlanSides.of(plan))
    return make(plan) if allowed else None


def _more_time(plan: Plan) -> Todo:
    return Todo(
        f"Grant {_name(plan)} more time, or refuse it",
        reverse("extension_decide", args=[plan.pk]),
        f"Its window ends on {numbers.uk_date(plan.window_to)}.",
        rank=20,
        button="Read and answer",
    )


def _to_fill_in(access: Access, plan: Plan) -> Todo | None:
    if not rules.write_plan.allows(access, rules.PlanSides.of(plan)):
        return None
    return Todo(
        f"Say what the plan of {_name(plan)} achieved",
        reverse("plan_close", args=[plan.pk]),
        "The plan is closing; its closure is not filled in yet.",
        rank=20,
        button="Fill in the closure",
    )


def _to_conclude(plan: Plan) -> Todo:
    return Todo(
        f"Close the plan of {_name(plan)}",
        reverse("plan_conclude", args=[plan.pk]),
        "The trust has said what was achieved and learnt.",
        rank=60,
        button="Close the plan",
    )


def _actions_to_answer(access: Access, today: datetime.date) -> list[Todo]:
    """Claimed done, for those who answer as the buddy: never one's own."""
    return [
        Todo(
            title=f"Confirm or challenge “{action.text}”",
            url=reverse("action_review", args=[action.pk]),
            reason=f"{_name(action.plan)} says it is done.",
            when=_since(action, today),
            rank=30,
            button="Look at it",
        )
        for action in first.actions_to_answer(access)
    ]


def _actions_to_unblock(access: Access, today: datetime.date) -> list[Todo]:
    """What the team cannot solve alone, with its clock; what was answered comes later."""
    return [
        Todo(
            title=f"Unblock “{action.text}”",
            url=reverse("sponsor_reply", args=[action.pk]),
            reason="You answered; it is still blocked."
            if action.sponsor_replies.all()
            else f"It is blocked and outside the control of the team at {_name(action.plan)}.",
            when=f"{clock_of(action, on=today).text}. {turns_red(action, on=today)}",
            rank=46 if action.sponsor_replies.all() else 12,
            button="Answer",
        )
        for action in escalations_for(access)[:MOST]
    ]


def _since(action: Action, today: datetime.date) -> str:
    days = (today - action.state_since).days
    return f"Waiting {numbers.counted(days, 'day')}" if days > 0 else "New today"


def _name(plan: Plan) -> str:
    return str(plan.trust.name)
