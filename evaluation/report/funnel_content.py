"""One question, every trust, before and after: the funnel pair of a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

import numpy as np

from evaluation.inputs import Inputs, QuestionInput
from evaluation.statistics import ScoreRow
from evaluation.statistics.cohorts import FEWEST_ANSWERS_SHOWN
from trusts.surveys.funnels import funnel_lines
from trusts.surveys.scales import Scale

Content = dict[str, Any]
FEWEST_TRUSTS = 5
Cell = tuple[int, float]


def funnels_of(inputs: Inputs, targets: dict[str, tuple[str, ...]]) -> Content | None:
    """The question that most mentees targeted, with the trusts shown in both years; or None."""
    question = _most_targeted(inputs, targets)
    if question is None:
        return None
    before, after = inputs.baseline.year, inputs.follow_up.year
    cells = {year: _cells(inputs, question.number, year) for year in (before, after)}
    both = sorted(set(cells[before]) & set(cells[after]))
    if len(both) < FEWEST_TRUSTS:
        return None
    return {
        "question": question.number,
        "label": question.label,
        "targeted_by": sum(question.number in chosen for chosen in targets.values()),
        "years": [
            _year(inputs, year, [(code, cells[year][code]) for code in both])
            for year in (before, after)
        ],
    }


def _most_targeted(inputs: Inputs, targets: dict[str, tuple[str, ...]]) -> QuestionInput | None:
    counts = Counter(number for chosen in targets.values() for number in chosen)
    usable = [
        question
        for question in inputs.questions
        if counts[question.number] and question.comparable and question.scale != "mean_0_10"
    ]
    return max(usable, key=lambda question: counts[question.number], default=None)


def _cells(inputs: Inputs, number: str, year: int) -> dict[str, Cell]:
    return {
        row.org_code: (row.n, row.score)
        for row in inputs.rows
        if row.question == number
        and row.year == year
        and _is_shown(row)
        and row.n is not None
        and row.score is not None
    }


def _is_shown(row: ScoreRow) -> bool:
    return row.score is not None and row.n is not None and row.n >= FEWEST_ANSWERS_SHOWN


def _year(inputs: Inputs, year: int, cells: list[tuple[str, Cell]]) -> Content:
    answers = [n for _code, (n, _score) in cells]
    scores = [score for _code, (_n, score) in cells]
    national = float(np.average(scores, weights=answers))
    lines = asdict(funnel_lines(scores, answers, national, Scale.PERCENT))
    positions = lines.pop("positions")
    return {
        "year": year,
        "national": national,
        **lines,
        "points": [
            {"code": code, "n": n, "score": score, "role": _role(inputs, code), "position": place}
            for (code, (n, score)), place in zip(cells, positions, strict=True)
        ],
    }


def _role(inputs: Inputs, code: str) -> str:
    if code in inputs.mentees:
        return "mentee"
    return "mentor" if code in inputs.mentors else "other"
