"""Checking a published table of scores, row by row, at the speed of its reading.

Rows are taken in blocks, turned into arrays, and held against the rules of ``row_rules``.
Rows of other survey years are counted and left out. What remains to be seen over the whole
table (rows given twice, hidden scores given away) is looked at when all rows are in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice

import numpy as np

from trusts.surveys.accepted import Accepted
from trusts.surveys.catalogue import QuestionFacts
from trusts.surveys.disclosure import revealed_scores
from trusts.surveys.refusals import RefusedCell, TableRefused, YearNotClear, refused
from trusts.surveys.row_blocks import BlockReader, RowBlock
from trusts.surveys.score_rows import EVERYBODY, REFUSALS_KEPT, CheckedTable, ScoreColumns
from trusts.surveys.tables import SurveyTable
from trusts.surveys.units import refuse_doubtful_units


def check_rows(
    table: SurveyTable,
    *,
    year: int | None,
    known_trusts: Mapping[str, str],
    questions: Mapping[str, QuestionFacts],
    totals: Mapping[tuple[str, str], int] | None = None,
) -> CheckedTable:
    """Check a table of scores (trust, adjusted, subgroup or national) for one survey year.

    ``year``: rows of other years are left out and counted. None takes the table's own year,
    and refuses a table that holds several. ``known_trusts``: ODS code to name, predecessors
    included. ``questions``: the scored questions of the year by number ("Q59"). ``totals``:
    respondents behind overall scores already stored, by (ODS code, question), so that a
    table of groups alone cannot give a hidden score away. Raises YearNotClear, or
    TableRefused where the table as a whole makes no sense; FileRefused comes through from
    the reading.
    """
    reader = BlockReader(table.columns, year, known_trusts, questions)
    gathering = _Gathering(table, reader)
    for batch in table.batches:
        gathering.add(reader.read(batch))
    return gathering.finished(totals)


class _Gathering:
    """Accepted blocks and refusals so far, and the checks over all of them."""

    def __init__(self, table: SurveyTable, reader: BlockReader) -> None:
        self._header = table.columns.header
        self._reader = reader
        self._accepted = Accepted()
        self._refused: list[RefusedCell] = []
        self._withheld: list[RefusedCell] = []
        self._rows_read = 0
        self._refused_rows = 0
        self._other_years: Counter[int] = Counter()

    def add(self, block: RowBlock) -> None:
        self._accepted.add(block.accepted)
        self._rows_read += block.rows_read
        self._refused_rows += block.refused_rows
        self._other_years.update(block.other_years)
        self._keep(self._refused, block.refused)
        self._keep(self._withheld, block.withheld)

    @staticmethod
    def _keep(kept: list[RefusedCell], cells: Iterable[RefusedCell]) -> None:
        kept.extend(islice(cells, max(0, REFUSALS_KEPT - len(kept))))

    def finished(self, totals: Mapping[tuple[str, str], int] | None) -> CheckedTable:
        year = self._year()
        scores = self._accepted.gathered(
            year=year,
            organisations=self._reader.organisations,
            questions=self._reader.question_numbers,
            groups=self._reader.groups,
        )
        refuse_doubtful_units(
            scores,
            on_0_to_10=self._reader.on_0_to_10,
            headers=self._header,
            fractions=self._reader.fractions,
        )
        scores = self._without_repeats(scores)
        scores = self._without_revealing(scores, totals)
        return CheckedTable(
            year=year,
            fields=tuple(scores.measures),
            scores=scores,
            rows_read=self._rows_read,
            refused_rows=self._refused_rows,
            refused=tuple(sorted(self._refused, key=lambda cell: cell.row)),
            other_years=dict(sorted(self._other_years.items())),
            withheld=tuple(self._withheld),
            name_differences=self._reader.name_differences,
        )

    def _year(self) -> int:
        if self._reader.year is None:
            if self._rows_read:
                raise YearNotClear("No row of the table says its survey year. Correct the years.")
            raise TableRefused("The table has headers but no rows. Choose another file.")
        others = _listed(sorted(self._other_years))
        if self._other_years and self._reader.took_first_year:
            raise YearNotClear(
                "The table holds several survey years "
                f"({_listed(sorted([self._reader.year, *self._other_years]))}). "
                "Say which one to import."
            )
        if not self._rows_read:
            if others:
                raise YearNotClear(
                    f"The table has no rows of {self._reader.year}. It holds {others}."
                )
            raise TableRefused("The table has headers but no rows. Choose another file.")
        return self._reader.year

    def _without_repeats(self, scores: ScoreColumns) -> ScoreColumns:
        cell = scores.organisation.astype(np.int64)
        for column, named in ((scores.question, scores.questions), (scores.group, scores.groups)):
            cell *= max(1, len(named))
            cell += column
        in_order = np.sort(cell)
        if not (in_order[1:] == in_order[:-1]).any():  # nearly always; the rest takes more room
            return scores
        order = np.argsort(cell, kind="stable")
        repeat = np.zeros(len(scores), np.bool_)
        repeat[order[1:]] = in_order[1:] == in_order[:-1]
        first = order[np.searchsorted(in_order, cell[repeat])]
        cells = (
            refused(
                int(scores.row[position]),
                self._header["question"],
                scores.key(position).question,
                f"Row {scores.row[earlier]:,} already gives {self._said(scores, position)}. "
                "Keep one of the two.",
            )
            for position, earlier in zip(
                np.flatnonzero(repeat).tolist(), first.tolist(), strict=True
            )
        )
        return self._refuse(scores, repeat, cells)

    def _without_revealing(
        self, scores: ScoreColumns, totals: Mapping[tuple[str, str], int] | None
    ) -> ScoreColumns:
        found = revealed_scores(scores, totals)
        if not found:
            return scores
        mask = np.zeros(len(scores), np.bool_)
        mask[[revealed.also_hide for revealed in found]] = True
        cells = (
            refused(
                int(scores.row[revealed.also_hide]),
                self._header["score"],
                f"{scores.measures['score'][revealed.also_hide]:g}",
                f"Hide this score too. Row {scores.row[revealed.hidden]:,} hides "
                f"{self._said(scores, revealed.hidden)}, which could be worked out by "
                "subtracting the other groups from the total.",
                hidden=True,
            )
            for revealed in found
        )
        return self._refuse(scores, mask, cells)

    def _refuse(
        self, scores: ScoreColumns, mask: np.ndarray, cells: Iterable[RefusedCell]
    ) -> ScoreColumns:
        self._refused_rows += int(np.count_nonzero(mask))
        self._keep(self._refused, cells)
        return scores.chosen(~mask)

    @staticmethod
    def _said(scores: ScoreColumns, position: int) -> str:
        key = scores.key(position)
        whose = key.organisation or "England"
        group = "" if (key.dimension, key.group) == EVERYBODY else f" {key.group}"
        return f"{whose} {key.question}{group}"


def _listed(years: list[int]) -> str:
    *others, last = map(str, years) if years else ("",)
    return f"{', '.join(others)} and {last}" if others else last
