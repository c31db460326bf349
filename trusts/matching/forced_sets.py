"""The sweep behind the prices: the best set with each pair forced, score by score downwards.

At each score the base is the best set that uses pairs of that score or more, and `chains` holds
the cheapest chain of moves between any two mentors of it. See `prices` for what it is for.
"""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from trusts.matching.assignment import (
    best_assignment,
    highest_threshold,
    largest_matching,
    matched_count,
)
from trusts.matching.free_part import BoolArray, FreePart, IntArray
from trusts.matching.residual import FloatArray, all_pairs, cheapest_route, costs, moves
from trusts.matching.solve import guarantee, weights

NOT_PRICED = -1


class ForcedSets:
    """For each open pair the best set that holds it, and the score no other pair falls below.

    Tables are mentees x mentors: `matched` (-1: no price), `threshold`, `value` (sum of weights).
    """

    def __init__(self, part: FreePart) -> None:
        self.part = part
        self.weight = weights(part)
        self.matched = np.full(part.table.shape, NOT_PRICED, dtype=np.int64)
        self.threshold = np.full(part.table.shape, NOT_PRICED, dtype=np.int64)
        self.value = np.zeros(part.table.shape, dtype=np.int64)
        self.size, start = guarantee(part)
        if self.size:
            self._sweep(self._start(start))

    def _start(self, start: int) -> int:
        """The highest score at which some forced set could be found."""
        if self._no_pair_costs_a_match():
            return start
        one_less = highest_threshold(self.part.table, self.part.capacity, self.size - 1)
        lowest_lock = self.part.lowest_lock
        return max(start, one_less if lowest_lock is None else min(one_less, lowest_lock))

    def _no_pair_costs_a_match(self) -> bool:
        """True where any gap can be closed by moves alone (False: perhaps not, look closely)."""
        allowed = self.part.table >= 0
        cost = costs(allowed, self.weight, self.part.capacity)
        arcs = moves(cost, largest_matching(allowed, self.part.capacity))
        without_dropping = arcs < cost.penalty / 2
        _, group = connected_components(csr_array(without_dropping), connection="strong")
        return len(set(group[:-1][self.part.capacity > 0])) <= 1

    def _sweep(self, start: int) -> None:
        allowed = self.part.table >= start
        found = largest_matching(allowed, self.part.capacity)
        self._build(start, matched_count(found, self.part.capacity))
        self._note(start, *np.nonzero(allowed))
        for score, rows, columns in _downwards(self.part.table, start):
            changed = self._open(rows, columns)
            self._note(score, rows, columns)
            if changed:
                self._note(score, *np.nonzero(self._short_of_matches()))

    def _build(self, threshold: int, size: int) -> None:
        """The best set of pairs that score `threshold` or more, and all its chains of moves."""
        allowed = self.part.table >= threshold
        self.cost = costs(allowed, self.weight, self.part.capacity)
        self.assignment = best_assignment(allowed, self.weight, self.part.capacity, size)
        self._chain_up()

    def _chain_up(self) -> None:
        self.own_cost = self.cost.table[np.arange(len(self.assignment)), self.assignment]
        self.base_size = matched_count(self.assignment, self.part.capacity)
        self.base_cost = int(self.own_cost.sum())
        self.arcs = moves(self.cost, self.assignment)
        self.chains: FloatArray = all_pairs(self.arcs)

    def _open(self, rows: IntArray, columns: IntArray) -> bool:
        """Let these pairs take part; True if a chain, or the set itself, improves."""
        own = -self.weight[rows, columns].astype(np.float64)
        steps = own - self.own_cost[rows]
        helps = steps < self.chains[self.assignment[rows], columns]
        self.cost.table[rows[~helps], columns[~helps]] = own[~helps]
        candidates = np.flatnonzero(helps)
        for number in candidates:
            row, to = int(rows[number]), int(columns[number])
            home = int(self.assignment[row])
            step = float(own[number] - self.own_cost[row])
            self.cost.table[row, to] = own[number]
            self.arcs[home, to] = min(self.arcs[home, to], step)
            if step + self.chains[to, home] < 0:  # a round of moves gains
                self._move_round(row, home, to)
            elif step < self.chains[home, to]:
                self._shorten(home, to, step)
        return bool(len(candidates))

    def _move_round(self, row: int, home: int, to: int) -> None:
        """Better the set: the mentee moves from `home` to `to`, others move to close the gap."""
        for mentee, node in cheapest_route(
            self.cost, self.assignment, self.arcs, self.chains[:, home], (to, home)
        ):
            self.assignment[mentee] = node
        self.assignment[row] = to
        self._chain_up()

    def _shorten(self, home: int, to: int, step: float) -> None:
        """Bring the chains up to date with one new move from `home` to `to`."""
        reach, onward = self.chains[:, home] + step, self.chains[to]
        before = np.flatnonzero(reach < self.chains[:, to])
        after = np.flatnonzero(step + onward < self.chains[home])
        block = np.ix_(before, after)
        self.chains[block] = np.minimum(self.chains[block], reach[before][:, None] + onward[after])

    def _forced_cost(self, rows: IntArray, columns: IntArray) -> FloatArray:
        """What forcing each pair adds to the cost of the base."""
        chain = self.chains[columns, self.assignment[rows]]
        added: FloatArray = -self.weight[rows, columns] - self.own_cost[rows] + chain
        return added

    def _lost(self, added: FloatArray) -> IntArray:
        """How many matches an added cost stands for."""
        return np.rint(added / self.cost.penalty).astype(np.int64)

    def _short_of_matches(self) -> BoolArray:
        short: BoolArray = (self.matched != NOT_PRICED) & (self.matched < self.size)
        return short

    def _note(self, score: int, rows: IntArray, columns: IntArray) -> None:
        """Note the forced sets of these pairs where they match more mentees than noted before."""
        added = self._forced_cost(rows, columns)
        matched = self.base_size - self._lost(added)
        better = matched > self.matched[rows, columns]
        rows, columns, matched = rows[better], columns[better], matched[better]
        self.matched[rows, columns] = matched
        self.threshold[rows, columns] = score
        unmatched = len(self.assignment) - matched
        cost = self.base_cost + added[better] - unmatched * self.cost.penalty
        self.value[rows, columns] = -cost.astype(np.int64)


def _downwards(table: IntArray, below: int) -> Iterator[tuple[int, IntArray, IntArray]]:
    """The allowed pairs that score less than `below`, score by score from the highest."""
    rows, columns = np.nonzero((table >= 0) & (table < below))
    scores = table[rows, columns]
    order = np.argsort(-scores, kind="stable")
    rows, columns, scores = rows[order], columns[order], scores[order]
    cuts = np.flatnonzero(np.diff(scores)) + 1
    starts, ends = [0, *cuts.tolist()], [*cuts.tolist(), len(scores)]
    for start, end in zip(starts, ends, strict=True):
        if end > start:
            yield int(scores[start]), rows[start:end], columns[start:end]
