"""Taking an import of survey results back, as long as nothing builds on it."""

from __future__ import annotations

from django.db import connection, transaction
from psycopg2.sql import SQL, Composable, Identifier

from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import ImportState, ReplacedScores, Score, SurveyImport, SurveyYear
from trusts.models.replaced import kept_fields
from trusts.refusals import ImportBuiltUpon, ImportHeld, ReasonMissing, WouldGiveAway
from trusts.services.differencing import GivenAway, given_away_now
from trusts.services.imports import locked_import, require
from trusts.services.spreads import refresh_spreads
from trusts.states import IMPORT_MOVES, check_move

LONGEST_NAME = 300


def roll_back_import(*, by: User | None, survey_import: SurveyImport, reason: str) -> SurveyImport:
    """Take an import back: what it brought goes, what it changed is as it was before.

    Raises ImportHeld once a published report uses it, ImportBuiltUpon while a later import has
    changed figures that this one brought, WouldGiveAway where what comes back would give a
    hidden score away beside what came in later.
    """
    require(rules.can_import_results, by)
    if not reason.strip():
        raise ReasonMissing("Say why the import is rolled back", field="reason")
    check_move(IMPORT_MOVES, ImportState(survey_import.state), ImportState.ROLLED_BACK)
    with transaction.atomic():
        # The year first: an import that is being stored holds it and, at its end, asks for the
        # imports that it builds on. So it comes before this or after it, never between.
        SurveyYear.objects.select_for_update().get(pk=survey_import.survey_year_id)
        found = locked_import(survey_import.pk)
        check_move(IMPORT_MOVES, ImportState(found.state), ImportState.ROLLED_BACK)
        _require_free(found)
        known = given_away_now(found.survey_year)
        put_back = _put_back(found)
        brought = Score.objects.filter(survey_year_id=found.survey_year_id, brought_by=found)
        deleted = brought._raw_delete(brought.db)
        refresh_spreads(found.survey_year)
        found.state = ImportState.ROLLED_BACK
        found.save(update_fields=["state"])
        found.replaced.all().delete()
        _require_nothing_more_given_away(found.survey_year, known)
        record_event(
            by=by,
            action="rolled back survey import",
            thing=found,
            changes={"results": (f"{deleted} brought, {put_back} changed", "as before")},
            reason=reason.strip(),
        )
    return found


def hold_imports(*, by: User | None, up_to: SurveyYear, held_by: str) -> int:
    """Keep the imports of this year and of the earlier ones of its survey for good.

    Called in the transaction that publishes a report which uses them. Returns how many imports
    are newly held.
    """
    with transaction.atomic():
        held = SurveyImport.objects.filter(
            survey_year__survey_id=up_to.survey_id,
            survey_year__year__lte=up_to.year,
            state=ImportState.COMMITTED,
            held_by="",
        ).update(held_by=held_by[:LONGEST_NAME])
        if held:
            record_event(
                by=by,
                action="kept survey imports for a published report",
                thing=up_to,
                changes={"imports kept": (0, held)},
                reason=held_by,
            )
    return held


def _require_free(found: SurveyImport) -> None:
    if found.held_by:
        raise ImportHeld(
            f"{found.held_by} has been published with these figures, so they stay. "
            "Import a corrected file instead."
        )
    later = ReplacedScores.objects.filter(
        brought_by=found, survey_import__state=ImportState.COMMITTED
    ).exclude(survey_import=found)
    built_upon = later.values_list("survey_import__file_name", flat=True).first()
    if built_upon is not None:
        raise ImportBuiltUpon(
            f"A later import, {built_upon}, changed some of these figures. Roll that one back "
            "first."
        )


def _require_nothing_more_given_away(survey_year: SurveyYear, known: list[GivenAway]) -> None:
    """What was stored before was checked beside what was stored then, not beside later files."""
    revealed = next((each for each in given_away_now(survey_year) if each not in known), None)
    if revealed is not None:
        raise WouldGiveAway(
            f"Without this import the hidden score of {revealed.whose} {revealed.hidden} could be "
            "worked out by subtracting the other groups from the total. Import a corrected file "
            f"that hides {revealed.also_hide} as well, then roll this one back."
        )


def _put_back(found: SurveyImport) -> int:
    """Give scores that the import changed their earlier figures, and their earlier import."""
    names = [str(field.column) for field in kept_fields()]
    with connection.cursor() as cursor:
        cursor.execute(
            SQL(
                "UPDATE trusts_score SET ({names}, brought_by_id) ="
                " ROW({earlier}, replaced.brought_by_id)"
                " FROM trusts_replacedscores replaced, unnest(replaced.score, {kept})"
                " AS earlier (id, {names}) WHERE earlier.id = trusts_score.id"
                " AND replaced.survey_import_id = %(survey_import)s"
            ).format(
                names=SQL(", ").join(map(Identifier, names)),
                earlier=SQL(", ").join(map(_earlier, names)),
                kept=SQL(", ").join(Identifier("replaced", f"{name}_was") for name in names),
            ),
            {"survey_import": found.pk},
        )
        return int(cursor.rowcount)


def _earlier(name: str) -> Composable:
    """A figure as it was; as it is where its array is empty, because the import left it alone."""
    return SQL("CASE WHEN {} = '{{}}' THEN {} ELSE {} END").format(
        Identifier("replaced", f"{name}_was"),
        Identifier("trusts_score", name),
        Identifier("earlier", name),
    )
