"""What may be written when. Every date is a Europe/London day; a window holds both its ends."""

from __future__ import annotations

import datetime

from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans.models import Action, Plan
from improvement_plans.states import BEING_WRITTEN, ENDED_ACTIONS, UNDER_WAY

LAST_WEEKS = datetime.timedelta(weeks=4)


class OutsideWindow(WrongState):
    """The day lies outside the plan's window."""


def check_may_write(plan: Plan, *, on: datetime.date) -> None:
    """Raise unless the words of the plan may be changed on this day."""
    if plan.state not in BEING_WRITTEN:
        raise WrongState(
            f"This plan is “{plan.get_state_display().lower()}”, so its aims and actions cannot "
            "be changed. Ask the programme lead to open it again."
        )
    if on > plan.window_to:
        raise OutsideWindow(f"The window of this plan ended on {_day(plan.window_to)}.")


def check_may_report(plan: Plan, *, on: datetime.date) -> None:
    """Raise unless progress may be reported on this day."""
    if plan.state not in UNDER_WAY:
        raise WrongState(
            f"This plan is “{plan.get_state_display().lower()}”. "
            "Progress is reported while a plan is under way."
        )
    if on < plan.window_from:
        raise OutsideWindow(f"The window of this plan begins on {_day(plan.window_from)}.")
    if on > plan.window_to:
        raise OutsideWindow(
            f"The window of this plan ended on {_day(plan.window_to)}. "
            "A programme lead can grant an extension."
        )


def check_may_answer(plan: Plan, *, on: datetime.date) -> None:
    """Raise unless actions may be answered or ended: from the window's first day until closing.

    After the window this belongs to closing the plan, so its last day does not end it.
    """
    if plan.state not in UNDER_WAY:
        raise WrongState(
            f"This plan is “{plan.get_state_display().lower()}”, so nothing more can be done with "
            "its actions."
        )
    if on < plan.window_from:
        raise OutsideWindow(f"The window of this plan begins on {_day(plan.window_from)}.")


def may_report(plan: Plan, *, on: datetime.date) -> bool:
    """Whether progress may be reported on this day."""
    return plan.state in UNDER_WAY and plan.holds(on)


def may_answer(plan: Plan, *, on: datetime.date) -> bool:
    """Whether actions may be answered or ended on this day."""
    return plan.state in UNDER_WAY and on >= plan.window_from


def may_write(plan: Plan, *, on: datetime.date) -> bool:
    """Whether the words of the plan may be changed on this day."""
    return plan.state in BEING_WRITTEN and on <= plan.window_to


def check_may_write_actions(plan: Plan, *, on: datetime.date) -> None:
    """Raise unless actions may be added or reworded: while writing, and inside the window."""
    if not may_report(plan, on=on):
        check_may_write(plan, on=on)


def check_may_measure(plan: Plan, *, on: datetime.date) -> None:
    """Raise unless measures and tests may be changed: while writing, and inside the window."""
    if plan.state in BEING_WRITTEN:
        check_may_write(plan, on=on)
    else:
        check_may_report(plan, on=on)


def check_is_open(action: Action) -> None:
    """Raise where an action has ended."""
    if action.state in ENDED_ACTIONS:
        raise WrongState(f"This action is “{action.get_state_display().lower()}”: it has ended.")


def check_day_in_window(plan: Plan, day: datetime.date, *, field: str, what: str) -> None:
    """Raise, at the field, unless the day lies in the plan's window."""
    if not plan.holds(day):
        raise Refusal(
            f"{what} must be between {_day(plan.window_from)} and {_day(plan.window_to)}, "
            "the window of this plan",
            field=field,
        )


def last_good_day(plan: Plan) -> datetime.date:
    """The last due day that leaves four weeks of the window to see an action's effect."""
    return plan.window_to - LAST_WEEKS


def ends_late(plan: Plan, due: datetime.date) -> bool:
    """Whether an action ends within four weeks of the window's end: too late to see its effect."""
    return due > last_good_day(plan)


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
