"""The sponsor's page: plans to approve, and actions that the team cannot unblock alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from improvement_plans.models import Action, Plan, SponsorReply
from improvement_plans.presenters.actions import GONE, Partners, owner_words
from improvement_plans.status import BLOCKED_DAYS


@dataclass(frozen=True)
class Escalation:
    """An escalated action with its clock."""

    text: str
    href: str
    who: str
    in_the_way: str
    clock: Tag
    turns: str
    answers: list[tuple[str, str]]
    reply: str


def approvals_table(plans: Sequence[Plan], *, on: datetime.date) -> Table:
    """Plans that wait for the sponsor."""
    return Table(
        caption="Plans to approve",
        columns=[
            Column("Plan"),
            Column("Aims", numeric=True),
            Column("Actions", numeric=True),
            Column("Window"),
            Column("Waiting"),
        ],
        rows=[_approval_row(plan, on) for plan in plans],
        empty="No plan waits for your approval.",
    )


def _approval_row(plan: Plan, on: datetime.date) -> Row:
    waiting = (on - timezone.localdate(plan.submitted_at)).days if plan.submitted_at else 0
    return Row(
        cells=[
            Cell(
                plan.title,
                href=reverse("plan_decide", args=[plan.pk]),
                note=f"with {plan.beside}",
            ),
            numbers.thousands(len(plan.aims.all())),
            numbers.thousands(len(plan.actions.all())),
            numbers.uk_date_range(plan.window_from, plan.window_to),
            numbers.counted(waiting, "day") if waiting > 0 else "New today",
        ]
    )


def escalation_of(action: Action, partners: Partners, *, on: datetime.date) -> Escalation:
    """One escalated action: who waits, what is in the way, since when, what was answered."""
    blocked = next((each.blockers for each in action.updates.all() if each.blockers), "")
    return Escalation(
        text=action.text,
        href=reverse("action_detail", args=[action.pk]),
        who=f"{action.plan.trust.name}. Owner: {owner_words(action, partners)}. "
        f"Due {dates.day(action.due)}.",
        in_the_way=blocked or "Not said.",
        clock=clock_of(action, on=on),
        turns=turns_red(action, on=on),
        answers=answers_of(action.sponsor_replies.all()),
        reply=reverse("sponsor_reply", args=[action.pk]),
    )


def answers_of(replies: Iterable[SponsorReply]) -> list[tuple[str, str]]:
    """What the sponsor answered: words, then who and when."""
    return [(each.text, f"{each.by or GONE}, {dates.moment(each.at)}") for each in replies]


def clock_of(action: Action, *, on: datetime.date) -> Tag:
    """How long an action has been blocked."""
    blocked = (on - action.state_since).days
    words = f"Blocked {numbers.counted(blocked, 'day')}" if blocked > 0 else "Blocked today"
    is_red = blocked > BLOCKED_DAYS
    return Tag(words, "red", "square") if is_red else Tag(words, "amber", "clock")


def turns_red(action: Action, *, on: datetime.date) -> str:
    """When a blocked action turns red, or since when it is."""
    day = action.state_since + datetime.timedelta(days=BLOCKED_DAYS + 1)
    return f"Red since {dates.short_day(day)}" if on >= day else f"Red from {dates.short_day(day)}"
