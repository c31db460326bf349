"""The acceptance of the headline method: bias, coverage, false claims and power in made-up worlds.

Every cell of the grid is one way of running a scheme (world, how targets are chosen, how many
mentees, true effect, with or without a prior year), repeated with fresh luck.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from evaluation.simulation.worlds import (
    TARGET_MODES,
    WORLDS,
    TargetMode,
    as_scheme,
    choose_targets,
    draw_roles,
    draw_surveys,
)
from evaluation.statistics.bounce_back import (
    Beyond,
    Contrast,
    beyond_expectation,
    mean_effect,
)
from evaluation.statistics.cohorts import Cohorts
from evaluation.statistics.difference_in_differences import comparator_changes, pooled_difference
from evaluation.statistics.estimates import Estimate, estimate_with_t
from evaluation.statistics.expectation import Expectation, expectation
from evaluation.statistics.intervals import Array

NUMBERS_OF_MENTEES = (1, 5, 15)
EFFECTS = (0, 3)
RUNS = 400
MOST_BIAS, MOST_BIAS_OF_ONE_MENTEE = 0.3, 0.6
LEAST_COVERAGE, MOST_COVERAGE = 0.91, 0.98
MOST_FALSE_CLAIMS, LEAST_POWER = 0.05, 0.90
STANDARD_ERRORS_OF_LUCK = 2


@dataclass(frozen=True)
class Setting:
    """One cell of the grid."""

    world: str
    mode: TargetMode
    mentees: int
    effect: int
    prior: bool


@dataclass(frozen=True)
class Scored:
    """What came out in one cell, in percentage points and shares of the runs.

    bias: mean of estimate less truth; spread: its standard deviation; error: root mean square of
    the standard errors given; coverage: share of intervals that hold the truth; claims: share that
    say "improved more than similar trusts". naive_*: the plain change with its own spread;
    difference_bias: difference-in-differences against all comparators.
    """

    setting: Setting
    runs: int
    bias: float
    spread: float
    error: float
    coverage: float
    claims: float
    naive_bias: float
    naive_coverage: float
    naive_claims: float
    difference_bias: float


def settings(world: str) -> Iterator[Setting]:
    """The whole grid of one world."""
    for mode, mentees, effect, prior in product(
        TARGET_MODES, NUMBERS_OF_MENTEES, EFFECTS, (False, True)
    ):
        yield Setting(world, mode, mentees, effect, prior)


def try_world(
    world: str,
    *,
    runs: int = RUNS,
    seed: int = 1,
    modes: Sequence[TargetMode] = TARGET_MODES,
    numbers: Sequence[int] = NUMBERS_OF_MENTEES,
) -> list[Scored]:
    """Run all cells of one world; each run's surveys serve every cell, with the same luck."""
    outcomes: dict[Setting, list[tuple[Estimate, Estimate, Estimate]]] = {}
    for run in range(runs):
        rng = np.random.default_rng([seed, sorted(WORLDS).index(world), run])
        for setting, outcome in _one_run(world, modes, numbers, rng):
            outcomes.setdefault(setting, []).append(outcome)
    return [_scored(setting, results) for setting, results in outcomes.items()]


def misses(scored: Scored) -> list[str]:
    """The bounds that a cell does not meet, luck of the number of runs allowed for."""
    setting, runs = scored.setting, scored.runs
    found = []
    bound = MOST_BIAS_OF_ONE_MENTEE if setting.mentees == 1 else MOST_BIAS
    if abs(scored.bias) > bound + _luck(scored.spread**2, runs):
        found.append(f"bias {scored.bias:+.2f}")
    low = LEAST_COVERAGE - _luck(LEAST_COVERAGE * (1 - LEAST_COVERAGE), runs)
    high = MOST_COVERAGE + _luck(MOST_COVERAGE * (1 - MOST_COVERAGE), runs)
    if not low <= scored.coverage <= high:
        found.append(f"coverage {scored.coverage:.1%}")
    allowed = MOST_FALSE_CLAIMS + _luck(MOST_FALSE_CLAIMS * (1 - MOST_FALSE_CLAIMS), runs)
    if setting.effect == 0 and scored.claims > allowed:
        found.append(f"false claims {scored.claims:.1%}")
    judged_on_power = setting.effect == 3 and setting.mentees == 15
    if judged_on_power and scored.claims < LEAST_POWER:
        found.append(f"power {scored.claims:.1%}")
    return found


