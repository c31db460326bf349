"""A column of text to arrays, parsing each distinct text once.

Published tables repeat themselves: 500,000 rows hold some hundred codes and a few thousand
figures. So each column keeps what it has parsed, and a row costs a dictionary look-up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.values import Cell, State

Text = TypeVar("Text", bound=Hashable)

KEPT = 50_000
"""Distinct texts kept in a column before it starts afresh, so that memory stays bounded."""


class Positions(dict[Text, int], Generic[Text]):
    """Text to a position by ``find``, remembered."""

    def __init__(self, find: Callable[[Text], int]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, text: Text) -> int:
        position = self[text] = self._find(text)
        return position

    def of(self, texts: Iterable[Text], count: int) -> NDArray[np.int32]:
        """Positions of ``count`` texts, in their order."""
        return np.fromiter(map(self.__getitem__, texts), np.int32, count)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A column after parsing: ``state`` holds ``values.State``, ``value`` NaN but for GIVEN."""

    state: NDArray[np.int8]
    value: NDArray[np.float64]

    @property
    def given(self) -> NDArray[np.bool_]:
        return np.equal(self.state, State.GIVEN)

    @property
    def bad(self) -> NDArray[np.bool_]:
        return np.equal(self.state, State.BAD)

    @classmethod
    def absent(cls, count: int) -> Parsed:
        """What a column that the table does not have amounts to: all blank."""
        return cls(np.full(count, State.BLANK, np.int8), np.full(count, np.nan))


class CellParser:
    """Text to ``Cell`` by ``parse``, as arrays of states and values."""

    def __init__(self, parse: Callable[[str], Cell]) -> None:
        self.parse = parse
        self._forget()

    def _forget(self) -> None:
        self._states: list[int] = []
        self._values: list[float] = []
        self._positions: Positions[str] = Positions(self._add)

    def _add(self, text: str) -> int:
        cell = self.parse(text)
        self._states.append(cell.state)
        self._values.append(cell.value if cell.state is State.GIVEN else math.nan)
        return len(self._states) - 1

    def of(self, texts: Sequence[str]) -> Parsed:
        """All ``texts``, in their order."""
        if len(self._states) > KEPT:
            self._forget()
        position = self._positions.of(texts, len(texts))
        states = np.array(self._states, np.int8)[position]
        return Parsed(states, np.array(self._values, np.float64)[position])
