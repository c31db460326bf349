"""Worlds of made-up trusts, with and without an effect of the scheme, from a seed.

140 trusts answer 60 questions in three yearly surveys. A trust's true score on a question is the
national score plus a lasting level of the trust, a lasting departure on the question and a
departure of that year only; what is observed adds the luck of who answered. Sizes are in
percentage points at a national score of 75% and are scaled to other scores.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from evaluation.statistics.cohorts import FEWEST_ANSWERS_SHOWN, Cohorts, Survey
from evaluation.statistics.intervals import Array
from evaluation.statistics.panel import Flags

TRUSTS, QUESTIONS, YEARS = 140, 60, 3
PRIOR, BEFORE, AFTER = 0, 1, 2
LOWEST_MEAN, HIGHEST_MEAN = 0.55, 0.95
MEDIAN_ANSWERS, FEWEST_ANSWERS, MOST_ANSWERS, SPREAD_OF_ANSWERS = 400, 60, 1_600, 0.6
# Not every patient is asked every question: shares of a trust's patients that answer it.
ANSWERED = (1.0, 0.9, 0.6, 0.35, 0.2)
TREND = 0.005
LOWEST_POOL, WORST_POOL, TARGETS_EACH = 30, 20, 5

TargetMode = Literal["worst 5", "random 5", "5 of worst 20", "all"]
TARGET_MODES: tuple[TargetMode, ...] = ("worst 5", "random 5", "5 of worst 20", "all")


@dataclass(frozen=True)
class World:
    """Spreads between trusts in percentage points.

    level: of trusts; departure: of trust x question; yearly: of trust x question x year; shock: of
    trust x year. heavy_tails: levels from Student's t with 4 degrees of freedom. uneven: sigma of
    the lognormal by which the spread of departures differs between questions. drift: what
    volunteers gain anyway, in points.
    """

    name: str
    level: float = 2.0
    departure: float = 2.0
    yearly: float = 1.2
    shock: float = 0.0
    heavy_tails: bool = False
    uneven: float = 0.0
    drift: float = 0.0


WORLDS = {
    "A": World("A"),
    "B": World("B", level=2.8, departure=2.8, yearly=1.4),
    "C": World("C", shock=1.0, heavy_tails=True),
    "R": World("R", uneven=0.7),
    "D": World("D", drift=0.5),
}


@dataclass(frozen=True, eq=False)
class Surveys:
    """True and observed proportions and answers, each years x trusts x questions."""

    truth: Array
    answers: Array
    observed: Array


def draw_surveys(world: World, rng: np.random.Generator) -> Surveys:
    """One history of three yearly surveys without any scheme."""
    national = rng.uniform(LOWEST_MEAN, HIGHEST_MEAN, QUESTIONS)
    scale = np.sqrt(national * (1 - national) / 0.1875) / 100
    levels = _levels(world, rng)
    spread = world.departure * _unevenness(world, rng)
    lasting = levels[:, None] + spread * rng.standard_normal((TRUSTS, QUESTIONS))
    passing = world.yearly * rng.standard_normal((YEARS, TRUSTS, QUESTIONS))
    passing += world.shock * rng.standard_normal((YEARS, TRUSTS, 1))
    trend = TREND * np.arange(YEARS)[:, None, None]
    truth = np.clip(national + trend + scale * (lasting + passing), 0.02, 0.995)
    answers = _answers(rng)
    observed = rng.binomial(answers, truth) / answers
    return Surveys(truth, answers.astype(float), observed)


def _levels(world: World, rng: np.random.Generator) -> Array:
    if world.heavy_tails:
        # Student's t with 4 degrees of freedom has a variance of 2.
        return world.level * rng.standard_t(4, TRUSTS) / np.sqrt(2)
    return world.level * rng.standard_normal(TRUSTS)


def _unevenness(world: World, rng: np.random.Generator) -> Array:
    factor = np.exp(world.uneven * rng.standard_normal(QUESTIONS))
    return factor / np.sqrt((factor**2).mean())


def _answers(rng: np.random.Generator) -> np.ndarray:
    size = np.exp(np.log(MEDIAN_ANSWERS) + SPREAD_OF_ANSWERS * rng.standard_normal(TRUSTS))
    size = np.clip(size, FEWEST_ANSWERS, MOST_ANSWERS)
    share = rng.permutation(np.resize(ANSWERED, QUESTIONS))
    yearly = np.exp(0.05 * rng.standard_normal((YEARS, TRUSTS, 1)))
    return np.maximum(np.rint(size[:, None] * share * yearly), 1).astype(int)


@dataclass(frozen=True, eq=False)
class Roles:
    """Positions of mentees and mentors; the rest are comparators."""

    mentees: np.ndarray
    mentors: np.ndarray


def draw_roles(surveys: Surveys, mentees: int, rng: np.random.Generator) -> Roles:
    """Mentees out of the 30 trusts with the lowest observed scores; mentors are the highest."""
    n, p = surveys.answers[BEFORE], surveys.observed[BEFORE]
    order = np.argsort((n * (p - p.mean(axis=0))).sum(axis=1) / n.sum(axis=1))
    chosen = np.sort(rng.choice(order[:LOWEST_POOL], mentees, replace=False))
    return Roles(chosen, np.sort(order[-mentees:]))


def choose_targets(
    surveys: Surveys, mentees: np.ndarray, mode: TargetMode, rng: np.random.Generator
) -> Flags:
    """Each mentee's targets, mentees x questions, chosen on the baseline as observed."""
    p = surveys.observed[BEFORE]
    worst_first = np.argsort((p - p.mean(axis=0))[mentees], axis=1)
    flags = np.zeros(worst_first.shape, dtype=bool)
    for row, ordered in enumerate(worst_first):
        flags[row, _picked(ordered, mode, rng)] = True
    return flags


