"""What the survey itself brings to an evaluation: questions, scores and years."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from evaluation.earlier_versions import PublishedCounts
from evaluation.inputs import QuestionInput, YearInput
from evaluation.models import EvaluationRun
from trusts.comparability import REDESIGNED_IN, Asked, ComparabilityVerdict, Said, comparability_of
from trusts.models import Comparability, Question, Score, SurveyYear
from trusts.sample_window import sample_window_verdict
from trusts.surveys.scales import SUPPRESSION_LIMIT

if TYPE_CHECKING:
    from evaluation.statistics import ScoreRow

Days = tuple[datetime.date, datetime.date]
SaidOf = dict[tuple[str, int, int], Said]


def said_of(run: EvaluationRun) -> SaidOf:
    return {
        (row.question_number, row.earlier_year, row.later_year): Said(
            Comparability.Answer(row.answer), row.reason
        )
        for row in Comparability.objects.filter(survey=run.baseline.survey)
    }


def compared(
    run: EvaluationRun, number: str, earlier: Asked, later: Asked | None, said: SaidOf
) -> ComparabilityVerdict:
    last = later.year if later else run.follow_up.year
    return comparability_of(
        earlier=earlier,
        later=later,
        said=said.get((number, earlier.year, last)),
        redesigned_in=REDESIGNED_IN.get(run.baseline.survey.slug, ()),
    )


def questions_of(run: EvaluationRun, said: SaidOf) -> tuple[QuestionInput, ...]:
    """The baseline's questions, each with whether it may be compared with the follow-up's."""
    return _questions_beside(run, said, run.follow_up.questions.all())


def planned_questions(run: EvaluationRun, said: SaidOf) -> tuple[QuestionInput, ...]:
    """As `questions_of`; a follow-up that is not known yet is taken to ask the same again."""
    later = run.follow_up.questions.all() or run.baseline.questions.all()
    return _questions_beside(run, said, later)


def _questions_beside(
    run: EvaluationRun, said: SaidOf, asked_later: Iterable[Question]
) -> tuple[QuestionInput, ...]:
    later = {question.number: question for question in asked_later}
    return tuple(
        _question(run, question, later.get(question.number), said)
        for question in run.baseline.questions.all()
    )


def _question(
    run: EvaluationRun, earlier: Question, later: Question | None, said: SaidOf
) -> QuestionInput:
    verdict = compared(
        run,
        earlier.number,
        Asked(run.baseline.year, earlier.scale),
        Asked(run.follow_up.year, later.scale) if later else None,
        said,
    )
    return QuestionInput(
        number=earlier.number,
        label=earlier.label,
        section=earlier.section,
        scale=earlier.scale,
        comparable=verdict.is_comparable,
        changed_wording=verdict.answer == Comparability.Answer.CHANGED,
        why=verdict.reason,
    )


def questions_alike(run: EvaluationRun, said: SaidOf) -> set[tuple[int, str]]:
    """(year, number) of every question that may stand beside the baseline's of the same number.

    A question that was asked otherwise in some year, or on another scale, is another question:
    its scores of that year take no part, not even to learn what was to be expected.
    """
    base, allowed = run.baseline.year, set()
    scales = {question.number: question.scale for question in run.baseline.questions.all()}
    others = Question.objects.filter(
        survey_year__survey=run.baseline.survey, survey_year__year__lte=run.follow_up.year
    ).values_list("survey_year__year", "number", "scale")
    for year, number, scale in others:
        if number not in scales:
            continue
        first, last = sorted(
            (Asked(base, scales[number]), Asked(year, scale)), key=lambda each: each.year
        )
        if year == base or compared(run, number, first, last, said).is_comparable:
            allowed.add((year, number))
    return allowed


def held_back_rows(
    rows: Iterable[ScoreRow], public: PublishedCounts
) -> tuple[tuple[ScoreRow, ...], int]:
    """The rows without what would tell earlier reports apart, and how many were held back."""
    kept, held = [], 0
    for row in rows:
        if row.score is not None and public.tells_apart(
            (row.org_code, str(row.year), row.question), row.n
        ):
            row, held = row._replace(n=None, score=None), held + 1
        kept.append(row)
    return tuple(kept), held


def rows_of(run: EvaluationRun, asked: set[tuple[int, str]]) -> tuple[ScoreRow, ...]:
    """Unadjusted scores of all patients, of every year of the survey up to the follow-up.

    A score of 20 answers or fewer is hidden here whatever the import let in.
    """
    from evaluation.statistics import ScoreRow

    found = (
        Score.objects.filter(
            survey_year__survey=run.baseline.survey,
            survey_year__year__lte=run.follow_up.year,
            level="trust",
            group_kind="",
        )
        .order_by("org_code", "question__number", "survey_year__year")
        .values_list(
            "org_code", "survey_year__year", "question__number", "n", "score", "question__scale"
        )
    )
    return tuple(
        ScoreRow(
            code, year, number, *shown(n, score), "mean" if scale == "mean_0_10" else "percent"
        )
        for code, year, number, n, score, scale in found
        if (year, number) in asked
    )


def shown(n: int | None, score: float | None) -> tuple[int | None, float | None]:
    """(answers, score), both None where few people answered."""
    few = n is not None and n <= SUPPRESSION_LIMIT
    return (None, None) if few else (n, score)


def prior_of(run: EvaluationRun) -> int | None:
    """The year before the baseline that the scheme names: it was not used to choose targets."""
    prior = run.scheme.prior
    if prior is None or prior.survey_id != run.baseline.survey_id:
        return None
    return prior.year if prior.year < run.baseline.year else None


def year_of(year: SurveyYear, window: Days) -> YearInput:
    verdict = sample_window_verdict(window, (year.sample_from, year.sample_to))
    sample = (str(year.sample_from), str(year.sample_to)) if year.sample_from else None
    sources = (
        year.imports.filter(state="committed")
        .order_by("file_name", "sha256")
        .values_list("file_name", "sha256")
        .distinct()
    )
    return YearInput(
        year=year.year,
        sample=sample,
        standing=str(verdict.standing),
        sources=tuple((name, digest) for name, digest in sources),
    )
