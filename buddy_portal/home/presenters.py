"""Words of the start page."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import User
from buddy_portal.accounts.roles import Role
from buddy_portal.design import dates
from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts.numbers import counted
from buddy_portal.design.todos import Todo
from improvement_plans.lists import summary_numbers
from improvement_plans.models import ActionState
from improvement_plans.selectors import PlanOverview
from trusts.models import Scheme, SchemeKind
from trusts.presenters import schemes as scheme_words

MOST_TODOS = 5
MOST_DATES = 5
# What each role comes for, in the order in which roles weigh.
LEDES: dict[Role, str] = {
    Role.PROGRAMME_LEAD: "Set schemes up, pair trusts, watch over plans, publish what changed.",
    Role.PROGRAMME_ANALYST: "Bring survey results in, check the figures, compile evaluations.",
    Role.ADMINISTRATOR: "Look after people, trusts and pairs.",
    Role.TRUST_LEAD: "Your trust’s part in the scheme: its application, its buddy and its plan.",
    Role.TEAM_MEMBER: "The actions you own, and how they are going.",
    Role.SPONSOR: "What your trust’s teams need from you.",
    Role.OBSERVER: "The plans and results of the trusts you follow.",
}
GUEST = "The plan you were invited to, in plain English, and what you can add to it."
OPEN_ACTIONS = {
    ActionState.NOT_STARTED,
    ActionState.IN_PROGRESS,
    ActionState.BLOCKED,
    ActionState.CHALLENGED,
}


@dataclass(frozen=True)
class Heading:
    """The head of the page."""

    title: str
    lede: str


def heading_for(user: User, access: Access, scheme: Scheme | None, today: datetime.date) -> Heading:
    """The scheme and where it stands; a welcome where there is none."""
    if scheme is None:
        lede = next((words for role, words in LEDES.items() if role in access.roles), GUEST)
        return Heading(f"Welcome, {user.get_short_name()}", lede)
    return Heading(scheme.name, f"{_who_takes_part(scheme)}. {standing_words(scheme, today)}")


def _who_takes_part(scheme: Scheme) -> str:
    """ "12 pairs" or "3 project teams", as the selector of this page counted them."""
    if scheme.kind == SchemeKind.COLLABORATIVE:
        return counted(scheme.teams, "project team")  # type: ignore[attr-defined]
    return counted(scheme.live, "pair")  # type: ignore[attr-defined]


def scheme_links(schemes: Sequence[Scheme], shown: Scheme | None) -> list[dict[str, Any]]:
    """The way to each scheme that runs today, where there are several."""
    if len(schemes) < 2:
        return []
    return [
        {"text": one.name, "count": None, "href": f"?scheme={one.pk}", "current": one == shown}
        for one in schemes
    ]


def all_todos_link(schemes: Sequence[Scheme], shown: Scheme | None) -> str:
    """The page again with everything that waits, of the same scheme where there is a choice."""
    return f"?all=1&scheme={shown.pk}" if shown and len(schemes) > 1 else "?all=1"


def standing_words(scheme: Scheme, today: datetime.date) -> str:
    """ "Implementation, week 11 of 26, ends 31 July 2015." """
    holding = [phase for phase in scheme.phases if phase.holds(today)]
    if not holding:
        return f"{scheme_words.phase_now(scheme, today)}."
    phase = holding[-1]
    week = (today - phase.first_day).days // 7 + 1
    weeks = (phase.last_day - phase.first_day).days // 7 + 1
    return f"{phase.name}, week {week} of {weeks}, ends {dates.day(phase.last_day)}."


def todo_lines(todos: Iterable[Todo]) -> list[dict[str, str]]:
    return [
        {"text": todo.title, "href": todo.url, "note": todo.reason, "when": todo.when}
        for todo in todos
    ]


def scheme_facts(scheme: Scheme | None, today: datetime.date) -> dict[str, Any]:
    """The timeline of the scheme, and the warning about its follow-up survey, if there is one."""
    if scheme is None:
        return {"steps": [], "chart": None, "warning": None}
    verdict = scheme_words.window_verdict(scheme)
    heading = scheme_words.WINDOW_HEADINGS[verdict.standing]
    return {
        "steps": scheme_words.timeline_steps(scheme, today),
        "chart": scheme_words.timeline_chart(scheme, today),
        "warning": (heading, verdict.sentence) if verdict.is_warning else None,
    }


def plan_numbers(overviews: Sequence[PlanOverview], scheme: Scheme | None) -> list[dict[str, Any]]:
    """How the plans of a scheme are doing; each number opens the rows behind it."""
    kept = {"scheme": str(scheme.pk)} if scheme else {}
    return summary_numbers(overviews, kept) if overviews else []


def coming_up(
    scheme: Scheme | None, overviews: Iterable[PlanOverview], user: User, today: datetime.date
) -> list[dict[str, str]]:
    """The next dates: phases, midpoint reviews, and what this person has due."""
    ahead: list[tuple[datetime.date, str, str]] = []
    midpoints: Counter[datetime.date] = Counter()
    me = user.pk
    for each in overviews:
        if each.plan.midpoint and each.plan.closed_at is None:
            midpoints[each.plan.midpoint] += 1
        ahead += [
            (one.action.due, f"Due: {one.action.text}", address_of("action_detail", one.action.pk))
            for one in each.actions
            if one.action.owner_id == me and one.action.state in OPEN_ACTIONS
        ]
    ahead += [
        (day, f"Midpoint review of {counted(count, 'plan')}", address_of("plan_list"))
        for day, count in midpoints.items()
    ]
    ahead += _days_of_phases(scheme)
    return [
        {"day": dates.day(day), "text": text, "href": href}
        for day, text, href in sorted(ahead)
        if day >= today
    ][:MOST_DATES]


def _days_of_phases(scheme: Scheme | None) -> list[tuple[datetime.date, str, str]]:
    if scheme is None:
        return []
    here = address_of("scheme_detail", scheme_id=scheme.pk)
    days = [(phase.first_day, f"{phase.name} begins", here) for phase in scheme.phases]
    days += [(phase.last_day, f"{phase.name} ends", here) for phase in scheme.phases]
    return [*days, (scheme.publish_by, "Report to be published", here)]