def _picked(worst_first: np.ndarray, mode: TargetMode, rng: np.random.Generator) -> np.ndarray:
    if mode == "all":
        return worst_first
    if mode == "worst 5":
        return worst_first[:TARGETS_EACH]
    pool = worst_first if mode == "random 5" else worst_first[:WORST_POOL]
    return rng.choice(pool, TARGETS_EACH, replace=False)


def as_scheme(
    surveys: Surveys,
    roles: Roles,
    targets: Flags,
    *,
    effect: float,
    drift: float,
    rng: np.random.Generator,
) -> Cohorts:
    """The scheme as the methods see it, with `effect` points added to the mentees' targets and
    `drift` points to everything the mentees do."""
    after = surveys.observed[AFTER].copy()
    if effect or drift:
        truth = surveys.truth[AFTER][roles.mentees] + (drift + effect * targets) / 100
        answers = surveys.answers[AFTER][roles.mentees]
        after[roles.mentees] = rng.binomial(answers.astype(int), np.minimum(truth, 0.995)) / answers
    taking_part = np.concatenate([roles.mentees, roles.mentors])
    return Cohorts(
        trusts=tuple(f"T{place:03}" for place in range(TRUSTS)),
        questions=tuple(f"Q{place + 1}" for place in range(QUESTIONS)),
        before=_usable(surveys.answers[BEFORE], surveys.observed[BEFORE]),
        after=_usable(surveys.answers[AFTER], after),
        prior=_usable(surveys.answers[PRIOR], surveys.observed[PRIOR]),
        mentees=roles.mentees,
        comparators=np.setdiff1d(np.arange(TRUSTS), taking_part),
        targets=targets,
    )


def _usable(answers: Array, observed: Array) -> Survey:
    usable = answers >= FEWEST_ANSWERS_SHOWN
    return Survey(np.where(usable, answers, 0.0), np.where(usable, observed, 0.0))
