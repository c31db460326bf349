"""What it costs to move mentees about: the residual graph of an assignment.

Nodes are the mentors and one node `outside` (no mentor, spare places). An arc from A to B is the
cheapest way to take one mentee from A and give it to B; an arc out of `outside` also stands for
leaving a place at B empty, and an arc into it for using a spare place at A. Because a mentor's
places are alike, one node a mentor is enough. In a best assignment no round of moves gains.

Costs are whole numbers: minus the weight of a pair, and `penalty` for a mentee without a mentor;
the penalty exceeds twice any sum of weights, so that no weight buys a match. Kept exact in
float64 below 2**53. Source: Ahuja, Magnanti and Orlin, Network Flows (1993), chapters 9 and 12.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trusts.matching.free_part import BoolArray, IntArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Costs:
    """`table`: mentees x (mentors + 1), the last column the cost of being outside; inf: absent."""

    table: FloatArray
    penalty: float
    capacity: IntArray

    @property
    def outside(self) -> int:
        """The number of the node `outside`."""
        return len(self.capacity)


def costs(allowed: BoolArray, weight: IntArray, capacity: IntArray) -> Costs:
    """Costs of the allowed pairs for weights of 0 or more."""
    mentees = len(allowed)
    largest = int(weight.max(initial=0))
    penalty = float(4 * mentees * largest + 4)
    pairs = np.where(allowed, -weight.astype(np.float64), np.inf)
    return Costs(np.hstack([pairs, np.full((mentees, 1), penalty)]), penalty, capacity)


def moves(cost: Costs, assignment: IntArray) -> FloatArray:
    """Cheapest single move between each two nodes: (mentors + 1) x (mentors + 1), inf: none."""
    outside = cost.outside
    current = cost.table[np.arange(len(assignment)), assignment]
    change = cost.table - current[:, None]
    arcs = np.full((outside + 1, outside + 1), np.inf)
    order = np.argsort(assignment, kind="stable")
    homes, first = np.unique(assignment[order], return_index=True)
    if len(homes):
        arcs[homes] = np.minimum.reduceat(change[order], first, axis=0)
    used = np.bincount(assignment, minlength=outside + 1)[:outside]
    spare = used < cost.capacity
    arcs[:outside, outside][spare] = np.minimum(arcs[:outside, outside][spare], 0.0)
    arcs[outside] = np.minimum(arcs[outside], 0.0)
    np.fill_diagonal(arcs, 0.0)
    return arcs


def potentials(arcs: FloatArray) -> FloatArray:
    """A level for each node such that level[B] <= level[A] + arcs[A, B] (Bellman and Ford).

    The arcs must hold no round that gains, which is so for a best assignment.
    """
    level = np.zeros(len(arcs))
    for _ in range(len(arcs)):
        lower = np.minimum(level, (level[:, None] + arcs).min(axis=0))
        if np.array_equal(lower, level):
            return level
        level = lower
    raise ArithmeticError("The assignment is not a best one: a round of moves gains.")


def all_pairs(arcs: FloatArray) -> FloatArray:
    """Cheapest chain of moves between each two nodes (Floyd and Warshall)."""
    distance = arcs.copy()
    through = np.empty_like(distance)
    for node in range(len(distance)):
        np.add(distance[:, node, None], distance[node], out=through)
        np.minimum(distance, through, out=distance)
    return distance


def cheapest_route(
    cost: Costs,
    assignment: IntArray,
    arcs: FloatArray,
    to_goal: FloatArray,
    ends: tuple[int, int],
) -> list[tuple[int, int]]:
    """The moves (mentee, new node) of a cheapest chain between two nodes, without a detour.

    `to_goal` is the cost of the cheapest chain from each node to the goal, `ends` start and goal.
    """
    start, goal = ends
    on_the_way = arcs + to_goal[None, :] == to_goal[:, None]
    came_from = {start: start}
    waiting = [start]
    for node in waiting:
        for following in np.flatnonzero(on_the_way[node]).tolist():
            if following not in came_from:
                came_from[following] = node
                waiting.append(following)
    route: list[tuple[int, int]] = []
    node = goal
    while node != start:
        before = came_from[node]
        mentee = _mover(cost, assignment, before, node)
        if mentee is not None:
            route.append((mentee, node))
        node = before
    return route


def _mover(cost: Costs, assignment: IntArray, node: int, to: int) -> int | None:
    """The mentee that the cheapest move from `node` takes, None where a spare place serves."""
    members = np.flatnonzero(assignment == node)
    if to == cost.outside and len(members) < cost.capacity[node]:
        return None
    changes = cost.table[members, to] - cost.table[members, node]
    if node == cost.outside and not (changes < 0).any():
        return None
    return int(members[np.argmin(changes)])
