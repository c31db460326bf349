"""The page of a plan: who and when, its summary numbers, comments and history."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from improvement_plans import status
from improvement_plans.models import Action, ActionState, ExtensionRequest, Plan, PlanState
from improvement_plans.presenters import tasks
from improvement_plans.presenters.actions import Partners, Said, named
from improvement_plans.selectors import ListedPlan, PlanPage
from improvement_plans.states import BEING_WRITTEN, OVER
from improvement_plans.status import StatusKind
from improvement_plans.timing import Caution


def partners_of(page: PlanPage) -> Partners:
    """How the plan's partners, of today and before, want to be named, by user id."""
    return {guest.user_id: guest.shown_as for guest in page.guests}


def lede_of(page: PlanPage) -> str:
    """With whom, when, which week, and who answers."""
    plan = page.plan
    said = [f"With {plan.beside}.", f"{window_words(plan)}{_week(plan, page.today)}."]
    if plan.lead:
        said.append(f"Lead: {plan.lead.name}.")
    if plan.sponsor:
        said.append(f"Sponsor: {plan.sponsor.name}.")
    here = [guest.shown_as for guest in page.guests if guest.is_there(page.today)]
    if here:
        said.append(f"Partner{'s' if len(here) > 1 else ''}: {', '.join(here)}.")
    return " ".join(said)


def no_partner_words(page: PlanPage) -> str:
    """Where no partner takes part today: who did and until when, or why nobody does, or not yet."""
    left = sorted((guest.ends_on, guest.shown_as) for guest in page.guests if guest.ends_on)
    if left:
        return f"{'; '.join(f'{name}, until {dates.day(day)}' for day, name in left)}."
    reason = page.plan.no_partner_reason
    if reason:
        return f"No lived-experience partner: {reason}"
    over = page.plan.state in OVER
    return "No lived-experience partner took part." if over else "No lived-experience partner yet."


def window_words(plan: Plan) -> str:
    """The window of a plan: 2 February to 31 July 2015."""
    return numbers.uk_date_range(plan.window_from, plan.window_to)


def _week(plan: Plan, today: datetime.date) -> str:
    week = week_of(plan, today)
    return f", week {week[0]} of {week[1]}" if week else ""


def week_of(plan: Plan | ListedPlan, today: datetime.date) -> tuple[int, int] | None:
    """Which week of how many this is, inside the window."""
    if not plan.holds(today):
        return None
    week = (today - plan.window_from).days // 7 + 1
    return week, ((plan.window_to - plan.window_from).days + 7) // 7


def time_box_words(page: PlanPage) -> str:
    """What the day allows, where that is not everything: said on the page, not only refused."""
    plan, today = page.plan, page.today
    if plan.baselines_frozen_at is None or plan.closed_at is not None:
        return ""
    if today < plan.window_from:
        return f"Progress can be reported from {dates.day(plan.window_from)}."
    if today > plan.window_to:
        return (
            f"The window of this plan ended on {dates.day(plan.window_to)}. Actions can still be "
            "confirmed or ended, and the plan can be closed; nothing else can be changed."
        )
    return ""


def kpis_of(page: PlanPage) -> list[dict[str, Any]]:
    """The summary numbers of a plan, each a link to the rows behind it."""
    today, actions = page.today, page.actions
    complete = sum(each.status.kind is StatusKind.COMPLETE for each in actions)
    overdue = [each.action for each in actions if is_overdue(each.action, today)]
    waiting = sum(each.action.state == ActionState.CLAIMED_DONE for each in actions)
    return [
        {
            "number": numbers.thousands(complete),
            "of": f"of {len(actions)}",
            "label": "actions complete",
            "href": "?show=complete#actions",
            "note": "confirmed by somebody else than the owner",
        },
        {
            "number": numbers.thousands(len(overdue)),
            "label": "overdue",
            "href": "?show=overdue#actions",
            "note": _longest(overdue, today),
        },
        {
            "number": numbers.thousands(waiting),
            "label": "waiting for an answer",
            "href": "?show=waiting#actions",
        },
        *([] if page.plan.state in OVER else [_last_update(page)]),
        {"number": numbers.thousands(len(page.aims)), "label": "aims", "href": "#aims"},
    ]


