"""The drivers of a plan: the picture of each aim, and the list with its links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from buddy_portal.design.charts import driver_diagram as chart
from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.figures import Figures
from buddy_portal.design.tags import Tag
from improvement_plans.aim_words import value_words
from improvement_plans.models import Aim, ChangeIdea, Driver, IdeaState

_TAGS = {
    IdeaState.IDEA: ("plain", "ring"),
    IdeaState.TESTING: ("amber", "clock"),
    IdeaState.ADOPTED: ("green", "tick"),
    IdeaState.ADAPTED: ("green", "tick"),
    IdeaState.ABANDONED: ("grey", "cross"),
}
_DRAWN: dict[IdeaState, chart.State] = {
    IdeaState.IDEA: "idea",
    IdeaState.TESTING: "testing",
    IdeaState.ADOPTED: "adopted",
    IdeaState.ADAPTED: "adapted",
    IdeaState.ABANDONED: "abandoned",
}


@dataclass(frozen=True)
class IdeaLine:
    """An idea in the list."""

    text: str
    tag: Tag
    more: str
    edit: str


@dataclass(frozen=True)
class DriverLine:
    """A driver in the list, with its ideas; its parts follow it."""

    label: str
    is_part: bool
    ideas: list[IdeaLine]
    edit: str
    remove: str
    add_idea: str


@dataclass(frozen=True)
class AimDrivers:
    """One aim with its picture and its list."""

    heading: str
    add: str
    lines: list[DriverLine]
    picture: Markup
    figures: Figures | None
    sentence: str


def aims_with_drivers(aims: Sequence[Aim]) -> list[AimDrivers]:
    """Every aim, also one without drivers, so that they can be added."""
    return [_aim(place, aim) for place, aim in enumerate(aims, 1)]


def _aim(place: int, aim: Aim) -> AimDrivers:
    primary: list[Driver] = aim.primary_drivers  # type: ignore[attr-defined]  # prefetched
    drivers = [each for first in primary for each in (first, *first.parts.all())]
    data = _diagram(place, aim, primary)
    picture = chart.draw_driver_diagram(data, chart_id=f"drivers-{aim.pk}")
    return AimDrivers(
        heading=f"{place}. {aim.title}",
        add=reverse("driver_new", args=[aim.plan_id, aim.pk]),
        lines=[_line(aim, driver) for driver in drivers],
        picture=picture if primary else Markup(""),
        figures=data.figures() if primary else None,
        sentence=data.description,
    )


def _line(aim: Aim, driver: Driver) -> DriverLine:
    where = [aim.plan_id, driver.pk]
    return DriverLine(
        label=driver.label,
        is_part=driver.parent_id is not None,
        ideas=[_idea(aim, idea) for idea in driver.ideas.all()],
        edit=reverse("driver_edit", args=where),
        remove=reverse("driver_remove", args=where),
        add_idea=reverse("idea_new", args=where),
    )


def _idea(aim: Aim, idea: ChangeIdea) -> IdeaLine:
    colour, shape = _TAGS[IdeaState(idea.state)]
    actions = len(idea.actions.all())
    said = [f"From {idea.source}." if idea.source else "", idea.learnt]
    said.append(f"{numbers.counted(actions, 'action')}." if actions else "No action yet.")
    return IdeaLine(
        text=idea.text,
        tag=Tag(idea.get_state_display(), colour, shape),
        more=" ".join(part for part in said if part),
        edit=reverse("idea_edit", args=[aim.plan_id, idea.pk]),
    )


def _diagram(place: int, aim: Aim, primary: Sequence[Driver]) -> chart.DriverDiagram:
    ideas = [
        idea
        for first in primary
        for driver in (first, *first.parts.all())
        for idea in driver.ideas.all()
    ]
    tried = sum(idea.state != IdeaState.IDEA for idea in ideas)
    target = value_words(aim, aim.target) if aim.target is not None else ""
    return chart.DriverDiagram(
        title=f"Driver diagram of aim {place}",
        description=(
            f"{aim.title}: {numbers.counted(len(primary), 'primary driver')}, "
            f"{numbers.counted(len(ideas), 'change idea')}, {tried} of them tried."
        ),
        aim_name=f"Aim {place}",
        aim=f"{aim.title}{f', to {target}' if target else ''}",
        drivers=tuple(
            chart.PrimaryDriver(
                first.label,
                tuple(
                    chart.SecondaryDriver(part.label, _ideas(part)) for part in first.parts.all()
                ),
                _ideas(first),
            )
            for first in primary
        ),
    )


def _ideas(driver: Driver) -> tuple[chart.ChangeIdea, ...]:
    return tuple(
        chart.ChangeIdea(idea.text, _DRAWN[IdeaState(idea.state)]) for idea in driver.ideas.all()
    )
