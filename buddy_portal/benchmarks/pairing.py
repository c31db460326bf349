"""How fast pairing is, against the bare assignment and search it cannot do without."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import floyd_warshall, maximum_bipartite_matching

from trusts.matching import Mentor, Problem, override_prices, suggest

QUESTIONS, RULED_OUT, SEED = 52, 0.05, 2015
SMALL, LARGE = 150, 2_000
MILLISECONDS, SECONDS = 1_000.0, 1.0


def lines() -> Iterator[dict[str, Any]]:
    """The complete answer for 150 and 2,000 trusts a side, and the prices of all overrides."""
    small, large = _problem(SMALL), _problem(LARGE)
    solution = suggest(small)
    yield _line(
        f"pairing: {SMALL} by {SMALL}",
        "ms",
        _fastest(lambda: suggest(small), 9, MILLISECONDS),
        _fastest(lambda: _bare(small.table), 9, MILLISECONDS),
    )
    yield _line(
        f"pairing: prices of {SMALL * SMALL:,} overrides",
        "ms",
        _fastest(lambda: override_prices(small, solution), 5, MILLISECONDS),
        _fastest(lambda: _bare_all_pairs(small.table), 5, MILLISECONDS),
    )
    yield _line(
        f"pairing: {LARGE:,} by {LARGE:,}",
        "s",
        _fastest(lambda: suggest(large), 1, SECONDS),
        _fastest(lambda: _bare(large.table), 1, SECONDS),
    )


def _line(name: str, unit: str, value: float, floor: float) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "floor": floor, "ratio": value / floor}


def _fastest(work: Callable[[], object], times: int, unit: float) -> float:
    """The shortest of several runs: what the work takes when nothing else disturbs it."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent) * unit


def _problem(size: int) -> Problem:
    """Scores like those of a real scheme: needs met by strengths, a few pairs ruled out."""
    random = np.random.default_rng(SEED)
    strength = random.random((size, QUESTIONS)) ** 3
    need = random.random((size, QUESTIONS)) ** 3
    coverage = strength @ (need / need.sum(axis=1)[:, None]).T
    likeness = random.random((size, size))
    score = np.round(600 * coverage / coverage.max() + 400 * likeness).astype(np.int64)
    score[random.random((size, size)) < RULED_OUT] = -1
    return Problem(
        tuple(Mentor(f"M{number:04}") for number in range(size)),
        tuple(f"T{number:04}" for number in range(size)),
        score,
    )


def _bare(score: NDArray[np.int64]) -> int:
    """One assignment, and the search for the lowest score that need be, both as bare as can be."""
    linear_sum_assignment(np.where(score >= 0, -score, np.inf))
    values = np.unique(score[score >= 0])
    low, high = 0, len(values) - 1
    while low < high:
        middle = (low + high + 1) // 2
        matching = maximum_bipartite_matching(csr_array(score >= values[middle]))
        if (matching >= 0).all():
            low = middle
        else:
            high = middle - 1
    return int(values[low])


def _bare_all_pairs(score: NDArray[np.int64]) -> None:
    """One assignment and one cheapest way between any two mentors."""
    cost = np.where(score >= 0, -score, np.inf)
    _, mentors = linear_sum_assignment(cost)
    at_home = cost[np.arange(len(cost)), mentors]
    floyd_warshall((cost - at_home[:, None])[np.argsort(mentors)])
