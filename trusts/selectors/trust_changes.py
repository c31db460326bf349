"""How a trust's results changed since the survey year before, where the years may be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from trusts.change_over_years import clear_changes, p_of_difference
from trusts.comparability import ComparabilityVerdict
from trusts.expected_range import Range, newcombe_range
from trusts.models import Comparability, Level, Scale, Score, SurveyYear, Trust
from trusts.selectors.comparability import comparability_between


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


class _Held(NamedTuple):
    """What is compared of a stored score."""

    survey_year_id: int
    number: str
    scale: str
    n: int | None
    score: float | None
    adjusted: float | None
    suppressed: bool


_HELD = (
    *("survey_year_id", "question__number", "question__scale"),
    *("n", "score", "adjusted", "suppressed"),
)


def changes_of(trust: Trust, survey_year: SurveyYear, years: list[SurveyYear]) -> Changes:
    """Changes since the latest earlier year of the same survey among `years`. Three queries."""
    earlier = [
        year
        for year in years
        if year.survey_id == survey_year.survey_id and year.year < survey_year.year
    ]
    if not earlier:
        return Changes(None, {})
    before = max(earlier, key=lambda year: year.year)
    held: dict[int, dict[str, _Held]] = {survey_year.pk: {}, before.pk: {}}
    for row in (
        Score.objects.filter(
            survey_year__in=(survey_year, before), trust=trust, level=Level.TRUST, group_kind=""
        )
        .order_by()
        .values_list(*_HELD)
    ):
        score = _Held(*row)
        held[score.survey_year_id][score.number] = score
    verdicts = comparability_between(before, survey_year)
    found = {
        number: _change(score, held[before.pk].get(number), verdicts.get(number))
        for number, score in held[survey_year.pk].items()
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


def _change(now: _Held, then: _Held | None, verdict: ComparabilityVerdict | None) -> Change:
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
    if now.scale != Scale.PERCENT:
        return Change(later - before, reason=reason)
    return Change(
        later - before,
        newcombe_range(later, now.n, before, then.n),
        reason,
        p_of_difference(later, now.n, before, then.n),
    )
