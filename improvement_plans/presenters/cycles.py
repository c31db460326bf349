"""PDSA cycles in words and as ramps. No queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.urls import reverse
from markupsafe import Markup

from buddy_portal.design import dates
from buddy_portal.design.charts.numbers import counted, uk_date_range
from buddy_portal.design.charts.ramp import Decision, Ramp, Turn, draw_ramp
from buddy_portal.design.tags import Tag
from improvement_plans.models import (
    ChangeIdea,
    CycleDecision,
    CycleScale,
    CycleState,
    IdeaState,
    PdsaCycle,
)
from improvement_plans.states import IDEA_MOVES

_STATE_TAGS = {
    CycleState.PLANNED: Tag("Planned", "plain", "ring"),
    CycleState.DOING: Tag("Being done", "amber", "clock"),
    CycleState.STUDYING: Tag("To be studied", "amber", "triangle"),
}
_DECISION_TAGS = {
    CycleDecision.ADOPT: Tag("Adopt", "green", "tick"),
    CycleDecision.ADAPT: Tag("Adapt", "blue", "up"),
    CycleDecision.ABANDON: Tag("Abandon", "grey", "cross"),
}
_SCALES = tuple(CycleScale)


@dataclass(frozen=True)
class CycleLine:
    """A cycle in the list of its idea."""

    head: str
    href: str
    tag: Tag
    more: str


@dataclass(frozen=True)
class IdeaRamp:
    """A change idea with its picture and its list."""

    heading: str
    aim: str
    state: str
    lines: list[CycleLine]
    picture: Markup
    chart: Ramp
    add: str
    """Address of the form for the next cycle, where there can be one."""


@dataclass(frozen=True)
class CycleSteps:
    """What can be done with a cycle next, and beside it."""

    address: str
    words: str
    said: str


def ramp_of(idea: ChangeIdea, *, place: int, may_edit: bool) -> IdeaRamp:
    """An idea whose cycles are loaded; its place on the page tells apart ideas of one name."""
    cycles = list(idea.cycles.all())
    chart = _chart(idea, cycles, place)
    add = reverse("cycle_new", args=[idea.driver.aim.plan_id, idea.pk])
    return IdeaRamp(
        heading=idea.text,
        aim=idea.driver.aim.title,
        state=idea.get_state_display(),
        lines=[_line(cycle) for cycle in cycles],
        picture=draw_ramp(chart, chart_id=f"ramp-{idea.pk}"),
        chart=chart,
        add=add if may_edit and can_have_next(idea, cycles) else "",
    )


def can_have_next(idea: ChangeIdea, cycles: Sequence[PdsaCycle]) -> bool:
    """Whether another cycle can be planned: none is open, and the idea can be tested."""
    state = IdeaState(idea.state)
    is_testable = state is IdeaState.TESTING or IdeaState.TESTING in IDEA_MOVES[state]
    return is_testable and all(cycle.state == CycleState.DECIDED for cycle in cycles)


def tag_of_cycle(cycle: PdsaCycle) -> Tag:
    """How far a cycle is, or what was decided."""
    if cycle.decision:
        return _DECISION_TAGS[CycleDecision(cycle.decision)]
    return _STATE_TAGS[CycleState(cycle.state)]


def facts_of(cycle: PdsaCycle) -> list[tuple[str, list[tuple[str, str]]]]:
    """What stands in a cycle, under plan, do, study and act."""
    plan = [
        ("Question", cycle.question),
        ("Prediction", cycle.prediction),
        ("How small", cycle.get_scale_display()),
        ("Who does what", cycle.plan_words),
        ("Measure", str(cycle.measure) if cycle.measure else "None: we look and ask"),
        ("When", uk_date_range(cycle.starts_on, cycle.ends_on)),
    ]
    do = [("Begun", dates.day(cycle.begun_on)), ("Done", cycle.did or "-")]
    study = [("Found", cycle.found), ("Prediction true?", cycle.get_prediction_met_display())]
    act = [("Decision", cycle.get_decision_display()), ("Decided", dates.day(cycle.decided_on))]
    parts = [("Plan", plan)]
    parts += [("Do", do)] if cycle.begun_on else []
    parts += [("Study", study), ("Act", act)] if cycle.decision else []
    return parts


def next_step_of(cycle: PdsaCycle) -> CycleSteps | None:
    """The one thing to do next with a cycle."""
    here = [cycle.pk]
    match CycleState(cycle.state):
        case CycleState.PLANNED:
            return CycleSteps(
                reverse("cycle_begin", args=here),
                "Begin to do it",
                "The prediction is then locked, so that it can be held against what you find.",
            )
        case CycleState.DOING:
            return CycleSteps(
                reverse("cycle_did", args=here),
                "Say what was done",
                "Also where it went otherwise.",
            )
        case CycleState.STUDYING:
            return CycleSteps(
                reverse("cycle_decide", args=here),
                "Study it and decide",
                "Hold what you found against the prediction.",
            )
    return None


def _line(cycle: PdsaCycle) -> CycleLine:
    when = uk_date_range(cycle.starts_on, cycle.ends_on)
    met = (
        f" Prediction true: {cycle.get_prediction_met_display().lower()}." if cycle.decision else ""
    )
    found = f" {cycle.found}" if cycle.found else ""
    return CycleLine(
        head=f"Cycle {cycle.number}: {cycle.question}",
        href=reverse("cycle", args=[cycle.pk]),
        tag=tag_of_cycle(cycle),
        more=f"{cycle.get_scale_display()}, {when}.{met}{found}",
    )


def _chart(idea: ChangeIdea, cycles: Sequence[PdsaCycle], place: int) -> Ramp:
    turns = tuple(
        Turn(
            number=cycle.number,
            when=dates.short_day(cycle.starts_on),
            scale=_SCALES.index(CycleScale(cycle.scale)),
            question=cycle.question,
            stage=tag_of_cycle(cycle).text,
            decision=cast(Decision, cycle.decision),
            met=cycle.get_prediction_met_display() if cycle.prediction_met else "",
        )
        for cycle in cycles
    )
    said = f"{counted(len(cycles), 'cycle')}"
    if cycles:
        said += (
            f", the latest: {turns[-1].outcome.lower()}, {cycles[-1].get_scale_display().lower()}"
        )
    return Ramp(
        title=f"Ramp of tests {place}: {idea.text}",
        description=f"{said}.",
        scales=tuple(str(scale.label) for scale in _SCALES),
        turns=turns,
    )
