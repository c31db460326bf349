"""Secondary suppression: one hidden group must not be found by subtracting from the total.

Rule of the published tables: where exactly one patient group of a trust and question has
20 respondents or fewer, the next smallest group is hidden as well. Groups of one kind (tumour
groups, deprivation fifths) divide the same respondents, so each kind is looked at by itself.

What is left when all listed groups are taken from the total may be patients of no group. Where
they are as few as a score may not be shown for, they hide nothing: the difference is still, but
for a few patients, the hidden group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.scales import NOT_GIVEN, SUPPRESSION_LIMIT
from trusts.surveys.score_rows import EVERYBODY, ScoreColumns

NO_TOTAL = -1
Counts = NDArray[np.int64]


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
    """Hidden groups whose score follows from the total and the other groups of their kind.

    A group is given away where it is the only hidden one that has respondents, the score of
    all respondents is shown, and the groups in the table add up to them, or miss them by no
    more than SUPPRESSION_LIMIT. ``totals`` are respondents (n) of trusts whose overall score is
    stored already, by (ODS code, question); a total in the table goes before these.
    """
    is_group = _is_group(scores)
    if not (is_group & scores.suppressed).any():
        return ()
    whole = _whole(scores)
    kinds = sorted({group.dimension for group in scores.groups if group != EVERYBODY})
    kind_of = np.array([kinds.index(g.dimension) if g != EVERYBODY else 0 for g in scores.groups])
    part = whole * len(kinds) + kind_of[scores.group]
    total = np.repeat(_totals(scores, ~is_group, whole, totals or {}), len(kinds))
    given_away = _given_away(scores, is_group, part, total)
    hidden = is_group & scores.suppressed & (scores.n != 0)
    smallest = _smallest_shown(scores, is_group & ~scores.suppressed, part, len(total))
    return tuple(
        Revealed(int(position), int(smallest[part[position]]))
        for position in np.flatnonzero(hidden & given_away[part])
    )


def _given_away(
    scores: ScoreColumns, is_group: NDArray[np.bool_], part: NDArray[np.int64], total: Counts
) -> NDArray[np.bool_]:
    """For each part (organisation, question and kind of group) whether its hidden group is."""
    hidden = is_group & scores.suppressed & (scores.n != 0)
    shown = is_group & ~scores.suppressed
    respondents = np.where(scores.n == NOT_GIVEN, 0, scores.n)
    listed = np.bincount(part[is_group], respondents[is_group], len(total))
    unknown = np.bincount(part[hidden & (scores.n == NOT_GIVEN)], minlength=len(total)) > 0
    adds_up = np.where(unknown, listed < total, np.abs(total - listed) <= SUPPRESSION_LIMIT)
    single = np.bincount(part[hidden], minlength=len(total)) == 1
    others = np.bincount(part[shown], minlength=len(total)) > 0
    return np.asarray(single & others & (total != NO_TOTAL) & adds_up, np.bool_)


def _whole(scores: ScoreColumns) -> Counts:
    """A number for each row's organisation and question."""
    return scores.organisation.astype(np.int64) * len(scores.questions) + scores.question


def _is_group(scores: ScoreColumns) -> NDArray[np.bool_]:
    divided = np.array([group != EVERYBODY for group in scores.groups], np.bool_)
    return divided[scores.group] if len(divided) else np.zeros(len(scores), np.bool_)


def _totals(
    scores: ScoreColumns,
    everybody: NDArray[np.bool_],
    whole: Counts,
    stored: Mapping[tuple[str, str], int],
) -> Counts:
    count = len(scores.organisations) * len(scores.questions)
    total = np.full(count, NO_TOTAL, np.int64)
    codes = {organisation.code: i for i, organisation in enumerate(scores.organisations)}
    numbers = {question: i for i, question in enumerate(scores.questions)}
    for (code, question), n in stored.items():
        if code in codes and question in numbers:
            total[codes[code] * len(numbers) + numbers[question]] = n
    in_table = everybody & ~scores.suppressed
    total[whole[in_table]] = scores.n[in_table]
    return total


def _smallest_shown(
    scores: ScoreColumns, shown: NDArray[np.bool_], part: Counts, count: int
) -> Counts:
    """For each part the row of its smallest shown group."""
    positions = np.flatnonzero(shown)
    largest_first = positions[np.argsort(-scores.n[positions], kind="stable")]
    smallest = np.full(count, -1, np.int64)
    smallest[part[largest_first]] = largest_first
    return smallest
