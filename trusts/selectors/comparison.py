"""Up to five trusts beside each other, question by question. Never ranked: trusts by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trusts.models import Question, QuestionSpread, SurveyYear, Trust
from trusts.selectors.results import ResultRow, result_row
from trusts.selectors.spreads import spreads_of
from trusts.selectors.whole_trusts import scores_of_wholes, whole_trusts

MOST_TRUSTS = 5


@dataclass(frozen=True)
class ComparedQuestion:
    """A question with each trust's result in the order of the trusts; None where it has none."""

    number: str
    label: str
    section: str
    scale: str
    national: float | None
    middle_half: tuple[float, float] | None
    results: tuple[ResultRow | None, ...]


def compared_trusts(
    survey_year: SurveyYear, trusts: Sequence[Trust], *, section: str = ""
) -> list[ComparedQuestion]:
    """Every question of the year (or of a section) with these trusts' results. Five queries."""
    questions = (
        Question.objects.filter(survey_year=survey_year)
        .order_by("position", "number")
        .defer("text")
    )
    if section:
        questions = questions.filter(section=section)
    spreads = spreads_of([survey_year])
    held = {
        (question, trust): result_row(score, spreads.get(question))
        for trust, scores in scores_of_wholes(whole_trusts(trusts), [survey_year]).items()
        for question, score in scores.of.get(survey_year.pk, {}).items()
    }
    return [
        ComparedQuestion(
            number=question.number,
            label=question.label,
            section=question.section,
            scale=question.scale,
            national=_national(spreads.get(question.pk)),
            middle_half=_middle_half(spreads.get(question.pk)),
            results=tuple(held.get((question.pk, trust.pk)) for trust in trusts),
        )
        for question in questions
    ]


def _national(spread: QuestionSpread | None) -> float | None:
    return spread.country if spread is not None and spread.country_is_published else None


def _middle_half(spread: QuestionSpread | None) -> tuple[float, float] | None:
    if spread is None or spread.lower_quarter is None or spread.upper_quarter is None:
        return None
    return spread.lower_quarter, spread.upper_quarter
