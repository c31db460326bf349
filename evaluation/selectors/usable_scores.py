"""Which scores an evaluation of two survey years could use, with merged trusts as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from evaluation.inputs import PairInput
from evaluation.loading_surveys import shown
from evaluation.merged_trusts import Wholes, put_together
from evaluation.models import EvaluationRun
from trusts.models import Level, Scheme, Score, SurveyYear
from trusts.surveys.scales import SUPPRESSION_LIMIT

Row = tuple[str, str, int, int | None, float | None]
Cell = tuple[int | None, float | None]
Found = Mapping[tuple[str, str, int], Cell]
Usable = Mapping[tuple[str, int], int]


@dataclass(frozen=True)
class Cells:
    """(answers, score) as published or put together: (code of the whole, question, year) -> it."""

    found: Found
    wholes: Wholes

    def of(self, code: str, question: str, year: int) -> Cell | None:
        """What there is for a trust, under whatever code its scores stand."""
        return self.found.get((self.wholes.code(code), question, year))


def trusts_by_year(scheme: Scheme, follow_up: SurveyYear) -> dict[int, int]:
    """How many trusts have a score in each year, by the year's number in the database."""
    years = {scheme.baseline_id, follow_up.pk}
    if scheme.prior_id is not None:
        years.add(scheme.prior_id)
    counted = (
        Score.objects.filter(
            survey_year__in=years, level=Level.TRUST, group_kind="", score__isnull=False
        )
        .values("survey_year")
        .annotate(trusts=Count("org_code", distinct=True))
        .values_list("survey_year", "trusts")
        .order_by()
    )
    return dict.fromkeys(years, 0) | dict(counted)


def usable_scores(run: EvaluationRun) -> Usable:
    """(code, year) of every trust listed in the two years -> how many scores can be used."""
    rows = (
        Score.objects.filter(
            survey_year__in=[run.baseline, run.follow_up], level=Level.TRUST, group_kind=""
        )
        .values_list("org_code", "survey_year__year")
        .annotate(usable=Count("pk", filter=Q(score__isnull=False, n__gt=SUPPRESSION_LIMIT)))
        .order_by()
    )
    return {(code, year): usable for code, year, usable in rows}


def comparators_in_both(usable: Usable, wholes: Wholes, never: Collection[str]) -> int:
    """Trusts in no role with a usable score in both years; all parts of one that merged."""
    years: dict[str, set[int]] = defaultdict(set)
    for code, year in usable:
        whole = wholes.code(code)
        if all(usable[part, year] for part in wholes.parts(whole, year)):
            years[whole].add(year)
    inside = set(wholes.codes(never))
    return sum(len(found) == 2 and whole not in inside for whole, found in years.items())


def cells_of(run: EvaluationRun, pairs: Iterable[PairInput], wholes: Wholes) -> Cells:
    """What both years hold of the mentees."""
    merged = set(wholes.codes(pair.mentee_code for pair in pairs))
    parts = merged | {code for code, whole in wholes.under.items() if whole in merged}
    rows = Score.objects.filter(
        survey_year__in=[run.baseline, run.follow_up],
        level=Level.TRUST,
        group_kind="",
        org_code__in=parts,
    ).values_list("org_code", "question__number", "survey_year__year", "n", "score")
    if not wholes.under:
        found = {(code, number, year): (n, score) for code, number, year, n, score in rows}
        return Cells(found, wholes)
    return Cells(_merged_cells(rows, wholes), wholes)


def _merged_cells(rows: Iterable[Row], wholes: Wholes) -> Found:
    """The cells with parts of 20 answers or fewer hidden before they are put together."""
    from evaluation.statistics import ScoreRow

    found = []
    for code, number, year, n, score in rows:
        if len(wholes.parts(wholes.code(code), year)) > 1:
            n, score = shown(n, score)
        found.append(ScoreRow(code, year, number, n, score))
    return {
        (row.org_code, row.question, row.year): (row.n, row.score)
        for row in put_together(found, wholes)
    }
