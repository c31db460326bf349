"""One survey year by its questions, and one question over all trusts and years."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from trusts.comparability import REDESIGNED_IN, Asked, ComparabilityVerdict, Said, comparability_of
from trusts.models import (
    BuddyPair,
    Comparability,
    Level,
    Question,
    QuestionSpread,
    Score,
    SurveyYear,
    Trust,
)
from trusts.refusals import NotFound
from trusts.selectors.whole_trusts import scores_of_whole, whole_trust
from trusts.states import LIVE

# The adjusted score where it was published, else the plain one.
SHOWN = Coalesce(F("adjusted"), F("score"))


@dataclass(frozen=True)
class QuestionSummary:
    """One question of a year: the country, and where most trusts lie."""

    position: int
    number: str
    label: str
    section: str
    scale: str
    national: float | None
    answers: int | None
    trusts: int
    hidden: int
    low: float | None
    high: float | None


def question_summaries(survey_year: SurveyYear) -> list[QuestionSummary]:
    """The questions of a year in their order; `low` to `high` hold the middle 80% of trusts.

    Two queries, whatever the number of trusts: what they add up to is stored at import.
    """
    from trusts.selectors.spreads import spreads_of  # it builds on this module

    spreads = spreads_of([survey_year])
    questions = Question.objects.filter(survey_year=survey_year).order_by("position", "number")
    return [_summary(place, found, spreads.get(found.pk)) for place, found in enumerate(questions)]


def _summary(place: int, found: Question, spread: QuestionSpread | None) -> QuestionSummary:
    spread = spread or QuestionSpread(question=found)
    return QuestionSummary(
        position=place,
        number=found.number,
        label=found.label,
        section=found.section,
        scale=found.scale,
        national=spread.country if spread.country_is_published else None,
        answers=spread.answers,
        trusts=spread.shown,
        hidden=spread.hidden,
        low=spread.lowest_tenth,
        high=spread.highest_tenth,
    )


def sections_of(survey_year: SurveyYear) -> list[str]:
    """The sections of a year's questionnaire, in its order. One query."""
    named = Question.objects.filter(survey_year=survey_year).exclude(section="")
    ordered = named.order_by("position", "number").values_list("section", flat=True)
    return list(dict.fromkeys(ordered))


def question_of(survey_year: SurveyYear, number: str) -> Question:
    """One question of a year by its number, however its letters were typed."""
    wanted = number.replace("\x00", "")[:10]
    found = Question.objects.filter(survey_year=survey_year, number__iexact=wanted).first()
    if found is None:
        raise NotFound(f"The {survey_year.year} survey has no such question.")
    return found


@dataclass(frozen=True)
class TrustScore:
    """One trust's score of a question; `score` is None where it is not shown."""

    code: str
    name: str
    n: int | None
    score: float | None
    suppressed: bool


def trust_scores(question: Question) -> list[TrustScore]:
    """Every trust's score of a question, by name. One query."""
    rows = (
        Score.objects.filter(question=question, level=Level.TRUST, group_kind="")
        .annotate(shown=SHOWN)
        .order_by("trust__name", "org_code")
        .values_list("org_code", "trust__name", "n", "shown", "suppressed")
    )
    return [TrustScore(*row) for row in rows]


def national_score(question: Question) -> tuple[float | None, int | None]:
    """England's score of a question and how many answered. One query."""
    found = (
        Score.objects.filter(question=question, level=Level.NATIONAL, group_kind="")
        .values_list("score", "n")
        .first()
    )
    return found or (None, None)


@dataclass(frozen=True)
class YearOfQuestion:
    """A question in one year: the country, one trust, and whether it compares with now."""

    year: int
    year_id: int
    number: str
    national: float | None
    trust: float | None
    hidden: bool
    verdict: ComparabilityVerdict | None


def years_of_question(
    question: Question, survey_year: SurveyYear, code: str
) -> list[YearOfQuestion]:
    """The question in every year of its survey, newest first. Six queries at most.

    `code` is the trust whose scores are wanted beside the country's, with those of the trusts that
    became part of it; none where it is empty.
    """
    asked = {
        found.survey_year.year: found
        for found in Question.objects.filter(
            survey_year__survey_id=survey_year.survey_id, number=question.number
        ).select_related("survey_year")
    }
    compared = _comparisons(question, survey_year, asked)
    country = _country_of(asked.values())
    own = _scores_of(asked.values(), code) if code else {}
    return [
        YearOfQuestion(
            year=year,
            year_id=found.survey_year_id,
            number=found.number,
            national=country.get(found.pk),
            trust=_shown(own[found.pk]) if found.pk in own else None,
            hidden=found.pk in own and own[found.pk].suppressed,
            verdict=compared.get(year),
        )
        for year, found in sorted(asked.items(), reverse=True)
    ]


def _shown(score: Score) -> float | None:
    return score.score if score.adjusted is None else score.adjusted


def _comparisons(
    question: Question, survey_year: SurveyYear, asked: dict[int, Question]
) -> dict[int, ComparabilityVerdict]:
    """Whether the question may be compared with each other year that asked it. One query."""
    said = {
        (entry.earlier_year, entry.later_year): Said(
            Comparability.Answer(entry.answer), entry.reason
        )
        for entry in Comparability.objects.filter(
            survey_id=survey_year.survey_id, question_number=question.number
        )
    }
    verdicts = {}
    for other in asked.keys() - {survey_year.year}:
        first, last = sorted((other, survey_year.year))
        verdicts[other] = comparability_of(
            earlier=Asked(first, asked[first].scale),
            later=Asked(last, asked[last].scale),
            said=said.get((first, last)),
            redesigned_in=REDESIGNED_IN.get(survey_year.survey.slug, ()),
        )
    return verdicts


def _country_of(questions: Iterable[Question]) -> dict[int, float | None]:
    """The country's score by question. One query."""
    rows = Score.objects.filter(level=Level.NATIONAL, question__in=questions, group_kind="")
    return dict(rows.annotate(shown=SHOWN).values_list("question_id", "shown"))


def _scores_of(questions: Collection[Question], code: str) -> dict[int, Score]:
    """The whole trust's score by question. Four queries."""
    trust = Trust.objects.filter(ods_code=code).first()
    if trust is None:
        return {}
    years = [question.survey_year for question in questions]
    held = scores_of_whole(whole_trust(trust), years, questions)
    return {pk: score for of_year in held.of.values() for pk, score in of_year.items()}


def trusts_seen_by(access: Access) -> frozenset[str] | None:
    """ODS codes of the trusts whose results a person may see: own and buddies; None for all."""
    if access.may_in_programme(Permission.SEE_SURVEY_RESULTS):
        return None
    own = access.trusts_where(Permission.SEE_SURVEY_RESULTS)
    if not own:
        return frozenset()
    pairs = BuddyPair.objects.filter(
        Q(mentor__ods_code__in=own) | Q(mentee__ods_code__in=own), state__in=LIVE
    ).values_list("mentor__ods_code", "mentee__ods_code")
    return own.union(*map(frozenset, pairs))
