"""A block of rows, from text to figures: which rows stand, which are refused, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.accepted import AcceptedBlock
from trusts.surveys.catalogue import QuestionFacts
from trusts.surveys.cell_columns import CellParser
from trusts.surveys.columns import Columns
from trusts.surveys.figure_columns import FigureColumns
from trusts.surveys.files import Batch
from trusts.surveys.organisations import Organisations
from trusts.surveys.refusals import RefusedCell, YearNotClear, refused
from trusts.surveys.row_labels import RowLabels
from trusts.surveys.row_rules import (
    BrokenRule,
    RowFigures,
    chosen_bands,
    hidden_by_table,
    rules_broken,
)
from trusts.surveys.row_texts import RowTexts, row_texts
from trusts.surveys.scales import NOT_GIVEN
from trusts.surveys.score_rows import Group, NameDifference, Organisation
from trusts.surveys.values import survey_year


@dataclass(frozen=True, slots=True)
class RowBlock:
    """What became of a block of rows. Refusals are put into words as they are taken."""

    accepted: AcceptedBlock
    rows_read: int
    refused_rows: int
    refused: Iterable[RefusedCell]
    withheld: Iterable[RefusedCell]
    other_years: Mapping[int, int]


class BlockReader:
    """Reads blocks of one table for one survey year; remembers what it has parsed."""

    def __init__(
        self,
        columns: Columns,
        year: int | None,
        known_trusts: Mapping[str, str],
        questions: Mapping[str, QuestionFacts],
    ) -> None:
        self._columns = columns
        self.year = year
        self.took_first_year = False
        self._labels = RowLabels(columns, Organisations(known_trusts), questions)
        self._figures = FigureColumns(columns)
        self._years = CellParser(survey_year)

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        return self._labels.organisations

    @property
    def question_numbers(self) -> tuple[str, ...]:
        return self._labels.questions

    @property
    def on_0_to_10(self) -> NDArray[np.bool_]:
        """For each question number, whether it is scored from 0 to 10."""
        return self._labels.on_0_to_10

    @property
    def groups(self) -> tuple[Group, ...]:
        return self._labels.groups

    @property
    def fractions(self) -> frozenset[str]:
        return self._columns.fractions

    @property
    def name_differences(self) -> tuple[NameDifference, ...]:
        return self._labels.name_differences

    def read(self, batch: Batch) -> RowBlock:
        """Figures and refusals of a batch of rows. Raises YearNotClear."""
        texts, ragged = row_texts(batch, self._columns)
        texts, unclear_year, other_years = self._of_this_year(texts)
        labels = self._labels.of(texts, self.year or 0)
        figures = self._figures.of(texts, labels.on_0_to_10)
        hidden = hidden_by_table(figures)
        broken = [
            BrokenRule(unclear_year, "year", lambda i: survey_year(texts.column["year"][i]).reason),
            *labels.broken,
            *self._figures.unreadable(texts, figures),
        ]
        readable = ~_any(broken, len(texts))
        shown = readable & ~hidden & figures.measures["score"].given
        broken.extend(rules_broken(figures, hidden, shown))
        refused_rows = _any(broken, len(texts))
        kept = ~refused_rows
        accepted = AcceptedBlock(
            row=texts.number[kept],
            organisation=labels.organisation[kept],
            question=labels.question[kept],
            group=labels.group[kept],
            n=np.where(figures.n.given, figures.n.value, NOT_GIVEN)[kept].astype(np.int32),
            suppressed=hidden[kept],
            measures={
                name: np.where(hidden, np.nan, parsed.value)[kept]
                for name, parsed in figures.measures.items()
            },
            band=chosen_bands(figures, shown)[kept],
        )
        return RowBlock(
            accepted=accepted,
            rows_read=len(texts) + len(ragged),
            refused_rows=int(np.count_nonzero(refused_rows)) + len(ragged),
            refused=chain(ragged, self._in_words(texts, broken, refused_rows)),
            withheld=self._withheld(texts, figures, kept & hidden),
            other_years=other_years,
        )

    def _of_this_year(
        self, texts: RowTexts
    ) -> tuple[RowTexts, NDArray[np.bool_], Mapping[int, int]]:
        """The rows of the year asked for or of none, which of them say none, and the others."""
        if "year" not in texts.column:
            if self.year is None:
                raise YearNotClear("The table has no year column. Say which survey year it holds.")
            return texts, np.zeros(len(texts), np.bool_), {}
        years = self._years.of(texts.column["year"])
        if self.year is None and years.given.any():
            self.year = int(years.value[years.given][0])
            self.took_first_year = True
        other = years.given & (years.value != self.year)
        kept = ~other
        counted = Counter(years.value[other].astype(int).tolist())
        return texts.kept(kept), years.bad[kept], counted

    def _in_words(
        self, texts: RowTexts, broken: Sequence[BrokenRule], where: NDArray[np.bool_]
    ) -> Iterator[RefusedCell]:
        for i in np.flatnonzero(where).tolist():
            for rule in broken:
                if rule.where[i]:
                    yield self._cell(texts, rule.column, i, rule.said(i), hidden=rule.hides)

    def _withheld(
        self, texts: RowTexts, figures: RowFigures, where: NDArray[np.bool_]
    ) -> Iterator[RefusedCell]:
        for name, parsed in figures.measures.items():
            for i in np.flatnonzero(where & parsed.given).tolist():
                yield self._cell(texts, name, i, WITHHELD, hidden=True)

    def _cell(
        self, texts: RowTexts, column: str, i: int, reason: str, *, hidden: bool = False
    ) -> RefusedCell:
        header = self._columns.header.get(column, column)
        value = texts.column[column][i] if column in texts.column else ""
        return refused(int(texts.number[i]), header, value, reason, hidden=hidden)


WITHHELD = (
    "The table marks this row as suppressed, yet prints this figure. It is not taken over: "
    "the row stays suppressed."
)


def _any(broken: Iterable[BrokenRule], count: int) -> NDArray[np.bool_]:
    found = np.zeros(count, np.bool_)
    for rule in broken:
        found |= rule.where
    return found
