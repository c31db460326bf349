"""How far trusts lie apart on each question, in one survey year or over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from trusts.comparability import REDESIGNED_IN, Asked, ComparabilityVerdict, Said, comparability_of
from trusts.models import Comparability, Question, QuestionSpread, Scale, SurveyYear
from trusts.selectors.spreads import spreads_of


@dataclass(frozen=True)
class Variation:
    """A question in one year: the country, where the trusts lie, and the spread beyond chance.

    `spread` is the standard deviation between trusts in percentage points (or points of a mean);
    `spread_before` that of the year before, where the question may be compared with it. `verdict`
    says whether the year may be compared with the latest one shown.
    """

    year: int
    year_id: int
    position: int
    number: str
    label: str
    section: str
    scale: str
    trusts: int
    hidden: int
    country: float | None
    middle: float | None
    half: tuple[float, float] | None
    most: tuple[float, float] | None
    spread: float | None
    spread_before: float | None = None
    verdict: ComparabilityVerdict | None = None


def variation_of_year(survey_year: SurveyYear, *, section: str = "") -> list[Variation]:
    """Every question of a year, beside the year before. Five queries."""
    before = (
        SurveyYear.objects.filter(survey_id=survey_year.survey_id, year__lt=survey_year.year)
        .order_by("-year")
        .first()
    )
    years = [survey_year, before] if before else [survey_year]
    spreads, questions = spreads_of(years), _questions(years)
    said = _said(survey_year, [question.number for question in questions])
    earlier = {q.number: q for q in questions if before and q.survey_year_id == before.pk}
    return [
        _variation(
            question,
            survey_year,
            spreads,
            before=_comparable(question, earlier.get(question.number), survey_year, before, said),
        )
        for question in questions
        if question.survey_year_id == survey_year.pk and section in ("", question.section)
    ]


def variation_of_question(survey_year: SurveyYear, number: str) -> list[Variation]:
    """One question in every year of its survey, latest first. Four queries."""
    years = {year.pk: year for year in SurveyYear.objects.filter(survey_id=survey_year.survey_id)}
    asked = list(Question.objects.filter(survey_year__in=years.values(), number=number))
    spreads = spreads_of([years[each.survey_year_id] for each in asked])
    said = _said(survey_year, [number])
    now = next((each for each in asked if each.survey_year_id == survey_year.pk), None)
    ordered = sorted(asked, key=lambda each: -years[each.survey_year_id].year)
    return [
        _variation(
            question,
            years[question.survey_year_id],
            spreads,
            verdict=_verdict(question, now, years[question.survey_year_id], survey_year, said),
        )
        for question in ordered
    ]


Entries = dict[tuple[str, int, int], Said]


def _questions(years: list[SurveyYear]) -> list[Question]:
    found = Question.objects.filter(survey_year__in=years)
    return list(found.order_by("position", "number"))


def _said(survey_year: SurveyYear, numbers: list[str]) -> Entries:
    entries = Comparability.objects.filter(
        survey_id=survey_year.survey_id, question_number__in=numbers
    )
    return {
        (entry.question_number, entry.earlier_year, entry.later_year): Said(
            Comparability.Answer(entry.answer), entry.reason
        )
        for entry in entries
    }


def _verdict(
    one: Question | None,
    other: Question | None,
    year: SurveyYear,
    other_year: SurveyYear,
    said: Entries,
) -> ComparabilityVerdict | None:
    """Whether two years of a question may be compared; None for the same year."""
    if year.pk == other_year.pk:
        return None
    pairs = sorted(((year.year, one), (other_year.year, other)), key=lambda pair: pair[0])
    first, last = (
        None if question is None else Asked(number, question.scale) for number, question in pairs
    )
    found = one or other
    key = (found.number if found else "", pairs[0][0], pairs[1][0])
    return comparability_of(
        earlier=first,
        later=last,
        said=said.get(key),
        redesigned_in=REDESIGNED_IN.get(other_year.survey.slug, ()),
    )


def _comparable(
    question: Question,
    earlier: Question | None,
    year: SurveyYear,
    before: SurveyYear | None,
    said: Entries,
) -> Question | None:
    """The question of the year before, where it may be compared."""
    if before is None or earlier is None:
        return None
    verdict = _verdict(earlier, question, before, year, said)
    return earlier if verdict is not None and verdict.is_comparable else None


def _variation(
    question: Question,
    year: SurveyYear,
    spreads: dict[int, QuestionSpread],
    *,
    before: Question | None = None,
    verdict: ComparabilityVerdict | None = None,
) -> Variation:
    spread = spreads.get(question.pk) or QuestionSpread(question=question)
    earlier = spreads.get(before.pk) if before is not None else None
    return Variation(
        year=year.year,
        year_id=year.pk,
        position=question.position,
        number=question.number,
        label=question.label,
        section=question.section,
        scale=question.scale,
        trusts=spread.shown,
        hidden=spread.hidden,
        country=spread.country if spread.country_is_published else None,
        middle=spread.middle,
        half=_ends(spread.lower_quarter, spread.upper_quarter),
        most=_ends(spread.lowest_tenth, spread.highest_tenth),
        spread=_deviation(spread.between, question.scale),
        spread_before=_deviation(earlier.between, question.scale) if earlier else None,
        verdict=verdict,
    )


def _ends(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (low, high)


def _deviation(variance: float | None, scale: str) -> float | None:
    """The standard deviation in points."""
    if variance is None:
        return None
    return sqrt(variance) * (1 if scale == Scale.MEAN_0_10 else 100)
