"""The aims of a plan: lines with their pictures, and the facts beside the form of an aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.numbers import Unit
from buddy_portal.design.charts.target_row import TargetRow, draw_target_row
from buddy_portal.design.tables import Cell, Column, Row, Table
from improvement_plans.models import Aim
from improvement_plans.selectors import PlanPage, TargetFacts
from improvement_plans.status import StatusKind
from improvement_plans.target_help import smallest_change


@dataclass(frozen=True)
class AimLine:
    """An aim in the table of a plan's page."""

    heading: str
    baseline: str
    why: str
    target: str
    by: str
    actions: str
    outcome: str
    picture: Markup
    edit: str
    remove: str


def aim_lines(page: PlanPage) -> list[AimLine]:
    """The aims with their pictures, in order."""
    return [_aim_line(page, place, aim) for place, aim in enumerate(page.aims, 1)]


def _aim_line(page: PlanPage, place: int, aim: Aim) -> AimLine:
    question = aim.question
    answers = f" from {numbers.counted(aim.baseline_n, 'answer')}" if aim.baseline_n else ""
    row = TargetRow(
        label=f"Aim {place}: {aim.title}",
        baseline=aim.baseline,
        now=None,
        target=aim.target,
        unit=Unit.SCORE if question.scale == "mean_0_10" else Unit.PERCENT,
    )
    year = page.plan.pair.scheme.baseline.year
    return AimLine(
        heading=f"{place}. {aim.title}",
        baseline=f"{question.number}. Baseline {score_words(aim.baseline, question.scale)}"
        f"{answers}, {year} survey",
        why=aim.why,
        target=score_words(aim.target, question.scale),
        by=f"by {dates.day(aim.by_date)}" if aim.by_date else "no date yet",
        actions=_actions_of(page, aim),
        outcome=aim.get_outcome_display() if aim.outcome else "",
        picture=draw_target_row(row, chart_id=f"aim-{aim.pk}"),
        edit=reverse("aim_edit", args=[aim.plan_id, aim.pk]),
        remove=reverse("aim_remove", args=[aim.plan_id, aim.pk]),
    )


def _actions_of(page: PlanPage, aim: Aim) -> str:
    own = [each.status.kind for each in page.actions if each.action.aim_id == aim.pk]
    if not own:
        return "No action yet"
    return f"{numbers.share(own.count(StatusKind.COMPLETE), len(own))} complete"


def score_words(value: float | None, scale: str) -> str:
    """A score on its own scale: 63.8% or 8.53."""
    return numbers.plain(value, 2) if scale == "mean_0_10" else numbers.percent(value)


def facts_beside(facts: Sequence[TargetFacts]) -> Table:
    """What stands beside the aim form: own, mentor's, national score and the expected range."""
    return Table(
        caption="Your results and your mentor’s",
        columns=[
            Column("Question"),
            Column("You", numeric=True),
            Column("Expected range", numeric=True),
            Column("Your mentor", numeric=True),
            Column("England", numeric=True),
            Column("Smallest rise to see", numeric=True),
        ],
        rows=[_facts_row(fact) for fact in facts],
        show_caption=True,
        empty="The baseline survey shows no result of this trust.",
    )


def _facts_row(fact: TargetFacts) -> Row:
    scale, own = fact.question.scale, fact.own
    places = 2 if scale == "mean_0_10" else 1
    expected = numbers.interval(own.expected_lower, own.expected_upper, places)
    return Row(
        cells=[
            Cell(fact.question.label, note=fact.question.number),
            Cell(
                score_words(own.score, scale),
                note=numbers.counted(own.n, "answer") if own.n else "",
            ),
            expected,
            _shown(fact.mentor.score if fact.mentor else None, scale),
            _shown(fact.national.score if fact.national else None, scale),
            _rise(fact),
        ]
    )


def _rise(fact: TargetFacts) -> str:
    """The smallest rise that as many answers again would show four times in five."""
    if fact.question.scale == "mean_0_10":
        return "not known"
    rise = smallest_change(fact.own.score, fact.own.n)
    return "not known" if rise is None else f"{numbers.plain(rise, 1)} points"


def _shown(value: float | None, scale: str) -> str:
    return "not shown" if value is None else score_words(value, scale)
