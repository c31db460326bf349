"""Whose turn it is with a plan, for everybody who has nothing to do with it just now."""

from __future__ import annotations

from buddy_portal.design import dates
from improvement_plans.models import PlanState
from improvement_plans.selectors import PlanPage
from improvement_plans.states import UNDER_WAY
from improvement_plans.sustainability import next_look

Step = dict[str, str]


def whose_turn(page: PlanPage) -> Step | None:
    """What the plan waits for, without a button; nothing while it simply runs."""
    plan = page.plan
    if plan.state == PlanState.DRAFT:
        return _said(f"{plan.trust.name} is writing this plan.")
    if plan.state == PlanState.CHANGES_REQUESTED:
        return _said(f"{plan.trust.name} is changing this plan.")
    if plan.state == PlanState.SUBMITTED:
        return _said(f"This plan waits for {_missing_answers(page)}.", _after_that(page))
    if plan.state in UNDER_WAY and page.asked is not None:
        until = f"Until {dates.day(page.asked.until)}. The programme answers."
        return _said("More time has been asked for.", until)
    if plan.state == PlanState.CLOSING:
        return _said(f"{plan.trust.name} says next what was achieved and learnt.")
    if plan.state == PlanState.EVALUATING:
        return _said("What was achieved and learnt is written down.", "The programme closes it.")
    return _next_look(page)


def has_commented(page: PlanPage) -> bool:
    """Whether the buddy, where there is one, has said what they think."""
    return not page.plan.has_buddy or any(
        comment.speaks_for == "mentor" for comment in page.comments
    )


def _missing_answers(page: PlanPage) -> str:
    missing = []
    if page.plan.sponsor_approved_at is None:
        missing.append("the executive sponsor’s approval")
    if not has_commented(page):
        missing.append("the buddy’s comment")
    return " and ".join(missing) or "the programme’s approval"


def _after_that(page: PlanPage) -> str:
    waits = page.plan.sponsor_approved_at is None or not has_commented(page)
    return "Then the programme decides." if waits else ""


def _next_look(page: PlanPage) -> Step | None:
    plan = page.plan
    if plan.state not in (PlanState.CLOSED, PlanState.SUSTAINED) or plan.closed_on is None:
        return None
    day = next_look(plan.closed_on, on=page.today)
    if day is None:
        return None
    return _said(
        f"This plan was closed on {dates.day(plan.closed_on)}.", _look_words(dates.day(day))
    )


def _look_words(day: str) -> str:
    return f"The next look at whether the change lasts is on {day}."


def _said(strong: str, text: str = "") -> Step:
    return {"strong": strong, "text": text, "action": "", "href": ""}
