"""The one thing that a person should do next with a plan."""

from __future__ import annotations

from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from improvement_plans import rules, time_box
from improvement_plans.models import Action, ActionState, PlanState
from improvement_plans.readiness import unmet
from improvement_plans.selectors import PlanPage
from improvement_plans.selectors.readiness import needs_of_page
from improvement_plans.states import BEING_WRITTEN, ENDED_ACTIONS, UNDER_WAY

Step = dict[str, str]


def next_step_of(page: PlanPage, *, access: Access) -> Step | None:
    """The next step of this person, or nothing."""
    plan, sides = page.plan, page.sides
    if plan.state in BEING_WRITTEN:
        may_write = rules.write_plan.allows(access, sides)
        if not may_write or page.today > plan.window_to:
            return None
        return _writing(page)
    if plan.state == PlanState.SUBMITTED:
        return _approval(page, access)
    if plan.state in UNDER_WAY:
        return _under_way(page, access)
    return _closing(page, access)


def _writing(page: PlanPage) -> Step:
    """To what is missing, or to the button that submits: both are on the same page."""
    missing = len(unmet(needs_of_page(page)))
    if not missing:
        strong = "Everything that the plan needs is there."
        return _step(strong, "", "Submit the plan", "plan_submit", page.plan.pk)
    things = f"{numbers.counted(missing, 'thing')} {'is' if missing == 1 else 'are'} still missing."
    strong = "Finish writing the plan."
    return _step(strong, things, "See what is missing", "plan_submit", page.plan.pk)


def _approval(page: PlanPage, access: Access) -> Step | None:
    plan, sides = page.plan, page.sides
    if plan.sponsor_approved_at is None and rules.sponsor_plan.allows(access, sides):
        strong = "This plan waits for your approval."
        return _step(strong, "", "Answer", "plan_decide", plan.pk)
    spoke = any(comment.speaks_for == "mentor" for comment in page.comments)
    if (
        not spoke
        and sides.mentor_code in access.trusts
        and rules.comment_plan.allows(access, sides)
    ):
        return {
            "strong": "Your buddy’s plan waits for your comment.",
            "text": "It cannot be approved before you have said what you think.",
            "action": "Write a comment",
            "href": "#comments",
        }
    if plan.sponsor_approved_at and spoke and rules.approve_plan.allows(access, sides):
        strong = "The sponsor and the buddy have answered."
        return _step(strong, "", "Answer", "plan_decide", plan.pk)
    return None


def _under_way(page: PlanPage, access: Access) -> Step | None:
    asked = page.asked
    if asked is not None and rules.approve_plan.allows(access, page.sides):
        return _step(
            "More time has been asked for.",
            f"Until {dates.day(asked.until)}.",
            "Answer",
            "extension_decide",
            page.plan.pk,
        )
    return _answer(page, access) or _own(page, access) or _start_closing(page, access)


def to_answer(page: PlanPage, access: Access) -> list[Action]:
    """The actions of a plan that wait for this person to confirm or challenge."""
    if not time_box.may_answer(page.plan, on=page.today):
        return []
    return [
        each.action
        for each in page.actions
        if each.action.state == ActionState.CLAIMED_DONE
        and rules.review_action.allows(access, rules.ActionSides(page.sides, each.action.owner_id))
    ]


def _answer(page: PlanPage, access: Access) -> Step | None:
    waiting = to_answer(page, access)
    if not waiting:
        return None
    first = waiting[0]
    days = (page.today - first.state_since).days
    ago = f"{numbers.counted(days, 'day')} ago" if days else "today"
    words = "1 action waits" if len(waiting) == 1 else f"{len(waiting)} actions wait"
    return {
        "strong": f"{words} for you to confirm or challenge.",
        "text": f"“{first.text}” was claimed done {ago}. You see what was written before you "
        "answer.",
        "action": "Look at the evidence",
        "href": "#answer",
    }


def _own(page: PlanPage, access: Access) -> Step | None:
    if not time_box.may_report(page.plan, on=page.today):
        return None
    own = sum(
        each.action.owner_id == access.user_id
        and each.action.state not in (*ENDED_ACTIONS, ActionState.CLAIMED_DONE)
        for each in page.actions
    )
    if not own:
        return None
    return {
        "strong": f"You have {numbers.counted(own, 'open action')} in this plan.",
        "text": "Say how it goes in about 2 minutes.",
        "action": "Check in",
        "href": reverse("check_in"),
    }


def _start_closing(page: PlanPage, access: Access) -> Step | None:
    if page.today <= page.plan.window_to or not rules.write_plan.allows(access, page.sides):
        return None
    still_open = sum(each.action.state not in ENDED_ACTIONS for each in page.actions)
    if still_open:
        return {
            "strong": f"{numbers.counted(still_open, 'action')} still open.",
            "text": "Each must be confirmed, carried over or abandoned before the plan can close.",
            "action": "See what is open",
            "href": "?show=open#actions",
        }
    strong = "The window has ended and every action has ended."
    return _step(strong, "", "Close the plan", "plan_close", page.plan.pk)


def _closing(page: PlanPage, access: Access) -> Step | None:
    plan, sides = page.plan, page.sides
    if plan.state == PlanState.CLOSING and rules.write_plan.allows(access, sides):
        strong = "Say what was achieved and learnt."
        return _step(strong, "", "Fill in the closure", "plan_close", plan.pk)
    if plan.state == PlanState.EVALUATING and rules.approve_plan.allows(access, sides):
        strong = "The trust has filled in its closure."
        return _step(strong, "", "Close the plan", "plan_conclude", plan.pk)
    return None


def _step(strong: str, text: str, action: str, name: str, pk: int) -> Step:
    return {"strong": strong, "text": text, "action": action, "href": reverse(name, args=[pk])}
