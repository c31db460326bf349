"""Checking and importing files of survey results.

A check writes nothing but the record of itself. An import is one transaction: every accepted row
and the record of who brought it, or nothing at all. `by` is None only for the command line, which
whoever runs the server may use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.rules import Rule
from trusts import rules
from trusts.models import ImportState, Score, SurveyImport, SurveyYear
from trusts.refusals import (
    BeingWritten,
    NotFound,
    ResultsMovedOn,
    RowsRefused,
)
from trusts.services.import_progress import PROGRESS
from trusts.services.safe_staging import staged_safely
from trusts.services.spreads import refresh_spreads
from trusts.services.staging import Difference, StagedScores
from trusts.services.storing import store_all, store_difference
from trusts.services.survey_files import (
    ReadFile,
    facts_to_keep,
    packed,
    read_survey_file,
    unpacked,
)
from trusts.states import IMPORT_MOVES, check_move

CHANGED_ROWS_KEPT = 1_000
LONGEST_REASON = 300
LOCK_NOT_AVAILABLE = "55P03"
COUNTED = ("rows_read", "new", "changed", "unchanged", "suppressed", "refused")


def check_import(
    *, by: User | None, survey_year: SurveyYear, file: IO[bytes], name: str
) -> SurveyImport:
    """Check a file against the stored results and keep it, with what it would change.

    Raises FileNotAccepted or QuestionsNotKnown where nothing of it can be imported.
    """
    require(rules.can_check_survey_files, by)
    with transaction.atomic():
        read = read_survey_file(file, name, survey_year)
        checked = SurveyImport.objects.create(
            survey_year=survey_year,
            state=ImportState.CHECKED,
            content=packed(file),
            uploaded_by=by,
            **what_it_holds(survey_year, read),
        )
        record_event(by=by, action="checked survey file", thing=checked, changes=_said(checked))
    return checked


def commit_import(
    *, by: User | None, survey_import: SurveyImport, left_out_reason: str = ""
) -> SurveyImport:
    """Import a checked file: the very bytes that were checked, all accepted rows or none.

    Raises RowsRefused while rows are refused and no reason is given for leaving them out,
    ResultsMovedOn where another import changed the results since the check.
    """
    require(rules.can_import_results, by)
    with transaction.atomic():
        found = locked_import(survey_import.pk)
        check_move(IMPORT_MOVES, ImportState(found.state), ImportState.COMMITTED)
        require_no_rows_refused(found.counts.get("refused", 0), left_out_reason)
        with unpacked(found) as file:
            read = read_survey_file(file, found.file_name, found.survey_year)
        store_as_checked(found, read, by=by, left_out_reason=left_out_reason)
    return found


def import_file(
    *,
    by: User | None,
    survey_year: SurveyYear,
    file: IO[bytes],
    name: str,
    left_out_reason: str = "",
) -> SurveyImport:
    """Check and import a file in one go: the file is read once.

    Raises RowsRefused (with the check's record rolled back) where rows are refused and no reason
    is given for leaving them out.
    """
    require(rules.can_import_results, by)
    with transaction.atomic():
        read = read_survey_file(file, name, survey_year)
        require_no_rows_refused(read.table.refused_rows, left_out_reason)
        brought = SurveyImport.objects.create(
            survey_year=survey_year,
            state=ImportState.CHECKED,
            content=packed(file),
            uploaded_by=by,
            **facts_to_keep(read),
        )
        stored = _store(locked_import(brought.pk), read, listing=True)
        require_no_rows_refused(stored.read.table.refused_rows, left_out_reason)
        brought.refused = facts_to_keep(stored.read)["refused"]
        brought.counts, brought.changes = _all_counts(stored), stored.changes
        _mark_committed(brought, by=by, left_out_reason=left_out_reason)
    return brought


def store_as_checked(
    found: SurveyImport, read: ReadFile, *, by: User | None, left_out_reason: str
) -> None:
    """Import what a check announced, and nothing else. Call it in a transaction."""
    stored = _store(found, read)
    if _counts(stored) != {name: found.counts.get(name) for name in COUNTED}:
        raise ResultsMovedOn(
            "The stored results have changed since this file was checked. Nothing was "
            "imported. Check the file again to see what it would change now."
        )
    _mark_committed(found, by=by, left_out_reason=left_out_reason)


def require(rule: Rule[None], by: User | None) -> None:
    if by is not None:
        rule.require(access_of(by), None)


def require_no_rows_refused(refused: int, left_out_reason: str) -> None:
    if refused and not left_out_reason.strip():
        rows = "1 row is" if refused == 1 else f"{refused:,} rows are"
        raise RowsRefused(
            f"{rows} refused. Put them right and try the file again, or say why they may be "
            "left out.",
            field="left_out_reason",
        )


@dataclass(frozen=True)
class _Held:
    """A file held against the stored scores: its rows that may be stored, and what they change."""

    read: ReadFile
    difference: Difference
    changes: list[dict[str, Any]]


def what_it_holds(survey_year: SurveyYear, read: ReadFile) -> dict[str, Any]:
    """What a check found out, as the fields of its record."""
    with connection.cursor() as cursor:
        staged, read = staged_safely(cursor, survey_year, read)
        difference = staged.difference()
        held = _Held(read, difference, _listed(staged, difference))
    return {**facts_to_keep(read), "counts": _all_counts(held), "changes": held.changes}


def _listed(staged: StagedScores, difference: Difference) -> list[dict[str, Any]]:
    return staged.changes(CHANGED_ROWS_KEPT) if difference.outcome.changed else []


def _all_counts(held: _Held) -> dict[str, int]:
    table = held.read.table
    return {
        **_counts(held),
        "changed_organisations": held.difference.organisations,
        "organisations": len(table.scores.organisations),
        "questions": len({*table.scores.question.tolist()}),
        "withheld": len(table.withheld),
    }


def _counts(held: _Held) -> dict[str, int]:
    table, outcome = held.read.table, held.difference.outcome
    return {
        "rows_read": table.rows_read,
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "suppressed": outcome.suppressed,
        "refused": table.refused_rows,
    }


def _store(found: SurveyImport, read: ReadFile, *, listing: bool = False) -> _Held:
    """Write the rows that may be stored; imports of one survey year wait for each other.

    ``listing`` asks for what changes, score by score, as it was before.
    """
    year = SurveyYear.objects.select_for_update().get(pk=found.survey_year_id)
    changes: list[dict[str, Any]] = []
    with connection.cursor() as cursor:
        staged, read = staged_safely(cursor, year, read)
        if not Score.objects.filter(survey_year=year).exists():
            difference = store_all(staged, found.pk)
        else:
            difference = staged.difference()
            changes = _listed(staged, difference) if listing else []
            if difference.written:
                store_difference(staged, found.pk, difference)
    if difference.written and read.table.of_all_patients:
        refresh_spreads(year)
    return _Held(read, difference, changes)


def _mark_committed(found: SurveyImport, *, by: User | None, left_out_reason: str) -> None:
    found.state = ImportState.COMMITTED
    found.committed_at = timezone.now()
    found.left_out_reason = left_out_reason.strip()[:LONGEST_REASON]
    found.notes.pop(PROGRESS, None)
    kept = ("counts", "refused", "changes", "notes")
    found.save(update_fields=["state", "committed_at", "left_out_reason", *kept])
    record_event(
        by=by,
        action="imported survey results",
        thing=found,
        changes=_said(found),
        reason=found.left_out_reason,
    )


def _said(found: SurveyImport) -> dict[str, tuple[object, object]]:
    """The counts and the checksum, for the trail."""
    counts: dict[str, tuple[object, object]] = {
        name.replace("_", " "): (None, found.counts[name]) for name in COUNTED
    }
    return {**counts, "checksum": (None, found.sha256)}


def locked_import(import_id: int, *, wait: bool = True) -> SurveyImport:
    """The import, which nobody else moves until the transaction ends.

    Raises BeingWritten where a worker holds it and `wait` is False.
    """
    try:
        return _locked(import_id, wait=wait)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
            raise
        raise BeingWritten(
            "The file is all but done, so it can no longer be stopped. Look again in a minute: "
            "what was imported can be rolled back."
        ) from error


def _locked(import_id: int, *, wait: bool) -> SurveyImport:
    found = (
        SurveyImport.objects.select_for_update(of=("self",), nowait=not wait)
        .select_related("survey_year")
        .filter(pk=import_id)
        .first()
    )
    if found is None:
        raise NotFound("There is no such import.")
    return found
