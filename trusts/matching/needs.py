"""What each trust needs, and how far another trust's strengths cover it."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trusts.matching.evidence import Evidence
from trusts.matching.inputs import Choices, FloatArray, PairingInputs, SurveyTable


@dataclass(frozen=True, eq=False)
class Wishes:
    """What trusts chose, trusts x questions: `weight` = priority x h, `themes` = h where chosen.

    `rows` are the trusts' rows in the survey.
    """

    rows: NDArray[np.intp]
    weight: FloatArray
    themes: FloatArray


def wishes(inputs: PairingInputs, trusts: tuple[str, ...]) -> Wishes:
    """The choices of these trusts, in this order; a question without a priority has 1."""
    survey = inputs.survey
    place = {code: row for row, code in enumerate(survey.trusts)}
    chosen = [inputs.choices.get(code, Choices()) for code in trusts]
    shape = (len(trusts), len(survey.questions))
    priority = [[c.priorities.get(q.code, 1) for q in survey.questions] for c in chosen]
    themes = [[float(q.code in c.themes) for q in survey.questions] for c in chosen]
    fair_share = section_shares(survey)
    return Wishes(
        rows=np.array([place[code] for code in trusts], dtype=np.intp),
        weight=np.array(priority, dtype=np.float64).reshape(shape) * fair_share,
        themes=np.array(themes, dtype=np.float64).reshape(shape) * fair_share,
    )


def section_shares(survey: SurveyTable) -> FloatArray:
    """h of each question: 1 / (questions in its section)."""
    sizes = Counter(question.section for question in survey.questions)
    return np.array([1.0 / sizes[question.section] for question in survey.questions])


def need_table(evidence: Evidence, wished: Wishes) -> FloatArray:
    """Weighted need, trusts x questions: priority x h x shortfall; 0 where there is none.

    A suppressed question is not a need. A trust without needs gets its chosen themes instead,
    each as a full shortfall.
    """
    need: FloatArray = wished.weight * np.nan_to_num(evidence.shortfall[wished.rows])
    without = ~need.any(axis=1)
    need[without] = wished.themes[without]
    return need


def coverage_of(offered: FloatArray, wanted: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Share of the need covered where the helper's results are shown, and the share shown.

    `offered`: strengths, helpers x questions, NaN where suppressed. `wanted`: needs, helped x
    questions. Both answers: helpers x helped, NaN where there is no need (in sight).
    """
    in_sight = (~np.isnan(offered)).astype(np.float64) @ wanted.T
    covered = np.nan_to_num(offered) @ wanted.T
    whole = wanted.sum(axis=1)[None, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        coverage = np.where(in_sight > 0, covered / in_sight, np.nan)
        shown = np.where(whole > 0, in_sight / whole, np.nan)
    return np.minimum(coverage, 1.0), shown
