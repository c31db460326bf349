"""A survey year as arrays, trusts by questions: what pairing and expected ranges start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trusts.matching.inputs import Question as MatchingQuestion
from trusts.matching.inputs import SurveyTable
from trusts.models import Level, Question, Scale, Score, SurveyYear
from trusts.selectors.whole_trusts import successions
from trusts.successions import Part, Succession, combined, counted_under, parts_of

FIGURES = ("proportion", "answers", "lower", "upper")


# ODS code, question, answers, score, adjusted score, its lower and upper limit.
FoundRow = tuple[str, int, int | None, float | None, float | None, float | None, float | None]


@dataclass(frozen=True, eq=False)
class SurveyArrays:
    """The table that the pairing reads, and what its questions are called."""

    table: SurveyTable
    questions: dict[str, Question]


def survey_arrays(survey_year: SurveyYear, *, also: tuple[str, ...] = ()) -> SurveyArrays:
    """All trusts' scores on the questions scored as a percentage, as proportions. 4 queries.

    The adjusted score is taken where it was published, else the plain one. Suppressed is NaN.
    Where no national score was published, the mean of all trusts weighted by answers stands in.
    Questions without either strictly between 0 and 100 cannot be weighed and are left out. `also`
    names trusts (ODS codes) that get a row even without any result; where the year still lists
    their parts, the parts are one row, and where it counts the trust under its successor, the row
    is the successor's.
    """
    asked = list(Question.objects.filter(survey_year=survey_year, scale=Scale.PERCENT))
    rows = list(
        Score.objects.filter(
            survey_year=survey_year, level=Level.TRUST, group_kind="", question__in=asked
        )
        .order_by()
        .values_list("org_code", "question_id", "n", "score", "adjusted", "lower", "upper")
    )
    known = successions()
    rows = put_together(rows, also, known)
    national = _country(survey_year, rows)
    rows += _counted_under_others(rows, also, known)
    questions = [question for question in asked if question.pk in national]
    codes = tuple(sorted({row[0] for row in rows} | set(also)))
    kept = [row for row in rows if row[1] in national]
    figures = _filled(codes, [question.pk for question in questions], kept)
    table = SurveyTable(
        trusts=codes,
        questions=tuple(MatchingQuestion(q.number, q.section) for q in questions),
        national=np.array([national[q.pk] for q in questions], dtype=np.float64) / 100,
        **figures,
    )
    return SurveyArrays(table, {question.number: question for question in questions})


def put_together(
    rows: list[FoundRow], codes: Sequence[str], known: Sequence[Succession] | None = None
) -> list[FoundRow]:
    """The rows with the parts of each of these trusts made one. One query, none with `known`.

    A question that not every part shows has no figures for the whole, and a mean of several
    published intervals is none.
    """
    known = successions() if known is None else known
    present = {row[0] for row in rows}
    for code in codes:
        parts = present.intersection(parts_of(code, known))
        if parts in (set(), {code}):
            continue
        mine: dict[int, list[FoundRow]] = {}
        for row in rows:
            if row[0] in parts:
                mine.setdefault(row[1], []).append(row)
        rows = [row for row in rows if row[0] not in parts]
        rows += [_together(code, pk, found, len(parts)) for pk, found in mine.items()]
    return rows


def _counted_under_others(
    rows: Sequence[FoundRow], codes: Sequence[str], known: Sequence[Succession]
) -> list[FoundRow]:
    """What the year says of trusts that it lists under their successor only.

    Nothing where the successor is asked for as well: the results are then its own.
    """
    under = counted_under(known, {row[0] for row in rows})
    heirs = {code: under[code] for code in codes if under.get(code, code) not in codes}
    return [
        (code, question, n, score, adjusted, lower, upper)
        for code, heir in heirs.items()
        for listed, question, n, score, adjusted, lower, upper in rows
        if listed == heir
    ]


def _together(code: str, question: int, rows: list[FoundRow], parts: int) -> FoundRow:
    shown = combined([Part(n, score, adjusted) for _, _, n, score, adjusted, *_ in rows])
    if len(rows) < parts:
        return (code, question, None, None, None, None, None)
    return (code, question, shown.n, shown.score, shown.adjusted, None, None)


def _country(survey_year: SurveyYear, rows: Sequence[Sequence[Any]]) -> dict[int, float]:
    """The national score of each question: as published, else all trusts together."""
    published = Score.objects.filter(
        survey_year=survey_year, level=Level.NATIONAL, group_kind="", score__isnull=False
    ).values_list("question_id", "score")
    sums: dict[int, tuple[float, int]] = {}
    for _code, question, n, score, *_rest in rows:
        if n and score is not None:
            total, answers = sums.get(question, (0.0, 0))
            sums[question] = (total + n * score, answers + n)
    together = {question: total / answers for question, (total, answers) in sums.items()}
    known = {question: score for question, score in published if score is not None}
    found = {**together, **known}
    return {question: score for question, score in found.items() if 0 < score < 100}


def _filled(
    codes: tuple[str, ...], questions: list[int], rows: Sequence[Sequence[Any]]
) -> dict[str, NDArray[np.float64]]:
    row_of = {code: place for place, code in enumerate(codes)}
    column_of = {pk: place for place, pk in enumerate(questions)}
    shape = (len(codes), len(questions))
    figures = {name: np.full(shape, np.nan) for name in FIGURES}
    for code, question, n, score, adjusted, lower, upper in rows:
        cell = row_of[code], column_of[question]
        value = score if adjusted is None else adjusted
        for name, figure, unit in (
            ("proportion", value, 100.0),
            ("answers", n, 1.0),
            ("lower", lower, 100.0),
            ("upper", upper, 100.0),
        ):
            if figure is not None:
                figures[name][cell] = figure / unit
    return figures
