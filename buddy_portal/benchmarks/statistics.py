"""How fast the evaluation's statistics are, against the least arithmetic that could do it."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from evaluation.simulation import worlds
from evaluation.statistics.bounce_back import (
    DRAWS,
    Contrast,
    beyond_expectation,
    mean_effect,
    placebo_check,
)
from evaluation.statistics.cohorts import Cohorts
from evaluation.statistics.expectation import expectation
from evaluation.statistics.intervals import newcombe_interval
from evaluation.statistics.panel import Panel, Scale
from evaluation.statistics.scheme import evaluate_scheme
from evaluation.statistics.variation import RESAMPLES

CELLS, MENTEES, SEED = 252_000, 15, 2015
MILLISECONDS = 1_000.0
PERCENT: Scale = "percent"
Array = npt.NDArray[np.float64]


def lines() -> Iterator[dict[str, Any]]:
    """Intervals of all cells, the headline, its placebo draws, and a whole evaluation."""
    rng = np.random.default_rng(SEED)
    counts = _counts(rng)
    yield _line(
        f"statistics: Newcombe intervals of {CELLS:,} cells",
        lambda: newcombe_interval(*counts),
        lambda: _plain_newcombe(*counts),
    )
    scheme = scheme_of(rng)
    fit = expectation(scheme)
    yield _line(
        "statistics: headline, fit and interval",
        lambda: mean_effect(
            beyond_expectation(scheme, expectation(scheme), Contrast(scheme.targets))
        ),
        lambda: _least_squares(fit.weight, fit.centred[scheme.comparators], fit.residual),
    )
    beyond = beyond_expectation(scheme, fit, Contrast(scheme.targets))
    yield _line(
        f"statistics: {DRAWS:,} placebo draws",
        lambda: placebo_check(beyond),
        lambda: _bare_draws(len(scheme.comparators), MENTEES),
    )
    panel = _panel(scheme)
    yield _line(
        f"statistics: whole evaluation of {MENTEES} pairs, {RESAMPLES} resamples",
        lambda: _evaluate(panel, scheme),
        lambda: _bare_resamples(panel),
        times=3,
    )


def _line(
    name: str, work: Callable[[], object], floor: Callable[[], object], times: int = 9
) -> dict[str, Any]:
    """The shortest of several runs of each, in turn: what they take when nothing disturbs them."""
    value, least = map(
        min, zip(*((_spent(work), _spent(floor)) for _ in range(times)), strict=True)
    )
    return {"name": name, "value": value, "unit": "ms", "floor": least, "ratio": value / least}


def _spent(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * MILLISECONDS


def _counts(rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    n1, n0 = (rng.integers(10, 1_600, CELLS).astype(float) for _ in range(2))
    x1, x0 = (rng.binomial(n.astype(int), 0.75).astype(float) for n in (n1, n0))
    return x1, n1, x0, n0


def _plain_newcombe(x1: Array, n1: Array, x0: Array, n0: Array) -> tuple[Array, Array]:
    """Newcombe's formula as one writes it down, without a check of anything."""
    z = 1.959963984540054
    p1, p0 = x1 / n1, x0 / n0
    half1 = z * np.sqrt(p1 * (1 - p1) / n1 + z * z / (4 * n1 * n1)) / (1 + z * z / n1)
    half0 = z * np.sqrt(p0 * (1 - p0) / n0 + z * z / (4 * n0 * n0)) / (1 + z * z / n0)
    middle1 = (p1 + z * z / (2 * n1)) / (1 + z * z / n1)
    middle0 = (p0 + z * z / (2 * n0)) / (1 + z * z / n0)
    difference = p1 - p0
    lower = difference - np.sqrt((p1 - middle1 + half1) ** 2 + (middle0 + half0 - p0) ** 2)
    upper = difference + np.sqrt((middle1 + half1 - p1) ** 2 + (p0 - middle0 + half0) ** 2)
    return lower, upper


def scheme_of(rng: np.random.Generator) -> Cohorts:
    surveys = worlds.draw_surveys(worlds.WORLDS["A"], rng)
    roles = worlds.draw_roles(surveys, MENTEES, rng)
    targets = worlds.choose_targets(surveys, roles.mentees, "worst 5", rng)
    return worlds.as_scheme(surveys, roles, targets, effect=0, drift=0, rng=rng)


def _least_squares(weight: Array, x: Array, y: Array) -> Array:
    """One weighted least squares fit of the comparators' cells, and nothing else."""
    weighted = weight[..., None] * x
    squares, products = np.einsum("kqp,kqr->pr", weighted, x), np.einsum("kqp,kq->p", weighted, y)
    return np.asarray(np.linalg.solve(squares, products))


def _bare_draws(trusts: int, mentees: int) -> Array:
    """Choosing the stand-ins and adding up one number for each."""
    rng = np.random.default_rng(0)
    lots = rng.random((DRAWS, trusts))
    picked = np.argpartition(lots, mentees - 1, axis=1)[:, :mentees]
    return np.asarray(np.take_along_axis(lots, picked, axis=1).sum(axis=1))


def _bare_resamples(panel: Panel) -> Array:
    """Drawing the resampled trusts and adding up the five sums of each question and year."""
    trusts = len(panel.trusts)
    rng = np.random.default_rng(0)
    counts = rng.multinomial(trusts, np.full(trusts, 1 / trusts), size=RESAMPLES).astype(float)
    return np.asarray(counts @ np.tile(panel.respondents.reshape(trusts, -1), 5))


def _panel(scheme: Cohorts) -> Panel:
    years = [year for year in (scheme.prior, scheme.before, scheme.after) if year is not None]
    return Panel(
        trusts=scheme.trusts,
        questions=scheme.questions,
        years=(2014, 2015, 2016),
        respondents=np.stack([year.n for year in years], axis=-1),
        scores=np.stack([np.where(year.known, 100 * year.p, np.nan) for year in years], axis=-1),
        scales=tuple(PERCENT for _ in scheme.questions),
    )


def _evaluate(panel: Panel, scheme: Cohorts) -> object:
    codes = np.array(scheme.trusts)
    inside = {*scheme.mentees, *scheme.comparators}
    return evaluate_scheme(
        panel,
        mentees=list(codes[scheme.mentees]),
        mentors=[code for place, code in enumerate(scheme.trusts) if place not in inside],
        targets=[
            (str(codes[scheme.mentees[row]]), scheme.questions[question])
            for row, question in np.argwhere(scheme.targets)
        ],
        baseline=2015,
        follow_up=2016,
        prior=2014,
    )
