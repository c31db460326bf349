"""Gaps between patients from the most and the least deprived areas, before and after."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from evaluation.inputs import GroupRow, Inputs, QuestionInput
from evaluation.statistics.inequality import (
    Group,
    InequalitySlope,
    change_of_gap,
    gap_between,
    slope_over_groups,
)

Content = dict[str, Any]
MOST, LEAST = "1", "5"
FIFTHS = ("1", "2", "3", "4", "5")
MENTEES, COUNTRY = "mentees", "country"


def gaps_of(inputs: Inputs, targets: dict[str, tuple[str, ...]]) -> Content:
    """Every targeted question: the gap of the mentees that targeted it, and of the country."""
    counts = Counter(number for chosen in targets.values() for number in chosen)
    wanted = [question for question in inputs.questions if counts[question.number]]
    wanted.sort(key=lambda question: -counts[question.number])
    cells = _by_place(inputs.groups)
    found = [row for question in wanted for row in _question(inputs, question, targets, cells)]
    return {"kind": "imd_quintile", "rows": [row for row in found if row is not None]}


Place = tuple[str, str, int]
Cells = dict[Place, dict[str, Group]]


def _by_place(rows: Iterable[GroupRow]) -> Cells:
    """(organisation, question, year) -> fifth -> its answers and score; the country is ""."""
    cells: Cells = defaultdict(dict)
    for row in rows:
        cells[row.org_code, row.question, row.year][row.fifth] = Group(row.fifth, row.n, row.score)
    return cells


def _question(
    inputs: Inputs, question: QuestionInput, targets: dict[str, tuple[str, ...]], cells: Cells
) -> list[Content]:
    years = (inputs.baseline.year, inputs.follow_up.year)
    mentees = sorted(code for code, chosen in targets.items() if question.number in chosen)
    rows = []
    for who, codes in ((MENTEES, mentees), (COUNTRY, [""])):
        shown = [
            code
            for code in codes
            if all({MOST, LEAST} <= set(cells[code, question.number, year]) for year in years)
        ]
        if shown:
            rows.append(_row(question, who, shown, years, cells))
    return rows


def _row(
    question: QuestionInput, who: str, codes: list[str], years: tuple[int, int], cells: Cells
) -> Content:
    pooled = [_pooled([cells[code, question.number, year] for code in codes]) for year in years]
    gaps = [gap_between(groups[MOST], groups[LEAST]) for groups in pooled]
    slopes = [_slope(groups) for groups in pooled]
    return {
        "question": question.number,
        "label": question.label,
        "who": who,
        "trusts": len(codes) if who == MENTEES else None,
        "years": [
            {
                "year": year,
                "n_most": groups[MOST].n,
                "n_least": groups[LEAST].n,
                "gap": asdict(gap),
                "slope": asdict(slope) if slope else None,
            }
            for year, groups, gap, slope in zip(years, pooled, gaps, slopes, strict=True)
        ],
        "change": asdict(change_of_gap(*gaps)),
    }


def _pooled(places: Sequence[dict[str, Group]]) -> dict[str, Group]:
    """Answers of several trusts put together; a fifth that one of them hides is left out."""
    pooled = {}
    for fifth in FIFTHS:
        groups = [place[fifth] for place in places if fifth in place]
        if len(groups) == len(places):
            n = sum(group.n or 0 for group in groups)
            positive = sum((group.n or 0) * (group.score or 0.0) for group in groups)
            pooled[fifth] = Group(fifth, n, positive / n)
    return pooled


def _slope(groups: dict[str, Group]) -> InequalitySlope | None:
    if len(groups) < len(FIFTHS):
        return None
    return slope_over_groups([groups[fifth] for fifth in FIFTHS])