def naive_change(cohorts: Cohorts) -> Estimate:
    """The plain before-and-after report: mean change of targets, with the spread of mentees.

    With one mentee its margin is that of sampling alone.
    """
    known = cohorts.assessable[cohorts.mentees] & cohorts.targets
    before, after = (survey.only(cohorts.mentees) for survey in (cohorts.before, cohorts.after))
    change = np.where(known, after.p - before.p, 0.0)
    each = change.sum(axis=1) / known.sum(axis=1)
    if len(each) > 1:
        error = each.std(ddof=1) / np.sqrt(len(each))
        return estimate_with_t(100 * float(each.mean()), 100 * float(error), len(each) - 1)
    noise = [
        np.divide(s.p * (1 - s.p), s.n, where=known, out=np.zeros_like(s.n))
        for s in (before, after)
    ]
    error = np.sqrt(sum(part.sum() for part in noise)) / known.sum()
    return estimate_with_t(100 * float(each[0]), 100 * float(error), 10_000)


def _one_run(
    world: str, modes: Sequence[TargetMode], numbers: Sequence[int], rng: np.random.Generator
) -> Iterator[tuple[Setting, tuple[Estimate, Estimate, Estimate]]]:
    surveys = draw_surveys(WORLDS[world], rng)
    for mentees in numbers:
        roles = draw_roles(surveys, mentees, rng)
        fits: dict[bool, Expectation] = {}
        for mode in modes:
            targets = choose_targets(surveys, roles.mentees, mode, rng)
            for effect in EFFECTS:
                scheme = as_scheme(
                    surveys, roles, targets, effect=effect, drift=WORLDS[world].drift, rng=rng
                )
                # The comparators know nothing of targets and effects: one fit serves them all.
                fits = fits or {prior: _fit(scheme, prior=prior) for prior in (False, True)}
                plain = naive_change(scheme)
                country = pooled_difference(scheme, comparator_changes(scheme), targets)
                for prior, fit in fits.items():
                    found = mean_effect(_beyond(scheme, fit))
                    yield Setting(world, mode, mentees, effect, prior), (found, plain, country)


def _fit(scheme: Cohorts, *, prior: bool) -> Expectation:
    return expectation(scheme if prior else replace(scheme, prior=None))


def _beyond(scheme: Cohorts, fit: Expectation) -> Beyond:
    return beyond_expectation(scheme, fit, Contrast(scheme.targets))


def _scored(setting: Setting, results: list[tuple[Estimate, Estimate, Estimate]]) -> Scored:
    ours, naive, country = (_columns(column) for column in zip(*results, strict=True))
    truth = setting.effect
    value, error, lower, upper = ours
    return Scored(
        setting=setting,
        runs=len(results),
        bias=float(value.mean() - truth),
        spread=float(value.std()),
        error=float(np.sqrt((error**2).mean())),
        coverage=_share((lower <= truth) & (truth <= upper)),
        claims=_share(lower > 0),
        naive_bias=float(naive[0].mean() - truth),
        naive_coverage=_share((naive[2] <= truth) & (truth <= naive[3])),
        naive_claims=_share(naive[2] > 0),
        difference_bias=float(country[0].mean() - truth),
    )


def _columns(estimates: Sequence[Estimate]) -> Array:
    """Rows of value, standard error, lower and upper."""
    return np.array(
        [(each.value, each.standard_error, each.lower, each.upper) for each in estimates],
        dtype=float,
    ).T


def _share(flags: Array) -> float:
    return float(np.mean(flags))


def _luck(variance: float, runs: int) -> float:
    return STANDARD_ERRORS_OF_LUCK * float(np.sqrt(variance / runs))
