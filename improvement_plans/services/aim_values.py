"""What an aim starts from, and whether its target lies on the better side of that."""

from __future__ import annotations

from typing import Any

from buddy_portal.accounts.refusals import Refusal
from improvement_plans import time_box
from improvement_plans.measures.protection import is_small
from improvement_plans.measures.scale import UNITS, why_not
from improvement_plans.models import Direction, Measure, MeasureUnit, Plan
from improvement_plans.selectors.targets import group_score
from trusts.models import Question, Score


def baseline_of(plan: Plan, question: Question, group: str) -> tuple[float, int | None]:
    """(score, answers) of the mentee, of all patients or of one tumour group; refused if hidden."""
    if group:
        found = group_score(plan, question, group)
        if found is None:
            raise Refusal(
                f"The baseline survey shows no score of “{group}” for this question. Choose another"
                " tumour group, or all patients.",
                field="tumour_group",
            )
        return found
    score = Score.objects.filter(
        question=question, trust_id=plan.trust_id, level="trust", group_kind=""
    ).first()
    if score is None or score.score is None:
        raise Refusal(
            "The baseline survey shows no score of this trust for the question, so an aim could "
            "not be assessed. Choose another question.",
            field="question",
        )
    return score.score, score.n


def check_own_values(plan: Plan, measure: Measure, values: dict[str, Any]) -> None:
    """Baseline and target fit the measure's unit, and the target is the better of the two."""
    baseline, target = values["baseline"], values["target"]
    unit = MeasureUnit(measure.unit)
    for field, value in (("baseline", baseline), ("target", target)):
        problem = why_not(value, unit)
        if problem:
            raise Refusal(problem, field=field)
    if measure.counts_patients and unit is MeasureUnit.COUNT and is_small(baseline):
        raise Refusal(
            "Everybody who reads the plan sees where you begin, and a number of 1 to 9 patients is "
            "shown to nobody. Count over a longer time, or follow a percentage",
            field="baseline",
        )
    shown = UNITS[unit].exact(baseline)
    if measure.direction == Direction.INCREASE and target <= baseline:
        raise Refusal(f"Higher is better: enter a target above {shown}", field="target")
    if measure.direction == Direction.DECREASE and target >= baseline:
        raise Refusal(f"Lower is better: enter a target below {shown}", field="target")
    if target == baseline:
        raise Refusal("Enter a target that differs from the baseline", field="target")
    time_box.check_day_in_window(
        plan, values["by_date"], field="by_date", what="The date of the aim"
    )
