"""Survey years: made from what we know of the survey, changed with care for who else writes."""

from __future__ import annotations

import datetime
from typing import IO, Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import Comparability, Question, Survey, SurveyYear
from trusts.refusals import FileNotAccepted, NameTaken, SampleWindowNotClear
from trusts.services.changes import save_change
from trusts.surveys import catalogue
from trusts.surveys.columns import Family
from trusts.surveys.files import open_survey_file
from trusts.surveys.reference_rows import QuestionRow
from trusts.surveys.refusals import TableRefused
from trusts.surveys.tables import read_table

NCPES = "ncpes"
NCPES_NAME = "National Cancer Patient Experience Survey"
# The survey is published by NHS England; its results are Crown copyright, used under the licence.
NCPES_ATTRIBUTION = (
    "Source: National Cancer Patient Experience Survey, NHS England. Crown copyright. "
    "Contains public sector information licensed under the Open Government Licence v3.0."
)
NOT_PUBLISHED = "No value of {year} was published for this question."


def survey_year_for(*, by: User | None, year: int, slug: str = NCPES) -> SurveyYear:
    """The survey year, made from the catalogue where it is not there yet.

    A year of the National Cancer Patient Experience Survey that the catalogue knows gets its
    sample window, its questions, and the questions that cannot be compared with it.
    """
    found = SurveyYear.objects.filter(survey__slug=slug, year=year).first()
    if found is not None:
        return found
    facts = catalogue.SURVEY_YEARS.get(year) if slug == NCPES else None
    values: dict[str, Any] = {}
    if facts is not None:
        values = {
            "sample_from": facts.sample_from,
            "sample_to": facts.sample_to,
            "published_on": facts.published_on,
            "note": f"{facts.sample_note}. Published: {facts.published}"[:300],
        }
    return create_survey_year(by=by, slug=slug, values={"year": year, **values})


def create_survey_year(*, by: User | None, slug: str, values: dict[str, Any]) -> SurveyYear:
    """Make a survey year, with its questions where the catalogue knows them."""
    if by is not None:
        rules.can_manage_trusts.require(access_of(by), None)
    _check_window(values)
    with transaction.atomic():
        locked = Survey.objects.select_for_update().get(pk=_survey(slug).pk)
        if SurveyYear.objects.filter(survey=locked, year=values["year"]).exists():
            raise NameTaken(
                f"The {values['year']} survey is there already. Choose it from the list",
                field="year",
            )
        made = SurveyYear.objects.create(survey=locked, **values)
        if locked.slug == NCPES and made.year in catalogue.YEARS:
            _add_catalogue(made)
        record_event(by=by, action="made survey year", thing=made, changes=_as_changes(values))
    return made


def update_survey_year(
    *, by: User, survey_year: SurveyYear, read_at: int, values: dict[str, Any]
) -> None:
    """Change the sample window, the day of publication or the note of a survey year."""
    rules.can_manage_trusts.require(access_of(by), None)
    _check_window(values)
    with transaction.atomic():
        save_change(
            thing=survey_year, by=by, action="changed survey year", values=values, read_at=read_at
        )


def import_questions(
    *, by: User | None, survey_year: SurveyYear, file: IO[bytes], name: str
) -> int:
    """Take over a list of questions: their wording, sections and scales. Returns how many.

    All or nothing: raises FileNotAccepted where a row is refused, with the row and the reason.
    The short name of a question that is known already stays.
    """
    if by is not None:
        rules.can_manage_trusts.require(access_of(by), None)
    rows = _read_questions(file, name, survey_year.year)
    with transaction.atomic():
        for position, row in enumerate(rows, 1):
            _store_question(survey_year, position, row)
        record_event(
            by=by,
            action="imported list of questions",
            thing=survey_year,
            changes={"questions": (None, len(rows))},
        )
    return len(rows)


def _store_question(survey_year: SurveyYear, position: int, row: QuestionRow) -> None:
    known = catalogue.QUESTIONS.get(row.number)
    facts = {"text": row.text, "section": row.section[:100], "scale": str(row.scale)}
    Question.objects.update_or_create(
        survey_year=survey_year,
        number=row.number,
        defaults=facts,
        create_defaults={
            **facts,
            "position": position,
            "label": known.label if known else row.text[:120],
        },
    )


def _read_questions(file: IO[bytes], name: str, year: int) -> tuple[QuestionRow, ...]:
    # Imported here: it brings numpy, which a web worker does not need at start.
    from trusts.surveys.reference import read_questions

    try:
        with open_survey_file(file, name) as opened:
            checked = read_questions(read_table(opened, {Family.QUESTIONS}))
    except TableRefused as refusal:
        raise FileNotAccepted(str(refusal), field="file") from refusal
    if checked.refused:
        cell = checked.refused[0]
        raise FileNotAccepted(
            f"Row {cell.row:,}, {cell.column}: {cell.reason} "
            f"{checked.refused_rows:,} of {checked.rows_read:,} rows are refused.",
            field="file",
        )
    rows = tuple(row for row in checked.rows if row.year == year)
    if not rows:
        raise FileNotAccepted(
            f"The list holds no question of the {year} survey. Choose another file.", field="file"
        )
    return rows


def _survey(slug: str) -> Survey:
    defaults = {"name": slug.replace("-", " ").capitalize()}
    if slug == NCPES:
        defaults = {"name": NCPES_NAME, "attribution": NCPES_ATTRIBUTION}
    return Survey.objects.get_or_create(slug=slug, defaults=defaults)[0]


def _add_catalogue(survey_year: SurveyYear) -> None:
    Question.objects.bulk_create(
        Question(
            survey_year=survey_year,
            number=facts.number,
            position=position,
            section=facts.section,
            label=facts.label,
            scale=str(facts.scale),
        )
        for position, facts in enumerate(catalogue.QUESTIONS.values(), 1)
    )
    for without, numbers in catalogue.WITHOUT_VALUE.items():
        for other in catalogue.YEARS:
            if survey_year.year in (without, other) and without != other:
                _not_comparable(survey_year.survey, without, other, numbers)


def _not_comparable(survey: Survey, without: int, other: int, numbers: tuple[str, ...]) -> None:
    """Enter questions as not comparable with a year that has no value; a person's word stays."""
    for number in numbers:
        Comparability.objects.get_or_create(
            survey=survey,
            question_number=number,
            earlier_year=min(without, other),
            later_year=max(without, other),
            defaults={
                "answer": Comparability.Answer.NO,
                "reason": NOT_PUBLISHED.format(year=without),
            },
        )


def _check_window(values: dict[str, Any]) -> None:
    start: datetime.date | None = values.get("sample_from")
    end: datetime.date | None = values.get("sample_to")
    if (start is None) != (end is None):
        raise SampleWindowNotClear(
            "Enter both ends of the sample window, or neither",
            field="sample_to" if start else "sample_from",
        )
    if start and end and end < start:
        raise SampleWindowNotClear(
            "The last day must be the same as or after the first", field="sample_to"
        )


def _as_changes(values: dict[str, Any]) -> dict[str, tuple[object, object]]:
    return {name: (None, value) for name, value in values.items() if value not in (None, "")}
