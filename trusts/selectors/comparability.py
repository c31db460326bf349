"""The comparability map: for two years of a survey, question by question."""

from __future__ import annotations

from dataclasses import dataclass

from trusts.comparability import (
    REDESIGNED_IN,
    Asked,
    ComparabilityVerdict,
    Said,
    comparability_of,
)
from trusts.models import Comparability, Question, SurveyYear
from trusts.refusals import NotFound


@dataclass(frozen=True)
class ComparabilityRow:
    """One question of one or both years, and whether they may be compared."""

    number: str
    label: str
    section: str
    scale: str
    asked_in: tuple[int, ...]
    verdict: ComparabilityVerdict


def comparability_map(earlier: SurveyYear, later: SurveyYear) -> list[ComparabilityRow]:
    """Every question that one of the two years asked, in the questionnaire's order. 2 queries.

    Both years must have their survey loaded and belong to the same one.
    """
    by_number: dict[str, dict[int, Question]] = {}
    asked = Question.objects.filter(survey_year__in=(later, earlier)).defer("text")
    for question in sorted(
        asked.order_by("position", "number"), key=lambda one: one.survey_year_id != later.pk
    ):
        by_number.setdefault(question.number, {})[question.survey_year_id] = question
    said = {
        entry.question_number: Said(Comparability.Answer(entry.answer), entry.reason)
        for entry in Comparability.objects.filter(
            survey_id=earlier.survey_id, earlier_year=earlier.year, later_year=later.year
        )
    }
    redesigned_in = REDESIGNED_IN.get(earlier.survey.slug, ())
    rows = [
        _row(number, asked, earlier, later, said.get(number), redesigned_in)
        for number, asked in by_number.items()
    ]
    return sorted(rows, key=lambda row: _position(by_number[row.number]))


def comparability_between(
    earlier: SurveyYear, later: SurveyYear
) -> dict[str, ComparabilityVerdict]:
    """Whether each question may be compared between the two years, by its number. 2 queries."""
    return {row.number: row.verdict for row in comparability_map(earlier, later)}


def comparability_row(earlier: SurveyYear, later: SurveyYear, number: str) -> ComparabilityRow:
    """One question of the map."""
    for row in comparability_map(earlier, later):
        if row.number == number:
            return row
    raise NotFound("Neither survey asked this question.")


def _row(
    number: str,
    asked: dict[int, Question],
    earlier: SurveyYear,
    later: SurveyYear,
    said: Said | None,
    redesigned_in: tuple[int, ...],
) -> ComparabilityRow:
    shown = next(iter(asked.values()))
    as_asked = [
        Asked(year.year, asked[year.pk].scale) if year.pk in asked else None
        for year in (earlier, later)
    ]
    return ComparabilityRow(
        number=number,
        label=shown.label,
        section=shown.section,
        scale=shown.scale,
        asked_in=tuple(year.year for year in as_asked if year is not None),
        verdict=comparability_of(
            earlier=as_asked[0], later=as_asked[1], said=said, redesigned_in=redesigned_in
        ),
    )


def _position(asked: dict[int, Question]) -> tuple[int, str]:
    question = next(iter(asked.values()))
    return question.position, question.number
