"""The shape of checked scores: one row for people to read, whole columns for speed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.refusals import RefusedCell
from trusts.surveys.scales import BANDS, NO_BAND, NOT_GIVEN, Band, Level


class ScoreKey(NamedTuple):
    """What makes a score one score.

    ``organisation``: ODS code of a trust, code or name of a Cancer Alliance, "" for England.
    ``dimension`` and ``group``: "tumour_group" and "Lung"; both "" for all respondents.
    """

    level: Level
    organisation: str
    year: int
    question: str
    dimension: str
    group: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score as the table gives it; a figure that is not given is None, never zero."""

    row: int
    key: ScoreKey
    n: int | None
    suppressed: bool
    score: float | None = None
    score_lower: float | None = None
    score_upper: float | None = None
    adjusted: float | None = None
    adjusted_unrounded: float | None = None
    adjusted_lower: float | None = None
    adjusted_upper: float | None = None
    expected_lower: float | None = None
    expected_upper: float | None = None
    band: Band | None = None


class Organisation(NamedTuple):
    level: Level
    code: str


class Group(NamedTuple):
    dimension: str
    name: str


EVERYBODY = Group("", "")


@dataclass(frozen=True, slots=True, eq=False)
class ScoreColumns:
    """Accepted scores of one survey year, a column each, all of the same length.

    ``organisation``, ``question`` and ``group`` hold positions in ``organisations``,
    ``questions`` and ``groups``. ``n`` is NOT_GIVEN where absent; ``measures`` holds only the
    figures for which the table has a column, NaN where a row gives none; ``band`` holds
    positions in BANDS or NO_BAND. Rows stand in the order of the file.
    """

    year: int
    organisations: tuple[Organisation, ...]
    questions: tuple[str, ...]
    groups: tuple[Group, ...]
    row: NDArray[np.int32]
    organisation: NDArray[np.int32]
    question: NDArray[np.int32]
    group: NDArray[np.int32]
    n: NDArray[np.int32]
    suppressed: NDArray[np.bool_]
    measures: Mapping[str, NDArray[np.float64]]
    band: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.row)

    def __iter__(self) -> Iterator[ScoreRow]:
        return (self.at(i) for i in range(len(self)))

    def key(self, i: int) -> ScoreKey:
        level, code = self.organisations[self.organisation[i]]
        dimension, group = self.groups[self.group[i]]
        question = self.questions[self.question[i]]
        return ScoreKey(level, code, self.year, question, dimension, group)

    def at(self, i: int) -> ScoreRow:
        """Row ``i`` (0-based) as a dataclass."""
        figures = {
            name: None if np.isnan(column[i]) else float(column[i])
            for name, column in self.measures.items()
        }
        return ScoreRow(
            row=int(self.row[i]),
            key=self.key(i),
            n=None if self.n[i] == NOT_GIVEN else int(self.n[i]),
            suppressed=bool(self.suppressed[i]),
            band=None if self.band[i] == NO_BAND else BANDS[self.band[i]],
            **figures,
        )

    def chosen(self, mask: NDArray[np.bool_]) -> ScoreColumns:
        """The rows where ``mask`` is true."""
        return ScoreColumns(
            year=self.year,
            organisations=self.organisations,
            questions=self.questions,
            groups=self.groups,
            row=self.row[mask],
            organisation=self.organisation[mask],
            question=self.question[mask],
            group=self.group[mask],
            n=self.n[mask],
            suppressed=self.suppressed[mask],
            measures={name: column[mask] for name, column in self.measures.items()},
            band=self.band[mask],
        )


class NameDifference(NamedTuple):
    """A name that differs from ours by more than spelling habits; a hint, not a refusal."""

    code: str
    in_file: str
    known: str


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A published table after checking.

    ``rows_read`` counts the rows of ``year``; each of them is either in ``scores`` or
    refused: ``rows_read == len(scores) + refused_rows``. ``refused`` names the cells (a row
    may have several; at most REFUSALS_KEPT are kept, ``refused_rows`` counts all rows).
    ``other_years`` counts rows of other survey years: they are left out, not refused.
    ``withheld`` names figures printed on a row that the table itself marks as suppressed:
    they were dropped, the row is kept as suppressed. ``fields`` are the figures for which
    the table has a column: an import changes these and leaves others as they are.
    """

    year: int
    fields: tuple[str, ...]
    scores: ScoreColumns
    rows_read: int
    refused_rows: int
    refused: tuple[RefusedCell, ...] = ()
    other_years: Mapping[int, int] = field(default_factory=dict)
    withheld: tuple[RefusedCell, ...] = ()
    name_differences: tuple[NameDifference, ...] = ()

    @property
    def compared(self) -> tuple[str, ...]:
        """The fields that an import of this table may change: it has columns for them."""
        band = ("band",) if "expected_lower" in self.fields else ()
        return ("n", "suppressed", *self.fields, *band)

    @property
    def of_all_patients(self) -> bool:
        """Whether some score is that of all respondents, not of a group."""
        kept = self.scores.groups
        everybody = [place for place, group in enumerate(kept) if group == EVERYBODY]
        return bool(np.isin(self.scores.group, everybody).any())

    @property
    def suppressed(self) -> int:
        """How many accepted rows are suppressed."""
        return int(np.count_nonzero(self.scores.suppressed))


REFUSALS_KEPT = 5_000
"""Refused cells kept in detail: beyond that the file as a whole needs another look."""
