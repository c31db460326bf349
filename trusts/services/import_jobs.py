"""Large files: checked and imported by a worker, so that nobody waits at a page that stands still.

A small file goes through in the request. A large one is kept, its page says that it is being
checked, and the outbox brings it to a worker. Both ways end in the same functions.
"""

from __future__ import annotations

from functools import partial
from typing import IO

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.outbox.jobs import Effect
from buddy_portal.outbox.services import enqueue
from trusts import rules
from trusts.models import ImportState, SurveyImport, SurveyYear
from trusts.services.import_progress import Progress, Stopped
from trusts.services.imports import (
    check_import,
    commit_import,
    locked_import,
    require_no_rows_refused,
    store_as_checked,
    what_it_holds,
)
from trusts.services.survey_files import (
    ReadFile,
    file_facts,
    packed,
    read_survey_file,
    unpacked,
)
from trusts.services.survey_years import import_questions, survey_year_for
from trusts.states import IMPORT_MOVES, check_move
from trusts.surveys.columns import Family
from trusts.surveys.files import MEGABYTE

CHECK, IMPORT = "check survey file", "import survey file"
# What a request can read, compare and answer within about two seconds.
MOST_BYTES_AT_ONCE = 2 * MEGABYTE
MOST_ROWS_AT_ONCE = 50_000
FAILED = "The portal could not finish this. Nothing was saved. Try again, or tell the support team."


def bring_file(
    *,
    by: User,
    survey_year: SurveyYear | None = None,
    new_year: int = 0,
    file: IO[bytes],
    name: str,
) -> SurveyImport | SurveyYear:
    """Take in a file for a survey year, or for a `new_year` of the national survey.

    A table of scores is checked, at once where it is small, by a worker where it is large: its
    SurveyImport comes back. A list of questions is stored, and its SurveyYear comes back. Raises
    FileNotAccepted where the file is neither; then a new year is not made either.
    """
    rules.can_check_survey_files.require(access_of(by), None)
    facts = file_facts(file, name)
    with transaction.atomic():
        year = survey_year or survey_year_for(by=by, year=new_year)
        if facts["family"] == Family.QUESTIONS:
            import_questions(by=by, survey_year=year, file=file, name=name)
            return year
        if facts["notes"]["size"] <= MOST_BYTES_AT_ONCE:
            return check_import(by=by, survey_year=year, file=file, name=name)
        brought = SurveyImport.objects.create(
            survey_year=year,
            state=ImportState.CHECKING,
            content=packed(file),
            uploaded_by=by,
            **facts,
        )
        record_event(by=by, action="brought survey file", thing=brought)
        enqueue(job=CHECK, payload={"import_id": brought.pk}, key=f"{CHECK} {brought.pk}")
    return brought


def import_checked_file(
    *, by: User, survey_import: SurveyImport, left_out_reason: str = ""
) -> SurveyImport:
    """Import a checked file: at once where it is small, by a worker where it is large."""
    if survey_import.counts.get("rows_read", 0) <= MOST_ROWS_AT_ONCE:
        return commit_import(by=by, survey_import=survey_import, left_out_reason=left_out_reason)
    rules.can_import_results.require(access_of(by), None)
    with transaction.atomic():
        found = locked_import(survey_import.pk)
        check_move(IMPORT_MOVES, ImportState(found.state), ImportState.COMMITTING)
        require_no_rows_refused(found.counts.get("refused", 0), left_out_reason)
        found.state, found.problem = ImportState.COMMITTING, ""
        found.left_out_reason = left_out_reason.strip()
        found.save(update_fields=["state", "problem", "left_out_reason"])
        record_event(by=by, action="asked for survey import", thing=found)
        enqueue(job=IMPORT, payload={"import_id": found.pk, "by_id": by.pk})
    return found


def check_large_file(*, import_id: int) -> Effect | None:
    """A worker's part of `bring_file`."""
    found = SurveyImport.objects.select_related("survey_year", "uploaded_by").get(pk=import_id)
    if found.state != ImportState.CHECKING:
        return None
    try:
        return partial(_keep_check, import_id, _read(found))
    except Stopped:
        return None


def import_large_file(*, import_id: int, by_id: int) -> Effect | None:
    """A worker's part of `import_checked_file`."""
    found = SurveyImport.objects.select_related("survey_year").get(pk=import_id)
    if found.state != ImportState.COMMITTING:
        return None
    try:
        return partial(_keep_import, import_id, by_id, _read(found))
    except Stopped:
        return None


def check_gave_up(*, import_id: int, error: str) -> None:
    """Say on the page of the file that it could not be checked."""
    SurveyImport.objects.filter(pk=import_id, state=ImportState.CHECKING).update(
        state=ImportState.REFUSED, problem=FAILED
    )


def import_gave_up(*, import_id: int, by_id: int, error: str) -> None:
    """Say on the page of the file that it could not be imported; it stays checked."""
    SurveyImport.objects.filter(pk=import_id, state=ImportState.COMMITTING).update(
        state=ImportState.CHECKED, problem=FAILED
    )


def _read(found: SurveyImport) -> ReadFile | Refusal:
    """The file, or why it cannot be read. Raises Stopped where somebody stopped it meanwhile."""
    progress = Progress(found)
    try:
        with unpacked(found) as file:
            read = read_survey_file(file, found.file_name, found.survey_year, watch=progress)
    except Refusal as refusal:
        return refusal
    progress.all_read()
    return read


def _keep_check(import_id: int, read: ReadFile | Refusal) -> None:
    found = locked_import(import_id)
    if found.state != ImportState.CHECKING:
        return
    if isinstance(read, Refusal):
        found.state, found.problem = ImportState.REFUSED, read.sentence
    else:
        found.state = ImportState.CHECKED
        for name, value in what_it_holds(found.survey_year, read).items():
            setattr(found, name, value)
    found.save()
    by = found.uploaded_by
    record_event(by=by, action="checked survey file", thing=found, reason=found.problem)


def _keep_import(import_id: int, by_id: int, read: ReadFile | Refusal) -> None:
    found = locked_import(import_id)
    by = User.objects.filter(pk=by_id).first()
    if found.state != ImportState.COMMITTING or by is None:
        return
    try:
        if isinstance(read, Refusal):
            raise read
        # The right is looked at again: it may have been taken away since the person asked.
        rules.can_import_results.require(access_of(by), None)
        with transaction.atomic():
            store_as_checked(found, read, by=by, left_out_reason=found.left_out_reason)
    except Refusal as refusal:
        SurveyImport.objects.filter(pk=import_id).update(
            state=ImportState.CHECKED, problem=refusal.sentence
        )
