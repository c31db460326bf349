"""Stopping the work on a large file while a worker has it. Nothing of it is saved then."""

from __future__ import annotations

from django.db import transaction

from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import ImportState, SurveyImport
from trusts.services.imports import locked_import, require
from trusts.states import IMPORT_MOVES, check_move

STOPPED_CHECK = "The check was stopped. Nothing was saved. Upload the file again to check it."
STOPPED_IMPORT = "The import was stopped. Nothing was saved; the trial run is still here."


def stop_import(*, by: User, survey_import: SurveyImport) -> SurveyImport:
    """Stop a check or an import that a worker has not finished.

    The worker looks at the state while it reads, and again in the transaction that would keep its
    work, so what it read is thrown away. Raises WrongState where it was quicker, BeingWritten
    where it is in that transaction.
    """
    require(rules.can_check_survey_files, by)
    with transaction.atomic():
        found = locked_import(survey_import.pk, wait=False)
        imports = found.state == ImportState.COMMITTING
        if imports:
            require(rules.can_import_results, by)
        after = ImportState.CHECKED if imports else ImportState.REFUSED
        check_move(IMPORT_MOVES, ImportState(found.state), after)
        found.state = after
        found.problem = STOPPED_IMPORT if imports else STOPPED_CHECK
        found.save(update_fields=["state", "problem"])
        record_event(by=by, action="stopped survey file", thing=found, reason=found.problem)
    return found
