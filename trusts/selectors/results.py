"""What a trust's patients said in one survey year, question by question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trusts.expected_range import (
    FEW_ANSWERS,
    Range,
    our_expected_range,
    our_expected_range_of_mean,
    wilson_range,
)
from trusts.models import QuestionSpread, Scale, Score, SurveyYear
from trusts.selectors.spreads import spreads_of
from trusts.selectors.whole_trusts import WholeScores, WholeTrust

Reading = Literal["below", "within", "above"]


@dataclass(frozen=True)
class ResultRow:
    """One question of one trust, on the question's own scale.

    `is_adjusted`: whether the score is adjusted for which patients answered.
    `reading` is None where there is no range to read against, or too few answers to say.
    """

    number: str
    label: str
    section: str
    scale: str
    n: int | None
    score: float | None
    is_adjusted: bool
    suppressed: bool
    national: float | None
    interval: Range | None
    expected: Range | None
    expected_is_ours: bool
    reading: Reading | None

    @property
    def is_few(self) -> bool:
        """Too few answers for a verdict."""
        return self.n is not None and self.n < FEW_ANSWERS and not self.suppressed


def years_with_results(whole: WholeTrust) -> list[SurveyYear]:
    """The survey years that hold a result of this trust or of a part of it, newest first."""
    years = SurveyYear.objects.filter(scores__trust__in=whole.ids).distinct()
    return list(years.select_related("survey").order_by("-year", "survey__name"))


def trust_results(held: WholeScores, survey_year: SurveyYear) -> list[ResultRow]:
    """Every question of the year with the trust's result, in the questionnaire's order.

    One query: the spread of each question, from which a range that was not published is worked
    out, is stored at import.
    """
    spreads = spreads_of([survey_year])
    scores = held.of.get(survey_year.pk, {}).values()
    return [result_row(score, spreads.get(score.question_id)) for score in scores]


def result_row(score: Score, spread: QuestionSpread | None) -> ResultRow:
    """A score with what it is read against. The score's question must be loaded."""
    question = score.question
    shown = score.adjusted if score.adjusted is not None else score.score
    expected, ours = _expected(score, spread)
    published = spread is not None and spread.country_is_published
    return ResultRow(
        number=question.number,
        label=question.label,
        section=question.section,
        scale=question.scale,
        n=score.n,
        score=shown,
        is_adjusted=score.adjusted is not None,
        suppressed=score.suppressed,
        national=spread.country if spread is not None and published else None,
        interval=_interval(score, shown),
        expected=expected,
        expected_is_ours=ours,
        reading=_reading(score, shown, expected),
    )


def _interval(score: Score, shown: float | None) -> Range | None:
    if shown is None:
        return None
    if score.lower is not None and score.upper is not None:
        return score.lower, score.upper
    if score.adjusted is None and score.score_lower is not None and score.score_upper is not None:
        return score.score_lower, score.score_upper
    if score.question.scale == Scale.PERCENT and score.n:
        return wilson_range(shown, score.n)
    return None


def _expected(score: Score, spread: QuestionSpread | None) -> tuple[Range | None, bool]:
    """The published range where there is one, else ours, and whether it is ours."""
    if score.suppressed:
        return None, False
    if score.expected_lower is not None and score.expected_upper is not None:
        return (score.expected_lower, score.expected_upper), False
    if spread is None or spread.country is None or spread.between is None or not score.n:
        return None, False
    is_mean = score.question.scale == Scale.MEAN_0_10
    worked_out = our_expected_range_of_mean if is_mean else our_expected_range
    return worked_out(spread.country, score.n, spread.between), True


def _reading(score: Score, shown: float | None, expected: Range | None) -> Reading | None:
    """The published band where there is one, else by the numbers; none for few answers."""
    if shown is None or score.n is None or score.n < FEW_ANSWERS:
        return None
    if score.band in ("below", "above"):
        return "below" if score.band == "below" else "above"
    if score.band or expected is None:
        return "within" if score.band else None
    if shown < expected[0]:
        return "below"
    return "above" if shown > expected[1] else "within"
