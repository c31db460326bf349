"""What an import changes, row by row: the slow version that the database is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from trusts.surveys.scales import Band
from trusts.surveys.score_rows import CheckedTable, ScoreKey, ScoreRow

Stored = float | int | bool | Band | None


@dataclass(frozen=True, slots=True)
class StoredScore:
    """A score as stored. The fields are those of ScoreRow, without row and key."""

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


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that an import would change. None stands for a figure not given; on a
    suppressed score all figures are None, never zero."""

    row: int
    key: ScoreKey
    field: str
    old: Stored
    new: Stored


@dataclass(frozen=True, slots=True)
class Difference:
    """Every accepted row is counted once: ``new``, ``changed``, ``unchanged`` or
    ``suppressed`` (hidden, and as hidden as before or not stored before). ``changes`` has a
    line for each figure of the changed rows."""

    new: int
    changed: int
    unchanged: int
    suppressed: int
    changes: tuple[Change, ...]


SMALLEST_STEP = 5e-5
"""Figures are kept to four decimals: what differs by less is the same figure."""


def compare(table: CheckedTable, stored: Mapping[ScoreKey, StoredScore]) -> Difference:
    """Hold the accepted rows of a table against ``stored``."""
    compared = table.compared
    counts = dict.fromkeys(("new", "changed", "unchanged", "suppressed"), 0)
    changes: list[Change] = []
    for row in table.scores:
        before = stored.get(row.key)
        found = [] if before is None else list(_changes(row, before, compared))
        changes.extend(found)
        counts[_outcome(row, before, bool(found))] += 1
    return Difference(changes=tuple(changes), **counts)


def _outcome(row: ScoreRow, before: StoredScore | None, changed: bool) -> str:
    if changed:
        return "changed"
    if row.suppressed:
        return "suppressed"
    return "new" if before is None else "unchanged"


def _changes(row: ScoreRow, before: StoredScore, compared: Iterable[str]) -> Iterable[Change]:
    for name in compared:
        old, new = getattr(before, name), getattr(row, name)
        if not _same(old, new):
            yield Change(row.row, row.key, name, old, new)


def _same(old: Stored, new: Stored) -> bool:
    if isinstance(old, float) and isinstance(new, float):
        return abs(old - new) < SMALLEST_STEP
    return old == new


def as_stored(row: ScoreRow) -> StoredScore:
    """A checked row as it will be stored."""
    return StoredScore(**{field.name: getattr(row, field.name) for field in fields(StoredScore)})
