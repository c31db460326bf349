"""The scores of a trust with those of the trusts that became part of it, where a year lists both.

Of each survey year only the parts that its table lists count: a table made after the merger has the
trust whole already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import QuerySet

from trusts.models import Level, Question, Score, SurveyYear, Trust, TrustSuccession
from trusts.successions import SPLIT, Part, Succession, combined, parts_of


@dataclass(frozen=True)
class WholeTrust:
    """A trust, and the trusts that are part of it now, by name."""

    trust: Trust
    predecessors: tuple[Trust, ...] = ()

    @property
    def ids(self) -> list[int]:
        return [self.trust.pk, *(part.pk for part in self.predecessors)]


@dataclass(frozen=True)
class WholeScores:
    """Scores of one whole trust by survey year and question; `parts` are those the year lists."""

    of: Mapping[int, dict[int, Score]] = field(default_factory=dict)
    parts: Mapping[int, tuple[Trust, ...]] = field(default_factory=dict)

    def combined_from(self, survey_year: SurveyYear, trust: Trust) -> tuple[Trust, ...]:
        """The trusts that a year's results were put together from; none where it is one alone."""
        parts = self.parts.get(survey_year.pk, ())
        return () if parts in ((), (trust,)) else parts


def successions() -> tuple[Succession, ...]:
    """Every merger and split on record. One query."""
    rows = TrustSuccession.objects.values_list("predecessor_code", "successor_code", "kind")
    return tuple(Succession(p, s, kind.lower().startswith(SPLIT)) for p, s, kind in rows)


def whole_trust(trust: Trust) -> WholeTrust:
    """The trust and what became part of it. Two queries."""
    return whole_trusts([trust])[0]


def whole_trusts(trusts: Collection[Trust]) -> list[WholeTrust]:
    """Each trust and what became part of it, in the order given. Two queries."""
    known = successions()
    codes = {trust.ods_code: parts_of(trust.ods_code, known)[1:] for trust in trusts}
    wanted = {code for parts in codes.values() for code in parts}
    found = {trust.ods_code: trust for trust in Trust.objects.filter(ods_code__in=wanted)}
    return [
        WholeTrust(trust, tuple(found[code] for code in codes[trust.ods_code] if code in found))
        for trust in trusts
    ]


def scores_of_whole(
    whole: WholeTrust, years: Iterable[SurveyYear], questions: Collection[Question] | None = None
) -> WholeScores:
    """The whole trust's scores of all patients in these years, at least of `questions`. One query.

    Which parts a year lists is only known from all its questions, so a trust with parts has all.
    """
    found = _rows(whole.ids, years)
    if questions is not None and not whole.predecessors:
        found = found.filter(question__in=questions)
    return _whole_scores(whole, list(found))


def scores_of_wholes(
    wholes: Collection[WholeTrust], years: Iterable[SurveyYear]
) -> dict[int, WholeScores]:
    """The scores of several whole trusts by the trust's id. One query."""
    rows = list(_rows([pk for whole in wholes for pk in whole.ids], years))
    return {whole.trust.pk: _whole_scores(whole, rows) for whole in wholes}


def _rows(trust_ids: list[int], years: Iterable[SurveyYear]) -> QuerySet[Score]:
    return (
        Score.objects.filter(
            survey_year__in=list(years), trust__in=trust_ids, level=Level.TRUST, group_kind=""
        )
        .select_related("question")
        .defer("question__text")
        .order_by("survey_year_id", "question__position", "question__number")
    )


def _whole_scores(whole: WholeTrust, rows: list[Score]) -> WholeScores:
    trusts = {trust.pk: trust for trust in (whole.trust, *whole.predecessors)}
    mine = [row for row in rows if row.trust_id in trusts]
    of: dict[int, dict[int, Score]] = {}
    parts: dict[int, tuple[Trust, ...]] = {}
    for year, group in groupby(mine, key=lambda row: row.survey_year_id):
        listed: dict[int, list[Score]] = {}
        present: set[int] = set()
        for row in group:
            listed.setdefault(row.question_id, []).append(row)
            present.add(row.trust_id or 0)
        parts[year] = tuple(trust for pk, trust in trusts.items() if pk in present)
        of[year] = {
            question: _whole_score(scores, len(present), whole.trust)
            for question, scores in listed.items()
        }
    return WholeScores(of, parts)


def _whole_score(scores: list[Score], parts: int, trust: Trust) -> Score:
    """One row for the whole: as published where the year lists one part only, else put together.

    Limits, ranges and bands were published for the parts: none of them holds for the whole.
    """
    first = scores[0]
    if parts == 1:
        return first
    together = combined([Part(row.n, row.score, row.adjusted) for row in scores])
    is_hidden = together.n is None or len(scores) < parts
    return Score(
        survey_year_id=first.survey_year_id,
        question=first.question,
        level=Level.TRUST,
        trust=trust,
        org_code=trust.ods_code,
        n=None if is_hidden else together.n,
        score=None if is_hidden else together.score,
        adjusted=None if is_hidden else together.adjusted,
        suppressed=is_hidden,
    )
