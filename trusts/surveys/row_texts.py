"""Rows of text turned into columns of text; blank rows go, ragged ones are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.columns import Columns
from trusts.surveys.files import Batch
from trusts.surveys.refusals import RefusedCell, refused


@dataclass(frozen=True, slots=True)
class RowTexts:
    """The known columns of some rows, by name, and the rows' numbers in the file."""

    number: NDArray[np.int32]
    column: dict[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.number)

    def kept(self, mask: NDArray[np.bool_]) -> RowTexts:
        """The rows where ``mask`` is true."""
        if mask.all():
            return self
        column: dict[str, Sequence[str]] = {
            name: tuple(compress(texts, mask)) for name, texts in self.column.items()
        }
        return RowTexts(self.number[mask], column)


_first_cell = itemgetter(0)


def row_texts(batch: Batch, columns: Columns) -> tuple[RowTexts, tuple[RefusedCell, ...]]:
    """The rows of a batch as columns, and those refused for having too many or few cells."""
    first, rows = batch
    number = np.arange(first, first + len(rows), dtype=np.int32)
    ragged: list[RefusedCell] = []
    uneven = set(map(len, rows)) != {columns.width}
    if uneven or "" in map(_first_cell, rows):  # a row without a first cell may be blank
        kept, rows, ragged = _even(first, rows, columns.width)
        number = np.array(kept, np.int32)
    by_place = list(zip(*rows, strict=True))
    column: dict[str, Sequence[str]] = {
        name: by_place[place] if by_place else () for name, place in columns.position.items()
    }
    return RowTexts(number, column), tuple(ragged)


def _even(
    first: int, rows: list[list[str]], width: int
) -> tuple[list[int], list[list[str]], list[RefusedCell]]:
    """The rows of the right width with their numbers, without blank ones, and the ragged."""
    kept: list[int] = []
    even: list[list[str]] = []
    ragged: list[RefusedCell] = []
    for number, cells in enumerate(rows, first):
        if not any(cells):
            continue
        if len(cells) == width:
            kept.append(number)
            even.append(cells)
        else:
            reason = (
                f"This row has {_cells(len(cells))}, the header has {width}. Look for a missing "
                "or an extra comma."
            )
            ragged.append(refused(number, "(whole row)", ", ".join(cells), reason))
    return kept, even, ragged


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"
