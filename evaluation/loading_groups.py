"""Scores by fifth of deprivation: only those that may be shown, alone and beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from evaluation.inputs import GroupRow, PairInput, QuestionInput
from evaluation.models import EvaluationRun
from trusts.models import Level, Score
from trusts.surveys.scales import SUPPRESSION_LIMIT

FIFTHS = "imd_quintile"
HOW_MANY = 5


def groups_of(
    run: EvaluationRun, pairs: Collection[PairInput], questions: Collection[QuestionInput]
) -> tuple[GroupRow, ...]:
    """Of both years: the mentees' targeted questions, and the country's answers to the same."""
    targeted = {target.question for pair in pairs for target in pair.targets if not target.why_not}
    numbers = {
        question.number
        for question in questions
        if question.number in targeted and question.comparable and question.scale == "percent"
    }
    mentees = {pair.mentee_code for pair in pairs}
    found = (
        Score.objects.filter(
            survey_year__in=[run.baseline_id, run.follow_up_id],
            question__number__in=numbers,
            group_kind=FIFTHS,
            level__in=[Level.TRUST, Level.NATIONAL],
            score__isnull=False,
            n__gt=SUPPRESSION_LIMIT,
        )
        .order_by("org_code", "question__number", "survey_year__year", "group_name")
        .values_list(
            "level", "org_code", "survey_year__year", "question__number", "group_name", "n", "score"
        )
    )
    rows = [
        GroupRow("" if level == Level.NATIONAL else code, year, number, group[:1], n, score)
        for level, code, year, number, group, n, score in found
        if (level == Level.NATIONAL or code in mentees) and n is not None and score is not None
    ]
    return without_derivable(rows)


def without_derivable(rows: Collection[GroupRow]) -> tuple[GroupRow, ...]:
    """Where all fifths but one are shown, the smallest of them is hidden too.

    Else the hidden one would follow from the score of all patients by subtraction.
    """
    places: dict[tuple[str, int, str], list[GroupRow]] = defaultdict(list)
    for row in rows:
        places[row.org_code, row.year, row.question].append(row)
    return tuple(
        row
        for place in places.values()
        for row in place
        if len(place) != HOW_MANY - 1 or row != min(place, key=lambda each: each.n)
    )
