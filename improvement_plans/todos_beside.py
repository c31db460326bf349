"""What waits beside aims and actions: calls for help, risks to look at, looks at lasting change."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.todos import Todo
from improvement_plans.models import Moment
from improvement_plans.presenters.measures import day_label
from improvement_plans.selectors import first_waiting as first
from improvement_plans.selectors.measures import figures_due
from improvement_plans.selectors.sustaining import plans_to_look_at
from improvement_plans.selectors.turns import look_due, plans_to_read
from improvement_plans.selectors.waiting import Waiting

MOST = 10


def waiting_beside(access: Access, waits: Waiting, *, today: datetime.date) -> list[Todo]:
    """The todos of a person, at most ten of each kind."""
    return [
        *(_help_wanted(access, today) if waits.help_wanted else ()),
        *(_risks(access, today) if waits.risks else ()),
        *(_looks(access, today) if waits.looks else ()),
        *(_figures(access, today) if waits.figures else ()),
    ]


def _figures(access: Access, today: datetime.date) -> list[Todo]:
    """Measures whose next figure should be there by now: two taps, from here or the check-in."""
    return [
        Todo(
            title=f"Add the figure of “{measure.name}”",
            url=reverse("figure_add", args=[measure.pk]),
            reason=f"The figure for {day_label(day, measure)} is overdue.",
            rank=41,
            button="Add the figure",
        )
        for measure, day in figures_due(access, on=today)[:MOST]
    ]


def to_read(access: Access) -> list[Todo]:
    """The plans that a new partner is invited to."""
    return [
        Todo(
            title=f"Read the plan of {plan.trust.name}",
            url=reverse("plan_detail", args=[plan.pk]),
            reason="Say in a comment what you think, and how you want to be named.",
            rank=25,
            button="Read the plan",
            is_offer=True,
        )
        for plan in plans_to_read(access)[:MOST]
    ]


def _help_wanted(access: Access, today: datetime.date) -> list[Todo]:
    return [
        Todo(
            title=f"Help {update.action.plan.trust.name} with “{update.action.text}”",
            url=reverse("action_detail", args=[update.action_id]),
            reason="They ask their buddy for help. Answer with a comment, or log a contact.",
            when=_since(timezone.localdate(update.at), today),
            rank=18,
            button="Read what they ask",
        )
        for update in first.calls_for_help(access, today)
    ]


def _risks(access: Access, today: datetime.date) -> list[Todo]:
    return [
        Todo(
            title=f"Look again at the risk “{risk.text}”",
            url=reverse("risk_edit", args=[risk.plan_id, risk.pk]),
            reason=f"Its review was planned for {dates.day(risk.review_on)}.",
            rank=42,
            button="Look at it",
        )
        for risk in first.risks_to_review(access, today)
    ]


def _looks(access: Access, today: datetime.date) -> list[Todo]:
    return [
        Todo(
            title=f"Say whether the change at {plan.trust.name} will last",
            url=reverse("sustainability_check", args=[plan.pk]),
            reason=f"Asked {Moment(due).label.lower()}: ten questions, about 5 minutes.",
            rank=45,
            button="Answer",
        )
        for plan in plans_to_look_at(access, on=today)
        if (due := look_due(plan, on=today))
    ][:MOST]


def _since(day: datetime.date, today: datetime.date) -> str:
    days = (today - day).days
    return f"Waiting {numbers.counted(days, 'day')}" if days > 0 else "New today"
