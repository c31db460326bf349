"""The one thing that a person should do next with a plan."""

from __future__ import annotations

from buddy_portal.accounts.access import Access
from buddy_portal.design import dates
from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts import numbers
from improvement_plans import rules, time_box
from improvement_plans.models import Action, ActionState, Moment, PlanState
from improvement_plans.presenters.whose_turn import has_commented, whose_turn
from improvement_plans.readiness import unmet
from improvement_plans.selectors import PlanPage
from improvement_plans.selectors.readiness import needs_of_page
from improvement_plans.selectors.turns import Turns
from improvement_plans.states import BEING_WRITTEN, ENDED_ACTIONS, UNDER_WAY

Step = dict[str, str]


def next_step_of(page: PlanPage, *, access: Access, turns: Turns) -> Step | None:
    """The next step of this person; else whose turn it is, or nothing."""
    return _own_step(page, access, turns) or whose_turn(page)


def _own_step(page: PlanPage, access: Access, turns: Turns) -> Step | None:
    plan, sides = page.plan, page.sides
    if plan.state in BEING_WRITTEN:
        may_write = rules.write_plan.allows(access, sides)
        if not may_write or page.today > plan.window_to:
            return None
        return _writing(page)
    if plan.state == PlanState.SUBMITTED:
        return _approval(page, access)
    if plan.state in UNDER_WAY:
        return _under_way(page, access, turns)
    return _closing(page, access, turns)


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
    spoke = has_commented(page)
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


def _under_way(page: PlanPage, access: Access, turns: Turns) -> Step | None:
    asked = page.asked
    if asked is not None and rules.approve_plan.allows(access, page.sides):
        return _step(
            "More time has been asked for.",
            f"Until {dates.day(asked.until)}.",
            "Answer",
            "extension_decide",
            page.plan.pk,
        )
    return (
        _answer(page, access)
        or _help(page, turns)
        or _unblock(page, access)
        or _midpoint(page, access)
        or _own(page, access)
        or _start_closing(page, access)
    )


def _help(page: PlanPage, turns: Turns) -> Step | None:
    """A call for help that this person has not answered as the buddy."""
    about = next((each.action for each in page.actions if each.action.pk == turns.call), None)
    if about is None:
        return None
    return {
        "strong": f"{page.plan.trust.name} asks you for help.",
        "text": f"With “{about.text}”. Answer with a comment, or log a contact.",
        "action": "Read what they ask",
        "href": address_of("action_detail", about.pk),
    }


def _unblock(page: PlanPage, access: Access) -> Step | None:
    """What is blocked and outside the control of the team, for its sponsor."""
    if not rules.sponsor_plan.allows(access, page.sides):
        return None
    blocked = [
        each.action
        for each in page.actions
        if each.action.state == ActionState.BLOCKED and not each.action.within_our_control
    ]
    if not blocked:
        return None
    are, waits = ("is", "waits") if len(blocked) == 1 else ("are", "wait")
    return {
        "strong": f"{numbers.counted(len(blocked), 'action')} {are} blocked and {waits} for you.",
        "text": f"“{blocked[0].text}” lies outside the control of the team.",
        "action": "See what is in the way",
        "href": f"{address_of('sponsor_page')}#escalations",
    }


def _midpoint(page: PlanPage, access: Access) -> Step | None:
    plan = page.plan
    if not rules.write_plan.allows(access, page.sides):
        return None
    if plan.state == PlanState.MIDPOINT_REVIEW:
        text = "Look at the whole plan together, then write down what came out of it."
        action = "Finish the midpoint review"
        return _step("The midpoint review is under way.", text, action, "midpoint_finish", plan.pk)
    done = any(step.to_state == PlanState.MIDPOINT_REVIEW for step in page.steps)
    is_due = plan.midpoint is not None and plan.midpoint <= page.today <= plan.window_to
    if plan.midpoint is None or not is_due or done or plan.state != PlanState.ACTIVE:
        return None
    strong = f"The midpoint review was planned for {dates.day(plan.midpoint)}."
    text = "Look at the whole plan together with your buddy."
    return _step(strong, text, "Start the midpoint review", "midpoint_start", plan.pk)


def claims_to_see(page: PlanPage, access: Access) -> list[Action]:
    """The claimed actions of a plan that this person may answer, if the claim is another's."""
    if not time_box.may_answer(page.plan, on=page.today):
        return []
    return [
        each.action
        for each in page.actions
        if each.action.state == ActionState.CLAIMED_DONE
        and rules.review_action.allows(access, rules.ActionSides(page.sides, each.action.owner_id))
    ]


def to_answer(page: PlanPage, access: Access) -> list[Action]:
    """The actions of a plan that wait for this person to confirm or challenge.

    What was said of `claims_to_see` must be loaded (`selectors.hold_claims`).
    """
    return [
        action
        for action in claims_to_see(page, access)
        if not rules.is_claimed_by(access, action.updates.all())
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
        "href": address_of("check_in"),
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


def _closing(page: PlanPage, access: Access, turns: Turns) -> Step | None:
    plan, sides = page.plan, page.sides
    if plan.state == PlanState.CLOSING and rules.write_plan.allows(access, sides):
        strong = "Say what was achieved and learnt."
        return _step(strong, "", "Fill in the closure", "plan_close", plan.pk)
    if plan.state == PlanState.EVALUATING and rules.approve_plan.allows(access, sides):
        strong = "The trust has filled in its closure."
        return _step(strong, "", "Close the plan", "plan_conclude", plan.pk)
    if turns.look:
        strong = "It is time to say whether the change will last."
        text = f"{Moment(turns.look).label}: ten questions, about 5 minutes."
        return _step(strong, text, "Answer them", "sustainability_check", plan.pk)
    return None


def _step(strong: str, text: str, action: str, name: str, pk: int) -> Step:
    return {"strong": strong, "text": text, "action": action, "href": address_of(name, pk)}
