"""Secondary suppression: one hidden group must not be found by subtracting from the total.

Rule of the published tables: where exactly one patient group of a trust and question has
20 respondents or fewer, the next smallest group is hidden as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.scales import NOT_GIVEN
from trusts.surveys.score_rows import EVERYBODY, ScoreColumns

NO_TOTAL = -1


@dataclass(frozen=True, slots=True)
class Revealed:
    """A hidden score that the table gives away. All are positions in the ScoreColumns.

    ``also_hide`` is the smallest group shown beside ``hidden``: hiding it mends the table.
    """

    hidden: int
    also_hide: int


def revealed_scores(
    scores: ScoreColumns, totals: Mapping[tuple[str, str], int] | None = None
) -> tuple[Revealed, ...]:
    """Hidden groups whose score follows from the total and the other groups.

    A group is given away where it is the only hidden one that has respondents, the score of
    all respondents is shown, and the groups in the table add up to them. ``totals`` are
    respondents (n) of trusts whose overall score is stored already, by (ODS code, question);
    a total in the table goes before these.
    """
    is_group = _is_group(scores)
    if not is_group.any():
        return ()
    cell = scores.organisation.astype(np.int64) * len(scores.questions) + scores.question
    count = len(scores.organisations) * len(scores.questions)
    total = _totals(scores, ~is_group, cell, count, totals or {})
    hidden = is_group & scores.suppressed & (scores.n != 0)
    shown = is_group & ~scores.suppressed
    respondents = np.where(scores.n == NOT_GIVEN, 0, scores.n)
    listed = np.bincount(cell[is_group], respondents[is_group], count)
    unknown = np.bincount(cell[hidden & (scores.n == NOT_GIVEN)], minlength=count)
    adds_up = np.where(unknown > 0, listed < total, listed == total)
    single = np.bincount(cell[hidden], minlength=count) == 1
    others = np.bincount(cell[shown], minlength=count) > 0
    given_away = single & others & (total != NO_TOTAL) & adds_up
    smallest = _smallest_shown(scores, shown, cell, count)
    return tuple(
        Revealed(int(position), int(smallest[cell[position]]))
        for position in np.flatnonzero(hidden & given_away[cell])
    )


def _is_group(scores: ScoreColumns) -> NDArray[np.bool_]:
    divided = np.array([group != EVERYBODY for group in scores.groups], np.bool_)
    return divided[scores.group] if len(divided) else np.zeros(len(scores), np.bool_)


def _totals(
    scores: ScoreColumns,
    everybody: NDArray[np.bool_],
    cell: NDArray[np.int64],
    count: int,
    stored: Mapping[tuple[str, str], int],
) -> NDArray[np.int64]:
    total = np.full(count, NO_TOTAL, np.int64)
    codes = {organisation.code: i for i, organisation in enumerate(scores.organisations)}
    numbers = {question: i for i, question in enumerate(scores.questions)}
    for (code, question), n in stored.items():
        if code in codes and question in numbers:
            total[codes[code] * len(numbers) + numbers[question]] = n
    in_table = everybody & ~scores.suppressed
    total[cell[in_table]] = scores.n[in_table]
    return total


def _smallest_shown(
    scores: ScoreColumns, shown: NDArray[np.bool_], cell: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """For each cell (organisation and question) the row of its smallest shown group."""
    positions = np.flatnonzero(shown)
    largest_first = positions[np.argsort(-scores.n[positions], kind="stable")]
    smallest = np.full(count, -1, np.int64)
    smallest[cell[largest_first]] = largest_first
    return smallest
