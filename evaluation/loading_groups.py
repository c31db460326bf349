"""Scores by fifth of deprivation: only those that may be shown, alone and beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from evaluation.earlier_versions import PublishedCounts
from evaluation.inputs import GroupRow, PairInput, QuestionInput
from evaluation.merged_trusts import Wholes
from evaluation.models import EvaluationRun
from trusts.models import Level, Score
from trusts.surveys.scales import SUPPRESSION_LIMIT

FIFTHS = "imd_quintile"
HOW_MANY = 5
ENDS = ("1", "5")
Place = tuple[str, int, str]


def groups_of(
    run: EvaluationRun,
    pairs: Collection[PairInput],
    questions: Collection[QuestionInput],
    public: PublishedCounts,
    wholes: Wholes,
) -> tuple[GroupRow, ...]:
    """Of both years: the mentees' targeted questions, and the country's answers to the same."""
    targeted = {target.question for pair in pairs for target in pair.targets if not target.why_not}
    numbers = {
        question.number
        for question in questions
        if question.number in targeted and question.comparable and question.scale == "percent"
    }
    mentees = set(wholes.codes(pair.mentee_code for pair in pairs))
    found = (
        Score.objects.filter(
            survey_year__in=[run.baseline_id, run.follow_up_id],
            question__number__in=numbers,
            group_kind__in=[FIFTHS, ""],
            level__in=[Level.TRUST, Level.NATIONAL],
            score__isnull=False,
            n__gt=SUPPRESSION_LIMIT,
        )
        .order_by("org_code", "question__number", "survey_year__year", "group_name")
        .values_list(
            "level", "org_code", "survey_year__year", "question__number", "group_name", "n", "score"
        )
    )
    listed = [
        GroupRow("" if level == Level.NATIONAL else code, year, number, group[:1], n, score)
        for level, code, year, number, group, n, score in found
        if (level == Level.NATIONAL or wholes.code(code) in mentees)
        and n is not None
        and score is not None
    ]
    rows = put_together(listed, wholes)
    totals = {_place(row): row.n for row in rows if not row.fifth}
    return without_derivable(
        [row for row in rows if row.fifth and _may_stand_beside(public, row)], totals
    )


def put_together(rows: Iterable[GroupRow], wholes: Wholes) -> list[GroupRow]:
    """The rows with those of merged trusts as one, weighted by answers.

    A group that any part listed in the year does not show is left out.
    """
    parts: dict[tuple[str, int, str, str], list[GroupRow]] = defaultdict(list)
    for row in rows:
        parts[wholes.code(row.org_code), row.year, row.question, row.fifth].append(row)
    return [
        _whole(whole, same)
        for (whole, year, _, _), same in parts.items()
        if len(same) == len(wholes.parts(whole, year))
    ]


def _whole(code: str, parts: list[GroupRow]) -> GroupRow:
    if len(parts) == 1:
        return replace(parts[0], org_code=code)
    n = sum(map(_size, parts))
    in_order = sorted(parts, key=lambda row: row.org_code)
    return replace(
        parts[0], org_code=code, n=n, score=sum(row.n * row.score for row in in_order) / n
    )


def _may_stand_beside(public: PublishedCounts, row: GroupRow) -> bool:
    place = (row.org_code, str(row.year), row.question)
    return public.may_join(place, row.fifth) and not public.tells_apart((*place, row.fifth), row.n)


def without_derivable(
    rows: Collection[GroupRow], totals: Mapping[Place, int]
) -> tuple[GroupRow, ...]:
    """The rows from which no group of 20 patients or fewer follows by subtraction.

    Where all fifths but one are shown, the smallest of them is hidden too. Where those shown miss
    all patients (`totals`) by 20 or fewer, one in the middle is hidden: the gap between the ends
    stays, and what is left over is no longer a few patients of no known area.
    """
    places: dict[Place, list[GroupRow]] = defaultdict(list)
    for row in rows:
        places[_place(row)].append(row)
    return tuple(row for place, shown in places.items() for row in _safe(shown, totals.get(place)))


def _safe(shown: list[GroupRow], total: int | None) -> list[GroupRow]:
    if len(shown) == HOW_MANY - 1:
        shown = _without(shown, min(shown, key=_size))
    while shown and total is not None and 0 < total - sum(map(_size, shown)) <= SUPPRESSION_LIMIT:
        middle = [row for row in shown if row.fifth not in ENDS]
        shown = _without(shown, min(middle or shown, key=_size))
    return shown


def _without(shown: list[GroupRow], hidden: GroupRow) -> list[GroupRow]:
    return [row for row in shown if row is not hidden]


def _size(row: GroupRow) -> int:
    return row.n


def _place(row: GroupRow) -> Place:
    return row.org_code, row.year, row.question
