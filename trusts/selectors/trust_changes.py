"""How a trust's results changed since the survey year before, where the years may be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trusts.change_over_years import clear_changes, p_of_difference
from trusts.comparability import ComparabilityVerdict
from trusts.expected_range import Range, newcombe_range
from trusts.models import Comparability, Scale, Score, SurveyYear
from trusts.selectors.comparability import comparability_between
from trusts.selectors.whole_trusts import WholeScores


@dataclass(frozen=True)
class Change:
    """One question: later minus earlier in points, with its 95% interval for percentages.

    `difference` is None where the years may not be compared or one score is not shown; `reason`
    says why, or why to compare with care.
    """

    difference: float | None
    interval: Range | None = None
    reason: str = ""
    p: float | None = None
    is_clear: bool = False


@dataclass(frozen=True)
class Changes:
    """The year compared with (None where there is none), and the change of each question."""

    since: int | None
    of: dict[str, Change]


def year_before(survey_year: SurveyYear, years: Iterable[SurveyYear]) -> SurveyYear | None:
    """The latest earlier year of the same survey among `years`."""
    earlier = [
        year
        for year in years
        if year.survey_id == survey_year.survey_id and year.year < survey_year.year
    ]
    return max(earlier, key=lambda year: year.year, default=None)


def changes_of(held: WholeScores, survey_year: SurveyYear, before: SurveyYear | None) -> Changes:
    """Changes since an earlier year of the same survey. Three queries.

    `held` has the scores of both years; a trust that merged in between is the same whole in both.
    """
    if before is None:
        return Changes(None, {})
    now, then = (
        {score.question.number: score for score in held.of.get(year.pk, {}).values()}
        for year in (survey_year, before)
    )
    verdicts = comparability_between(before, survey_year)
    found = {
        number: _change(score, then.get(number), verdicts.get(number))
        for number, score in now.items()
    }
    clear = clear_changes({n: change.p for n, change in found.items() if change.p is not None})
    return Changes(
        before.year,
        {
            number: Change(
                change.difference, change.interval, change.reason, change.p, number in clear
            )
            for number, change in found.items()
        },
    )


def _change(now: Score, then: Score | None, verdict: ComparabilityVerdict | None) -> Change:
    if verdict is None or not verdict.is_comparable:
        return Change(None, reason=verdict.reason if verdict else "Not asked in both years.")
    reason = verdict.reason if verdict.answer == Comparability.Answer.CHANGED else ""
    if then is None or now.suppressed or then.suppressed:
        return Change(None, reason="Not shown in both years.")
    # Adjusted and plain scores are never set against each other.
    both = now.adjusted is not None and then.adjusted is not None
    later, before = (now.adjusted, then.adjusted) if both else (now.score, then.score)
    if later is None or before is None or not now.n or not then.n:
        return Change(None, reason="Not shown in both years.")
    if now.question.scale != Scale.PERCENT:
        return Change(later - before, reason=reason)
    return Change(
        later - before,
        newcombe_range(later, now.n, before, then.n),
        reason,
        p_of_difference(later, now.n, before, then.n),
    )
