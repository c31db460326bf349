"""Blocks of accepted rows, and all of them put together."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.score_rows import Group, Organisation, ScoreColumns

ROWS_AHEAD = 65_536


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
    """The accepted rows so far, column by column."""

    def __init__(self) -> None:
        self._columns: dict[str, _Growing] = {}
        self._measures: dict[str, _Growing] = {}

    def add(self, block: AcceptedBlock) -> None:
        for name in _COLUMNS:
            _add(self._columns, name, getattr(block, name))
        for name, values in block.measures.items():
            _add(self._measures, name, values)

    def gathered(
        self,
        *,
        year: int,
        organisations: tuple[Organisation, ...],
        questions: tuple[str, ...],
        groups: tuple[Group, ...],
    ) -> ScoreColumns:
        """All blocks (at least one) as one set of columns; nothing is added after that."""
        return ScoreColumns(
            year=year,
            organisations=organisations,
            questions=questions,
            groups=groups,
            measures={name: column.whole() for name, column in self._measures.items()},
            **{name: column.whole() for name, column in self._columns.items()},
        )


class _Growing:
    """A column that grows in place. Blocks kept to be put together at the end took twice the room,
    and what they leave behind in small pieces does not go back to the system."""

    def __init__(self, kind: np.dtype[Any]) -> None:
        self._values: NDArray[Any] = np.empty(0, kind)
        self._used = 0

    def add(self, values: NDArray[Any]) -> None:
        end = self._used + len(values)
        if end > len(self._values):
            self._values.resize(end + ROWS_AHEAD, refcheck=False)
        self._values[self._used : end] = values
        self._used = end

    def whole(self) -> NDArray[Any]:
        self._values.resize(self._used, refcheck=False)
        return self._values


def _add(columns: dict[str, _Growing], name: str, values: NDArray[Any]) -> None:
    columns.setdefault(name, _Growing(values.dtype)).add(values)


_COLUMNS = tuple(field.name for field in fields(AcceptedBlock) if field.name != "measures")
