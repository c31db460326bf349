"""The task list of a plan that is being written: what is there, what is missing, where to go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts import numbers
from buddy_portal.design.tags import Tag
from improvement_plans.models import Action, Plan
from improvement_plans.readiness import Need, NeedKind, unmet
from improvement_plans.selectors.rooms import Rooms
from improvement_plans.time_box import ends_late
from improvement_plans.timing import Caution, survey_caution

DONE = Tag("Done", "blue", "tick")
MISSING = Tag("Missing", "amber", "triangle")
OPEN = Tag("Can wait", "plain", "ring")
Task = dict[str, Any]


@dataclass(frozen=True)
class TaskList:
    """What must be there, what helps, how far it is and what to think of."""

    needed: list[Task]
    helpful: list[Task]
    so_far: str
    missing: str
    cautions: list[Caution]


def task_list(
    plan: Plan, needs: Sequence[Need], actions: Iterable[Action], rooms: Rooms
) -> TaskList:
    """The page before a plan is submitted."""
    return TaskList(
        needed=[_needed(plan, need) for need in needs],
        helpful=_helpful(plan, rooms),
        so_far=so_far_words(needs),
        missing=missing_words(needs),
        cautions=cautions_of(plan, actions),
    )


def so_far_words(needs: Sequence[Need]) -> str:
    """ "6 of 8 things are there." """
    there = len(needs) - len(unmet(needs))
    if there == len(needs):
        return "Everything that a plan needs is there."
    return f"{numbers.share(there, len(needs))} things that a plan needs are there."


def missing_words(needs: Iterable[Need]) -> str:
    """What must be done before it can be submitted, as one sentence; empty where nothing must."""
    asks = [need.ask for need in unmet(needs)]
    return f"Before you can submit the plan: {'; '.join(asks)}." if asks else ""


def missing_links(plan: Plan, needs: Iterable[Need]) -> list[tuple[str, str]]:
    """What is missing, with the address of the form that fills it."""
    return [(f"{need.ask[0].upper()}{need.ask[1:]}", _address(plan, need)) for need in unmet(needs)]


def carried_links(plan: Plan, carried: Iterable[Action]) -> list[tuple[str, str, str]]:
    """What the trust carried over: its text, where it comes from, and where it is taken up."""
    there = address_of("action_new", plan.pk)
    return [
        (each.text, f"From the plan of {each.plan.scheme}", f"{there}?carried={each.pk}")
        for each in carried
    ]


def cautions_of(plan: Plan, actions: Iterable[Action]) -> list[Caution]:
    """What to think of before the plan is submitted: actions that end late, an early survey."""
    late = [action for action in actions if ends_late(plan, action.due)]
    found = [_late(plan, late)] if late else []
    survey = survey_caution(plan)
    return [*found, survey] if survey else found


def _late(plan: Plan, late: Sequence[Action]) -> Caution:
    what = "1 action ends" if len(late) == 1 else f"{len(late)} actions end"
    last = max(action.due for action in late)
    return Caution(
        f"{what} late.",
        f"The last is due on {dates.day(last)}, within four weeks of the end of the window on "
        f"{dates.day(plan.window_to)}. Little time is left to see whether that works.",
    )


def _needed(plan: Plan, need: Need) -> Task:
    return {
        "text": need.title,
        "href": _address(plan, need),
        "hint": need.so_far or ("" if need.is_met else _hint(need)),
        "tag": DONE if need.is_met else MISSING,
    }


def _hint(need: Need) -> str:
    if need.kind is NeedKind.PARTNER:
        return "Invite one from the plan’s page. If nobody takes part, say why here."
    return ""


def _address(plan: Plan, need: Need) -> str:
    if need.kind is NeedKind.FIRST_AIM:
        return address_of("aim_new", plan.pk)
    if need.kind is NeedKind.AIM:
        return address_of("aim_edit", plan.pk, need.aim_id)
    if need.kind is NeedKind.ACTION:
        return f"{reverse('action_new', args=[plan.pk])}?aim={need.aim_id}"
    field = "no_partner_reason" if need.kind is NeedKind.PARTNER else need.kind.value
    return f"{reverse('plan_edit', args=[plan.pk])}#id_{field}"


def _helpful(plan: Plan, rooms: Rooms) -> list[Task]:
    edit, here = address_of("plan_edit", plan.pk), [plan.pk]
    return [
        _help("A summary in plain English", f"{edit}#id_public_summary", bool(plan.public_summary)),
        _help("A day for the midpoint review", f"{edit}#id_midpoint", plan.midpoint is not None),
        _help("Drivers and change ideas", reverse("driver_list", args=here), rooms.drivers > 0),
        _help("What could get in the way", reverse("risk_list", args=here), rooms.risks > 0),
        _help("Whether it will last", reverse("sustainability", args=here), bool(rooms.looks)),
    ]


def _help(text: str, href: str, there: bool) -> Task:
    return {"text": text, "href": href, "hint": "", "tag": DONE if there else OPEN}
