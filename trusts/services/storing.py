"""Statements that write staged scores, and keep what they change so that it can be undone.

All run in the transaction of the import, under the lock on its survey year: readers see the scores
as they were until it ends, and no other import can come between.
"""

from __future__ import annotations

from django.db import connection
from psycopg2.sql import SQL, Composable, Identifier

from trusts.models.replaced import kept_fields
from trusts.services.staging import KEY, Difference, StagedScores

# From so many new rows on, the planner's knowledge of the scores is brought up to date at once.
WORTH_COUNTING = 1_000
# So many replaced scores, at most, are kept in one row.
KEPT_TOGETHER = 5_000


def store_all(staged: StagedScores, survey_import_id: int) -> Difference:
    """Write every row, for a year that holds no score yet."""
    _insert(staged, survey_import_id, staged.incoming())
    return staged.all_new()


def store_difference(staged: StagedScores, survey_import_id: int, difference: Difference) -> None:
    """Write what ``difference`` found new or changed."""
    if difference.outcome.changed:
        _keep_what_changes(staged, survey_import_id)
        _change(staged, survey_import_id)
    new = SQL("SELECT * FROM pg_temp.written_scores WHERE held_id IS NULL")
    _insert(staged, survey_import_id, new)


def _keep_what_changes(staged: StagedScores, survey_import_id: int) -> None:
    """Write down the scores that are about to change, as they are now.

    Many to a row: as one row each, keeping took half as long as changing them. Figures that the
    file has no column for change only where it hides the score; elsewhere their arrays are empty.
    """
    names = [str(field.column) for field in kept_fields()]
    staged.run(
        SQL(
            "INSERT INTO trusts_replacedscores"
            " (survey_import_id, brought_by_id, score, {columns})"
            " SELECT %(survey_import)s, held.brought_by_id, array_agg(held.id), {values}"
            " FROM pg_temp.written_scores incoming"
            " JOIN trusts_score held ON held.id = incoming.held_id"
            " GROUP BY held.brought_by_id, incoming.suppressed, held.id / %(together)s"
        ).format(
            columns=SQL(", ").join(Identifier(f"{name}_was") for name in names),
            values=SQL(", ").join(_kept(name, staged) for name in names),
        ),
        survey_import=survey_import_id,
        together=KEPT_TOGETHER,
    )


def _kept(name: str, staged: StagedScores) -> Composable:
    values = SQL("array_agg({})").format(Identifier("held", name))
    if name not in staged.left_alone:
        return values
    return SQL("COALESCE({} FILTER (WHERE incoming.suppressed), '{{}}')").format(values)


def _change(staged: StagedScores, survey_import_id: int) -> None:
    """Give the scores that change their new figures, in the order in which they were added."""
    own = [SQL("{0} = incoming.{0}").format(Identifier(name)) for name in staged.compared]
    others = [
        SQL("{} = {}").format(Identifier(name), _left_alone(name)) for name in staged.left_alone
    ]
    # Joined by hashing, the scores come in the order of the file, which may be any: each then
    # needs pages of the indexes that were put out of memory since. Merged by id they come as
    # they lie, in the table and (see `_insert`) in the widest index.
    staged.run(SQL("SET LOCAL enable_hashjoin = off"))
    staged.run(
        SQL(
            "UPDATE trusts_score held SET {taken}, brought_by_id = %(survey_import)s"
            " FROM pg_temp.written_scores incoming WHERE held.id = incoming.held_id"
        ).format(taken=SQL(", ").join([*own, *others])),
        survey_import=survey_import_id,
    )
    staged.run(SQL("SET LOCAL enable_hashjoin = on"))


def _left_alone(name: str) -> Composable:
    """A figure that the file has no column for. A score that is hidden keeps no figure."""
    return SQL("CASE WHEN incoming.suppressed THEN {} ELSE {} END").format(
        SQL("''") if name == "band" else SQL("NULL"), Identifier("held", name)
    )


def _insert(staged: StagedScores, survey_import_id: int, incoming: Composable) -> None:
    """Add rows. No other import can do so meanwhile: the year is locked.

    They are added in the order of the key, whatever the order of the file: the widest index then
    grows at its end, and later imports find table and index in step.
    """
    written = [Identifier(name) for name in (*KEY, "trust_id", *staged.compared)]
    without_band = "band" in staged.left_alone
    added = staged.run(
        SQL(
            "WITH incoming AS ({incoming})"
            " INSERT INTO trusts_score ({columns}, {blank} brought_by_id)"
            " SELECT {columns}, {nothing} %(survey_import)s FROM incoming ORDER BY {key}"
        ).format(
            incoming=incoming,
            columns=SQL(", ").join(written),
            key=SQL(", ").join(map(Identifier, KEY)),
            blank=SQL("band, ") if without_band else SQL(""),
            nothing=SQL("'', ") if without_band else SQL(""),
        ),
        survey_import=survey_import_id,
    )
    if added >= WORTH_COUNTING:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE trusts_score")
