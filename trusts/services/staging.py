"""Checked scores beside those that are stored: what differs, and what would be given away.

The rows are copied into a temporary table of the transaction. All statements are built from
column names of this module, never from anything that came with a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg2.sql import SQL, Composable, Identifier

from trusts.models import Question, SurveyYear, Trust
from trusts.services.differencing import GivenAway, given_away_if_stored, hides_groups
from trusts.surveys.scales import BANDS, MEASURES, Level

if TYPE_CHECKING:
    from trusts.surveys.score_rows import CheckedTable

READ_AT_ONCE = 1 << 20
ENGLAND = "All"
# Stands for a figure that may not be shown, in the list of changes.
HIDDEN = "not shown"
# Where a figure of a table is stored, if not under its own name: see trusts.models.Score.
_STORED_AS = {"adjusted_lower": "lower", "adjusted_upper": "upper"}
KEY = ("survey_year_id", "question_id", "level", "org_code", "group_kind", "group_name")


def stored_as(measure: str) -> str:
    """The column of a score that holds a figure of a table."""
    return _STORED_AS.get(measure, measure)


@dataclass(frozen=True)
class Outcome:
    """How the accepted rows of a table stand against the stored scores: each counts once."""

    new: int
    changed: int
    unchanged: int
    suppressed: int


@dataclass(frozen=True)
class Difference:
    """An outcome, the organisations with a change, and the rows to be written."""

    outcome: Outcome
    organisations: int
    written: int


class StagedScores:
    """The accepted rows of a table in a temporary table, for one survey year."""

    def __init__(self, cursor: CursorWrapper, survey_year: SurveyYear, table: CheckedTable) -> None:
        self._cursor = cursor
        self.survey_year = survey_year
        self._table = table
        # Only these columns are compared and written; others keep what another table brought.
        self.compared = tuple(map(stored_as, table.compared))
        figures = (*map(stored_as, MEASURES), "band")
        self.left_alone = tuple(name for name in figures if name not in self.compared)
        self._parameters = self._labels()

    def fill(self) -> None:
        """Copy the rows in. The temporary table goes with the transaction."""
        # Imported here: it brings numpy, which a web worker does not need at start.
        from trusts.surveys.copying import CopyStream, staged_columns

        columns = staged_columns(self._table.scores)
        described = SQL(", ").join(
            SQL("{} ").format(Identifier(name)) + SQL(kind) for name, kind in columns
        )
        self._cursor.execute("DROP TABLE IF EXISTS pg_temp.staged_scores")
        self.run(SQL("CREATE TEMPORARY TABLE staged_scores ({}) ON COMMIT DROP").format(described))
        copy = "COPY pg_temp.staged_scores FROM STDIN (FORMAT binary)"
        with connection.wrap_database_errors:
            self._cursor.copy_expert(copy, CopyStream(self._table.scores), READ_AT_ONCE)
        self._cursor.execute("ANALYZE pg_temp.staged_scores")
        # Just after an import the planner does not know yet how many scores a year holds. It then
        # takes them for few and looks each row up by walking through all others: minutes, not
        # a second. Without nested loops it sorts or hashes both sides, whatever it believes.
        self._cursor.execute("SET LOCAL enable_nestloop = off")

    def difference(self) -> Difference:
        """How the rows stand against the stored scores, and what an import would write.

        The rows to be written are put aside with the id of the score that they change, so that
        keeping, changing and adding scores need not compare them again.
        """
        self._cursor.execute("DROP TABLE IF EXISTS pg_temp.written_scores")
        self.run(
            SQL(
                "CREATE TEMPORARY TABLE written_scores ON COMMIT DROP AS"
                " WITH incoming AS ({incoming}) SELECT held.id AS held_id, incoming.*"
                " FROM incoming LEFT JOIN trusts_score held ON {same}"
                " WHERE held.id IS NULL OR {differs}"
            ).format(
                incoming=self.incoming(),
                same=_same(),
                differs=_rows_differ("held", "incoming", self.compared),
            )
        )
        self._cursor.execute("ANALYZE pg_temp.written_scores")
        self._cursor.execute(
            "SELECT count(*) FILTER (WHERE held_id IS NULL AND NOT suppressed),"
            " count(*) FILTER (WHERE held_id IS NULL AND suppressed),"
            " count(held_id), count(held_id) FILTER (WHERE suppressed),"
            " count(DISTINCT org_code) FILTER (WHERE held_id IS NOT NULL)"
            " FROM pg_temp.written_scores"
        )
        new, new_and_hidden, changed, hidden_by_change, organisations = self._cursor.fetchone()
        suppressed = self._table.suppressed - hidden_by_change
        unchanged = len(self._table.scores) - new - changed - suppressed
        outcome = Outcome(new, changed, unchanged, suppressed)
        return Difference(outcome, organisations, new + new_and_hidden + changed)

    def all_new(self) -> Difference:
        """How the rows stand where the year holds no score yet."""
        rows, suppressed = len(self._table.scores), self._table.suppressed
        return Difference(Outcome(rows - suppressed, 0, 0, suppressed), 0, rows)

    def given_away(self) -> list[GivenAway]:
        """Hidden groups that could be worked out once these rows are stored beside the others."""
        if not (self._hides_groups() or hides_groups(self.survey_year)):
            return []
        return given_away_if_stored(self.incoming(), self._parameters, self.survey_year)

    def _hides_groups(self) -> bool:
        scores = self._table.scores
        kinds = [place for place, group in enumerate(scores.groups) if group.dimension]
        hidden = {*scores.group[scores.suppressed].tolist()}
        return not hidden.isdisjoint(kinds)

    def changes(self, most: int) -> list[dict[str, Any]]:
        """The first so many rows that would change: each figure, as it is and as it would be."""
        names = SQL(", ").join(map(Identifier, self.compared))
        self.run(
            SQL(
                "SELECT held_id, row, org_code, question.number, group_name, {names}"
                " FROM pg_temp.written_scores incoming"
                " JOIN trusts_question question ON question.id = incoming.question_id"
                " WHERE held_id IS NOT NULL ORDER BY row LIMIT %(most)s"
            ).format(names=names),
            most=most,
        )
        incoming = self._cursor.fetchall()
        # By their ids, which is quick: joined to all that may be written, it was not.
        self.run(
            SQL("SELECT id, {names} FROM trusts_score WHERE id = ANY(%(ids)s)").format(names=names),
            ids=[held_id for held_id, *_ in incoming],
        )
        held = {held_id: figures for held_id, *figures in self._cursor.fetchall()}
        return [
            {
                "row": row,
                "trust": code,
                "question": question,
                "group": group,
                "field": name,
                "old": old,
                "new": new,
            }
            for held_id, row, code, question, group, *now in incoming
            for name, old, new in _what_may_be_shown(
                dict(zip(self.compared, held[held_id], strict=True)),
                dict(zip(self.compared, now, strict=True)),
            )
        ]

    def incoming(self) -> Composable:
        """The staged rows in the columns of a score."""
        figures = SQL(", ").join(
            SQL("NULLIF(staged.{}, 'NaN') AS {}").format(
                Identifier(name), Identifier(stored_as(name))
            )
            for name in self._table.fields
        )
        return SQL(
            "SELECT staged.row, %(year)s::bigint AS survey_year_id, question.id AS question_id,"
            " organisation.level, organisation.code AS org_code,"
            " organisation.trust AS trust_id, patients.kind AS group_kind,"
            " patients.name AS group_name, NULLIF(staged.n, -1) AS n, staged.suppressed,"
            " COALESCE((%(bands)s::text[])[staged.band + 1], '') AS band, {figures}"
            " FROM pg_temp.staged_scores staged"
            " JOIN unnest(%(levels)s::text[], %(codes)s::text[], %(trusts)s::bigint[])"
            "  WITH ORDINALITY AS organisation(level, code, trust, place)"
            "  ON organisation.place = staged.organisation + 1"
            " JOIN unnest(%(questions)s::bigint[]) WITH ORDINALITY AS question(id, place)"
            "  ON question.place = staged.question + 1"
            " JOIN unnest(%(kinds)s::text[], %(names)s::text[])"
            "  WITH ORDINALITY AS patients(kind, name, place)"
            '  ON patients.place = staged."group" + 1'
        ).format(figures=figures)

    def _labels(self) -> dict[str, Any]:
        """What the positions in the staged rows stand for."""
        scores = self._table.scores
        trusts = dict(Trust.objects.values_list("ods_code", "pk"))
        ids = dict(
            Question.objects.filter(survey_year=self.survey_year).values_list("number", "pk")
        )
        return {
            "year": self.survey_year.pk,
            "bands": [str(band) for band in BANDS],
            "levels": [str(found.level) for found in scores.organisations],
            "codes": [
                ENGLAND if found.level is Level.NATIONAL else found.code
                for found in scores.organisations
            ],
            "trusts": [
                trusts[found.code] if found.level is Level.TRUST else None
                for found in scores.organisations
            ],
            "questions": [ids[number] for number in scores.questions],
            "kinds": [group.dimension for group in scores.groups],
            "names": [group.name for group in scores.groups],
        }

    def run(self, statement: Composable, **parameters: Any) -> int:
        """Execute a statement about the staged rows; how many rows it returned or wrote."""
        self._cursor.execute(statement, {**self._parameters, **parameters})
        return int(self._cursor.rowcount)


def _what_may_be_shown(was: dict[str, Any], now: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """The figures of a score that differ, with a word in place of those that are hidden.

    A score that becomes hidden is hidden as it was, too.
    """
    for name in was:
        if was[name] == now[name]:
            continue
        if name == "suppressed":
            yield name, was[name], now[name]
        elif not now["suppressed"]:
            yield name, HIDDEN if was["suppressed"] else was[name], now[name]
        elif was["suppressed"]:
            yield name, HIDDEN, HIDDEN


def _same() -> Composable:
    return SQL(" AND ").join(
        SQL("held.{0} = incoming.{0}").format(Identifier(name)) for name in KEY
    )


def _rows_differ(one: str, other: str, names: tuple[str, ...]) -> Composable:
    left, right = (
        SQL(", ").join(Identifier(table, name) for name in names) for table in (one, other)
    )
    return SQL("({}) IS DISTINCT FROM ({})").format(left, right)