def is_overdue(action: Action, today: datetime.date) -> bool:
    """Whether an action is past its day and neither ended nor claimed done."""
    return status.is_overdue(action.state, action.due, on=today)


def _longest(overdue: list[Action], today: datetime.date) -> str:
    if not overdue:
        return ""
    days = max((today - action.due).days for action in overdue)
    return f"longest {numbers.counted(days, 'day')}"


def _last_update(page: PlanPage) -> dict[str, Any]:
    moments = [each.action.last_update_at for each in page.actions if each.action.last_update_at]
    if not moments:
        return {"number": "-", "label": "since last update", "note": "nothing reported yet"}
    day = timezone.localdate(max(moments))
    days = (page.today - day).days
    return {
        "number": numbers.thousands(days),
        "of": "day" if days == 1 else "days",
        "label": "since last update",
        "note": dates.day(day),
    }


def cautions_of(page: PlanPage) -> list[Caution]:
    """Open actions that end late, and a follow-up survey that comes too early to show them."""
    plan = page.plan
    if page.today > plan.window_to or plan.state in OVER:
        return []
    over = (StatusKind.COMPLETE, StatusKind.ENDED)
    open_actions = [each.action for each in page.actions if each.status.kind not in over]
    return tasks.cautions_of(plan, open_actions)


def changes_asked(page: PlanPage) -> str:
    """Who asked for changes, when and why, while the plan is written anew."""
    asked = [step for step in page.steps if step.to_state == PlanState.CHANGES_REQUESTED]
    if page.plan.state not in BEING_WRITTEN or not asked:
        return ""
    last = asked[-1]
    return f"{named(last.by, partners_of(page))}, {dates.day(last.at)}: {last.reason}"


def comments_of(page: PlanPage) -> list[Said]:
    """The comments, with the side that each speaks for."""
    partners = partners_of(page)
    return [
        Said(
            named(comment.by, partners),
            f"{comment.get_speaks_for_display().lower()}, {dates.moment(comment.at)}",
            (("", comment.text),),
        )
        for comment in page.comments
    ]


def history_of(page: PlanPage) -> list[tuple[str, str]]:
    """Every step of the plan and every request for more time, in order: what, then who and why."""
    partners = partners_of(page)
    events = [(page.plan.created_at, "Started", "")]
    for step in page.steps:
        who = named(step.by, partners) if step.by else "the portal"
        events.append((step.at, step.get_to_state_display(), _why(who, step.reason)))
    for request in page.requests:
        asked = f"More time asked for, until {dates.day(request.until)}"
        who = named(request.asked_by, partners)
        events.append((request.asked_at, asked, _why(who, request.reason)))
        if request.decided_at and not request.granted:
            who = named(request.decided_by, partners)
            events.append((request.decided_at, "More time refused", _why(who, request.answer)))
    return [
        (what, f"{dates.moment(at)}{', ' if more else ''}{more}")
        for at, what, more in sorted(events, key=lambda event: event[0])
    ]


def _why(who: str, reason: str) -> str:
    return f"{who}: {reason}" if reason else who


def extension_facts(
    plan: Plan, asked: ExtensionRequest | None = None
) -> tuple[tuple[str, str], ...]:
    """What stands above the forms about more time."""
    facts = [("Window now", window_words(plan))]
    if asked is not None:
        facts.append(("Asked for", f"until {dates.day(asked.until)}"))
        facts.append(("Why", asked.reason))
        facts.append(("Asked", dates.moment(asked.asked_at)))
    else:
        facts.append(("At the latest", dates.day(plan.scheme.evaluation_to)))
    return tuple(facts)
