"""Among equally good assignments, the one that comes first in the order of the trusts' codes.

Read the mentors' codes in the order of the mentees' codes, "no mentor" last: of all assignments
with the same cost the one whose list comes first is taken. There is just one, so the same input
gives the same pairs whatever order it is listed in.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from trusts.matching.free_part import BoolArray, IntArray
from trusts.matching.residual import Costs, FloatArray, moves, potentials

Chain = list[tuple[int, int | None, int]]  # moves: from a node, the mentee (None: a place), to


def first_in_code_order(cost: Costs, assignment: IntArray) -> IntArray:
    """The first of the assignments that cost as little as the given best one."""
    if not len(assignment):
        return assignment
    arcs = moves(cost, assignment)
    level = potentials(arcs)
    free_arcs = arcs + level[:, None] - level[None, :] == 0
    _, round_of = connected_components(csr_array(free_arcs), directed=True, connection="strong")
    reduced = cost.table - level[None, :]
    own = reduced[np.arange(len(assignment)), assignment]
    free = reduced == own[:, None]
    return _Rearranger(cost, level, assignment, free).run(round_of)


class _Rearranger:
    """Moves one mentee at a time to its first possible mentor, the earlier ones held fast."""

    def __init__(
        self, cost: Costs, level: FloatArray, assignment: IntArray, free: BoolArray
    ) -> None:
        self.outside = cost.outside
        self.assignment = assignment.copy()
        self.free = free
        self.may_stay_empty = level == level[self.outside]
        self.members: list[list[int]] = [[] for _ in range(self.outside + 1)]
        for mentee, node in enumerate(assignment):
            self.members[node].append(mentee)
        self.spare = [
            int(places) - len(self.members[node]) for node, places in enumerate(cost.capacity)
        ]

    def run(self, round_of: IntArray) -> IntArray:
        """Settle the mentees in code order; `round_of` tells which nodes can exchange at all."""
        exchangeable = self.free & (round_of == round_of[self.assignment][:, None])
        has_choice = np.count_nonzero(exchangeable, axis=1) > 1
        for mentee in range(len(self.assignment)):
            home = int(self.assignment[mentee])
            self.members[home].remove(mentee)
            if not has_choice[mentee]:
                continue
            same_round = round_of[:home] == round_of[home]
            seen = np.zeros(self.outside + 1, dtype=np.bool_)
            for wanted in np.flatnonzero(self.free[mentee, :home] & same_round):
                chain = self._chain(int(wanted), home, seen)
                if chain is not None:
                    self._follow(chain)
                    self.assignment[mentee] = wanted
                    break
        return self.assignment

    def _chain(self, start: int, goal: int, seen: BoolArray) -> Chain | None:
        """Free moves that lead from start to goal, or None."""
        if seen[start]:
            return None
        seen[start] = True
        arrived: dict[int, tuple[int, int | None]] = {}
        waiting = [start]
        while waiting:
            node = waiting.pop()
            for mentee, to in self._steps(node, goal, seen):
                arrived[to] = (node, mentee)
                if to == goal:
                    return _trace(arrived, start, goal)
                seen[to] = True
                waiting.append(to)
        return None

    def _steps(self, node: int, goal: int, seen: BoolArray) -> list[tuple[int | None, int]]:
        """The nodes that can be reached from `node` by one free move, the goal alone if it can."""
        targets: dict[int, int | None] = {}
        if node != self.outside and self.spare[node] > 0 and not seen[self.outside]:
            targets[self.outside] = None
        if node == self.outside:
            for to in np.flatnonzero(self.may_stay_empty & ~seen):
                targets.setdefault(int(to), None)
        for mentee in self.members[node]:
            if self.free[mentee, goal]:
                return [(mentee, goal)]
            for to in np.flatnonzero(self.free[mentee] & ~seen):
                targets.setdefault(int(to), mentee)
        if goal in targets:
            return [(targets[goal], goal)]
        return [(mentee, to) for to, mentee in targets.items()]

    def _follow(self, chain: Chain) -> None:
        for node, mentee, to in chain:
            if mentee is not None:
                self.members[node].remove(mentee)
                self.members[to].append(mentee)
                self.assignment[mentee] = to
            elif to == self.outside:
                self.spare[node] -= 1
            else:
                self.spare[to] += 1


def _trace(arrived: dict[int, tuple[int, int | None]], start: int, goal: int) -> Chain:
    chain: Chain = []
    node = goal
    while node != start:
        before, mentee = arrived[node]
        chain.append((before, mentee, node))
        node = before
    return chain
