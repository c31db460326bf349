"""Aims that are told apart from the survey's result: one tumour group's, or a measure's own.

The main result compares all patients of a trust with those of others. A group is too few people
for that, and nobody else follows a trust's own measure: what they show is told, not tested.
"""

from __future__ import annotations

from collections.abc import Iterable

from evaluation.inputs import ApartInput
from evaluation.models import EvaluationRun
from improvement_plans.aim_words import read_from
from improvement_plans.measures.protection import is_small, may_show_value
from improvement_plans.models import Aim, DataPoint, Direction, Measure, MeasureUnit
from trusts.models import Question, SurveyYear, Trust
from trusts.selectors.groups import GroupScore, question_groups
from trusts.selectors.whole_trusts import WholeTrust, whole_trust

TUMOUR_GROUPS = "tumour_group"
NOT_SHOWN = "Not shown: few answers, or not published."
NO_FIGURE = "No figure that may be shown was reported."


def apart_of(run: EvaluationRun, mentee: Trust, aims: Iterable[Aim]) -> tuple[ApartInput, ...]:
    """The aims of one plan that are told apart. Queries only where there is one of a group."""
    found = []
    for aim in aims:
        if aim.own_measure is not None:
            found.append(_own(aim, aim.own_measure))
        elif aim.question is not None and aim.tumour_group:
            found.append(_group(run, mentee, aim, aim.question))
    return tuple(found)


def _own(aim: Aim, measure: Measure) -> ApartInput:
    shown = [point for point in measure.points.all() if may_show_value(measure, point)]
    last: DataPoint | None = max(shown, key=lambda point: point.on, default=None)
    return ApartInput(
        title=aim.title,
        read_from=read_from(aim),
        unit=measure.unit,
        is_own=True,
        before=_baseline(aim, measure),
        n_before=None,
        after=last.value if last else None,
        n_after=None,
        after_on=str(last.on) if last else "",
        target=aim.target,
        lower_is_better=measure.direction == Direction.DECREASE,
        why_not="" if last else NO_FIGURE,
    )


def _baseline(aim: Aim, measure: Measure) -> float | None:
    """Hidden where it is a number of patients from 1 to 9, as the measure's figures are."""
    counts = measure.counts_patients and measure.unit == MeasureUnit.COUNT
    return None if aim.baseline is None or (counts and is_small(aim.baseline)) else aim.baseline


def _group(run: EvaluationRun, mentee: Trust, aim: Aim, question: Question) -> ApartInput:
    whole = whole_trust(mentee)
    before = _score(run.baseline, whole, aim, question)
    after = _score(run.follow_up, whole, aim, question)
    return ApartInput(
        title=aim.title,
        read_from=read_from(aim),
        unit=question.scale,
        is_own=False,
        before=before.score if before else None,
        n_before=before.n if before else None,
        after=after.score if after else None,
        n_after=after.n if after else None,
        after_on="",
        target=aim.target,
        lower_is_better=False,
        why_not="" if before and after else NOT_SHOWN,
    )


def _score(year: SurveyYear, whole: WholeTrust, aim: Aim, question: Question) -> GroupScore | None:
    found = question_groups(year, whole, TUMOUR_GROUPS, number=question.number)
    cells = (cell for each in found for cell in each.shown)
    return next((cell for cell in cells if cell.name == aim.tumour_group), None)
