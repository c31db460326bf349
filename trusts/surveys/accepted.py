"""Blocks of accepted rows, and all of them put together."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.score_rows import Group, Organisation, ScoreColumns


@dataclass(frozen=True, slots=True)
class AcceptedBlock:
    """Columns of some accepted rows, as in ScoreColumns."""

    row: NDArray[np.int32]
    organisation: NDArray[np.int32]
    question: NDArray[np.int32]
    group: NDArray[np.int32]
    n: NDArray[np.int32]
    suppressed: NDArray[np.bool_]
    measures: dict[str, NDArray[np.float64]]
    band: NDArray[np.int8]


class Accepted:
    """Blocks so far, kept by column so that putting them together needs little room."""

    def __init__(self) -> None:
        self._columns: dict[str, list[NDArray[Any]]] = {}
        self._measures: dict[str, list[NDArray[np.float64]]] = {}

    def add(self, block: AcceptedBlock) -> None:
        for name in _COLUMNS:
            self._columns.setdefault(name, []).append(getattr(block, name))
        for name, values in block.measures.items():
            self._measures.setdefault(name, []).append(values)

    def gathered(
        self,
        *,
        year: int,
        organisations: tuple[Organisation, ...],
        questions: tuple[str, ...],
        groups: tuple[Group, ...],
    ) -> ScoreColumns:
        """All blocks (at least one) as one set of columns; the blocks are given up."""
        return ScoreColumns(
            year=year,
            organisations=organisations,
            questions=questions,
            groups=groups,
            measures={name: np.concatenate(self._measures.pop(name)) for name in [*self._measures]},
            **{name: np.concatenate(self._columns.pop(name)) for name in _COLUMNS},
        )


_COLUMNS = tuple(field.name for field in fields(AcceptedBlock) if field.name != "measures")
