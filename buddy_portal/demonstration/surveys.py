"""The demonstration survey: its years, questions, the imports that brought them, and the scores."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.demonstration.calendar import SurveyDays, survey_days
from buddy_portal.demonstration.copying import StoredTrust, YearRows, copy_year, published
from buddy_portal.demonstration.figures import YearFigures, year_figures
from buddy_portal.demonstration.questions import QUESTIONS, SECTIONS
from buddy_portal.demonstration.world import Effect, World, YearTotals
from trusts.models import ImportState, Question, Survey, SurveyImport, SurveyYear
from trusts.services.spreads import refresh_spreads
from trusts.surveys.columns import Family
from trusts.surveys.score_rows import BANDS

SLUG = "demonstration"
ATTRIBUTION = (
    "Demonstration survey: fictional trusts and made-up figures, drawn by a computer for showing "
    "the portal. Nobody was asked anything."
)
HEADER = (
    "org_code",
    "question",
    "n",
    "unadj",
    "adj_score",
    "adj_unrounded",
    "adj_lci",
    "adj_uci",
    "expected_lower",
    "expected_upper",
    "band",
    "suppressed",
)


@dataclass(frozen=True)
class StoredYear:
    """A survey year with its questions, in the order of the survey."""

    row: SurveyYear
    questions: tuple[Question, ...]


def store_survey() -> Survey:
    return Survey.objects.create(
        slug=SLUG, name="Demonstration survey", attribution=ATTRIBUTION, is_fictional=True
    )


def store_year(survey: Survey, days: SurveyDays, *, note: str) -> StoredYear:
    """A survey year and its questions, without scores."""
    row = SurveyYear.objects.create(
        survey=survey,
        year=days.year,
        sample_from=days.sample_from,
        sample_to=days.sample_to,
        published_on=days.published_on,
        note=note,
    )
    questions = Question.objects.bulk_create(
        Question(
            survey_year=row,
            number=asked.number,
            position=position,
            section=asked.section,
            label=asked.label,
            text=asked.text,
            scale=asked.scale,
        )
        for position, asked in enumerate(QUESTIONS, start=1)
    )
    return StoredYear(row, tuple(questions))


def questions_with_groups(*, all_of_them: bool) -> tuple[int, ...]:
    """Places of the questions whose patient groups are published: one a section, or all."""
    if all_of_them:
        return tuple(range(len(QUESTIONS)))
    step = len(QUESTIONS) // len(SECTIONS)
    return tuple(range(1, len(QUESTIONS), step))


@dataclass(frozen=True)
class Results:
    """What a year's results are made of."""

    world: World
    effect: Effect
    trusts: tuple[StoredTrust, ...]
    with_groups: tuple[int, ...]


def import_day(stored: StoredYear) -> datetime.date:
    """The day after publication, on which the analyst imports a year's results."""
    published_on = stored.row.published_on or stored.row.sample_to
    if published_on is None:
        raise ValueError("A year without days has no results.")
    return published_on + datetime.timedelta(days=1)


def store_results(
    results: Results, stored: StoredYear, year: int, totals: YearTotals, *, by: User
) -> int:
    """Import a year's results as the analyst would have; say how many scores there are."""
    figures = year_figures(results.world, year, totals)
    brought = _store_import(stored, figures, results.trusts, by)
    rows = YearRows(
        survey_year_id=stored.row.pk,
        import_id=brought.pk,
        trusts=results.trusts,
        questions=tuple(question.pk for question in stored.questions),
        with_groups=results.with_groups,
    )
    count = copy_year(results.world, year, results.effect, totals, figures, rows)
    refresh_spreads(stored.row)
    brought.counts = _counts(count, figures)
    brought.save(update_fields=["counts"])
    record_event(
        by=by, action="imported survey results", thing=brought, changes={"new scores": (0, count)}
    )
    return count


def _store_import(
    stored: StoredYear, figures: YearFigures, trusts: Sequence[StoredTrust], by: User
) -> SurveyImport:
    content = trust_table(stored, figures, trusts)
    return SurveyImport.objects.create(
        survey_year=stored.row,
        state=ImportState.COMMITTED,
        family=Family.ADJUSTED,
        file_name=f"demonstration-survey-{stored.row.year}.csv",
        sha256=hashlib.sha256(content).hexdigest(),
        content=zlib.compress(content),
        uploaded_by=by,
        committed_at=timezone.now(),
    )


def trust_table(stored: StoredYear, figures: YearFigures, trusts: Sequence[StoredTrust]) -> bytes:
    """The table of trusts as the survey publishes it: a file that can be imported again."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    tables = [table.tolist() for table in published(figures)]
    for place, trust in enumerate(trusts):
        for position, question in enumerate(stored.questions):
            n, band = int(figures.n[place, position]), int(figures.band[place, position])
            cells = ["" if value != value else value for value in _cells(tables, place, position)]
            word = BANDS[band].replace("_", " ") if band >= 0 else ""
            writer.writerow([trust.code, question.number, n or "", *cells, word, n == 0])
    return text.getvalue().encode()


def _cells(tables: list[list[list[float]]], place: int, position: int) -> list[float]:
    return [table[place][position] for table in tables]


def _counts(count: int, figures: YearFigures) -> dict[str, int]:
    return {
        "rows_read": count,
        "new": count,
        "changed": 0,
        "unchanged": 0,
        "suppressed": int((figures.n == 0).sum()),
        "refused": 0,
    }


def announced_days(today: datetime.date) -> SurveyDays:
    """The round that is still to come: the follow-up of the current scheme."""
    return survey_days(today, years_ago=-1)
