"""Trying out how few, and how unlike, the trusts outside a scheme may be: true effect zero."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluation.simulation.worlds import (
    AFTER,
    BEFORE,
    LOWEST_POOL,
    WORLDS,
    Roles,
    Surveys,
    as_scheme,
    choose_targets,
    draw_roles,
    draw_surveys,
)
from evaluation.statistics.bounce_back import Contrast, beyond_expectation, mean_effect
from evaluation.statistics.cohorts import Cohorts
from evaluation.statistics.estimates import Estimate
from evaluation.statistics.expectation import expectation
from evaluation.statistics.intervals import Array

RUNS, MENTEES = 400, 15
FLOORS = (5, 6, 8, 10, 12, 15, 20, 30, 60)
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
RECOVERIES = (0.0, 0.5, 1.0)


@dataclass(frozen=True)
class Tried:
    """What came out, in points and shares of the runs. claims: "improved more", all of them false.

    width: median width of the intervals.
    """

    bias: float
    spread: float
    width: float
    coverage: float
    claims: float


def try_floor(
    world: str,
    *,
    comparators: int,
    mentees: int,
    prior: bool = False,
    runs: int = RUNS,
    seed: int = 7,
) -> Tried:
    """The method with so many comparators drawn at random."""
    found = []
    for run in range(runs):
        rng = np.random.default_rng([seed, run])
        surveys = draw_surveys(WORLDS[world], rng)
        scheme = _scheme(surveys, draw_roles(surveys, mentees, rng), rng)
        few = np.sort(rng.choice(scheme.comparators, comparators, replace=False))
        found.append(_found(replace(scheme, comparators=few), prior=prior))
    return _tried(found)


def try_overlap(*, recovery: float, share: float, runs: int = RUNS, seed: int = 9) -> Tried:
    """The method where so large a share of the mentees started below every comparator.

    recovery: how much a trust regains of what it lies more than one standard deviation below the
    country: something that only low comparators could teach.
    """
    found = []
    for run in range(runs):
        rng = np.random.default_rng([seed, run])
        surveys = _recovered(draw_surveys(WORLDS["A"], rng), recovery, rng)
        level = _levels(surveys)
        order = np.argsort(level)
        mentees = np.sort(rng.choice(order[:LOWEST_POOL], MENTEES, replace=False))
        scheme = _scheme(surveys, Roles(mentees, np.sort(order[-MENTEES:])), rng)
        below = round(share * MENTEES)
        cut = np.sort(level[mentees])[below - 1] if below else -np.inf
        higher = scheme.comparators[level[scheme.comparators] > cut]
        found.append(_found(replace(scheme, comparators=higher), prior=False))
    return _tried(found)


def tables(runs: int = RUNS) -> Iterator[str]:
    """Both tables as Markdown, as they stand in docs/statistics.md."""
    yield "| comparators | mentees | bias | SD | width of the interval | coverage | false claims |"
    yield "|--:|--:|--:|--:|--:|--:|--:|"
    for comparators in FLOORS:
        for mentees in (1, 15):
            tried = try_floor("R", comparators=comparators, mentees=mentees, runs=runs)
            yield _row(f"{comparators} | {mentees}", tried)
    yield ""
    yield "| recovery | mentees below every comparator | bias | SD | width | coverage | claims |"
    yield "|--:|--:|--:|--:|--:|--:|--:|"
    for recovery in RECOVERIES:
        for share in SHARES:
            tried = try_overlap(recovery=recovery, share=share, runs=runs)
            yield _row(f"{recovery:.0%} | {share:.0%}", tried)


def _row(head: str, tried: Tried) -> str:
    bias = f"{tried.bias:+.2f}".replace("-", "−")
    return (
        f"| {head} | {bias} | {tried.spread:.2f} | {tried.width:.1f} | {tried.coverage:.1%} "
        f"| {tried.claims:.1%} |"
    )


def _levels(surveys: Surveys) -> Array:
    n, p = surveys.answers[BEFORE], surveys.observed[BEFORE]
    level: Array = (n * (p - p.mean(axis=0))).sum(axis=1) / n.sum(axis=1)
    return level


def _recovered(surveys: Surveys, recovery: float, rng: np.random.Generator) -> Surveys:
    truth, observed = surveys.truth.copy(), surveys.observed.copy()
    level = (truth[BEFORE] - truth[BEFORE].mean(axis=0)).mean(axis=1)
    gain = recovery * np.maximum(0.0, -(level + level.std()))
    truth[AFTER] = np.clip(truth[AFTER] + gain[:, None], 0.02, 0.995)
    answers = surveys.answers[AFTER]
    observed[AFTER] = rng.binomial(answers.astype(int), truth[AFTER]) / answers
    return Surveys(truth, surveys.answers, observed)


def _scheme(surveys: Surveys, roles: Roles, rng: np.random.Generator) -> Cohorts:
    targets = choose_targets(surveys, roles.mentees, "worst 5", rng)
    return as_scheme(surveys, roles, targets, effect=0, drift=0, rng=rng)


def _found(scheme: Cohorts, *, prior: bool) -> Estimate:
    used = scheme if prior else replace(scheme, prior=None)
    return mean_effect(beyond_expectation(used, expectation(used), Contrast(used.targets)))


def _tried(found: Sequence[Estimate]) -> Tried:
    value, lower, upper = np.array(
        [(each.value, each.lower, each.upper) for each in found], dtype=float
    ).T
    return Tried(
        bias=float(value.mean()),
        spread=float(value.std()),
        width=float(np.median(upper - lower)),
        coverage=float(np.mean((lower <= 0) & (upper >= 0))),
        claims=float(np.mean(lower > 0)),
    )
