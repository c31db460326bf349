"""The three textbook steps of the method, on arrays.

Tables have a row for each mentee and a column for each mentor; a mentor with several places is
repeated. An assignment gives each mentee the column of its mentor, or the number of mentors (one
past the last column) where it has none.

Sources: Hopcroft and Karp (1973) for the largest matching, Crouse (2016), as implemented in
`scipy.optimize.linear_sum_assignment`, for the best one.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from trusts.matching.free_part import BoolArray, IntArray


def largest_matching(allowed: BoolArray, capacity: IntArray) -> IntArray:
    """An assignment that matches as many mentees as can be matched, using allowed pairs only."""
    places = np.repeat(np.arange(len(capacity)), capacity)
    at_places = allowed if _one_place_each(capacity) else allowed[:, places]
    if at_places.size == 0:
        return np.full(len(allowed), len(capacity), dtype=np.int64)
    place = maximum_bipartite_matching(_graph(at_places), perm_type="column")
    return np.where(place < 0, len(capacity), places[place])


def _graph(allowed: BoolArray) -> csr_array:
    ends = np.zeros(len(allowed) + 1, dtype=np.int32)
    np.cumsum(np.count_nonzero(allowed, axis=1), out=ends[1:])
    columns = np.nonzero(allowed)[1].astype(np.int32)
    return csr_array((np.ones(len(columns), dtype=np.int8), columns, ends), shape=allowed.shape)


def _one_place_each(capacity: IntArray) -> bool:
    return bool((capacity == 1).all())


def matched_count(assignment: IntArray, capacity: IntArray) -> int:
    """How many mentees have a mentor."""
    return int(np.count_nonzero(assignment < len(capacity)))


def highest_threshold(table: IntArray, capacity: IntArray, size: int) -> int:
    """The highest score t such that `size` mentees can be matched by pairs that score t or more.

    A binary search over the scores that occur. `size` mentees must be matchable; 0 if it is 0.
    """
    if size == 0:
        return 0
    best_of_each = np.sort(table.max(axis=1))[::-1]
    ceiling = int(best_of_each[size - 1])  # no threshold above it leaves `size` mentees a pair
    present = np.bincount(table[table >= 0], minlength=ceiling + 1)[: ceiling + 1]
    values = np.flatnonzero(present)
    low, high = 0, len(values) - 1
    while low < high:
        middle = (low + high + 1) // 2
        found = largest_matching(table >= values[middle], capacity)
        if matched_count(found, capacity) >= size:
            low = middle
        else:
            high = middle - 1
    return int(values[low])


def best_assignment(
    allowed: BoolArray, weight: NDArray[np.int64], capacity: IntArray, size: int
) -> IntArray:
    """The assignment of exactly `size` mentees with the highest sum of weights.

    `size` must be the most that can be matched by the allowed pairs. Forbidden pairs are absent
    (an infinite cost), never cheap; the mentees left over go to `outside` columns that weigh 0.
    Exact while every sum of weights is below 2**53.
    """
    mentees, mentors = allowed.shape
    if size == 0:
        return np.full(mentees, mentors, dtype=np.int64)
    places = np.repeat(np.arange(mentors), capacity)
    cost = np.where(allowed, -weight.astype(np.float64), np.inf)
    if not _one_place_each(capacity):
        cost = cost[:, places]
    spare = np.zeros((mentees, mentees - size))
    rows, columns = linear_sum_assignment(np.hstack([cost, spare]) if spare.size else cost)
    node = np.concatenate([places, np.full(spare.shape[1], mentors)])
    assignment = np.full(mentees, mentors, dtype=np.int64)
    assignment[rows] = node[columns]
    return assignment
