"""The demonstration's world: what is true of its trusts, and what patients answered.

World R of the evaluation's acceptance simulations, for any number of trusts and years: a trust's
true score is the national score plus a lasting level of the trust, a lasting departure on each
question (its spread differs between questions) and a departure of the year. Who was asked is drawn
patient group by patient group, so that groups add up to their trust. Everything follows from the
seed; blocks of trusts have random streams of their own, so that a block can be drawn again.

Shapes: T trusts, Q questions, G = tumour groups x deprivation fifths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from buddy_portal.demonstration.questions import MEAN_POSITION, QUESTIONS
from evaluation.simulation.worlds import (
    ANSWERED,
    FEWEST_ANSWERS,
    HIGHEST_MEAN,
    LOWEST_MEAN,
    MEDIAN_ANSWERS,
    MOST_ANSWERS,
    SPREAD_OF_ANSWERS,
    TREND,
    WORLDS,
)

Figures = NDArray[np.float64]
Counts = NDArray[np.int64]

WORLD = WORLDS["R"]
Q = len(QUESTIONS)
BLOCK = 500
"""Trusts drawn together."""

# Name, share of patients, and how many points its patients lie above or below all others.
TUMOUR_GROUPS: tuple[tuple[str, float, float], ...] = (
    ("Brain and CNS", 0.010, -3.0),
    ("Breast", 0.205, 1.0),
    ("Colorectal", 0.130, 0.5),
    ("Gynaecological", 0.055, -0.5),
    ("Haematological", 0.150, 1.0),
    ("Head and Neck", 0.040, 0.0),
    ("Lung", 0.080, 0.0),
    ("Prostate", 0.105, -1.5),
    ("Sarcoma", 0.010, -2.0),
    ("Skin", 0.045, 1.5),
    ("Upper Gastro", 0.050, -1.0),
    ("Urological", 0.080, -1.5),
    ("Other", 0.040, -1.0),
)
DEPRIVATION: tuple[tuple[str, float, float], ...] = (
    ("1 (most deprived)", 0.15, -1.5),
    ("2", 0.18, -0.6),
    ("3", 0.21, 0.1),
    ("4", 0.23, 0.5),
    ("5 (least deprived)", 0.23, 0.8),
)
GROUPS = len(TUMOUR_GROUPS), len(DEPRIVATION)
SMALL_SHARE, SMALL_SIZES = 0.03, (16, 45)
"""A few trusts are so small that most of their results are not shown. Two at least: a single one
could be worked out from the country's figures."""
RATING_CENTRE, RATING_POINT, RATING_SPREAD = 8.7, 0.045, 1.6
"""The 0-10 rating: its national mean, what a point of the percentages moves, its answers' SD."""
CASE_MIX_SPREAD = 0.6
"""SD over trusts of what adjusting for the mix of patients does, in points."""


@dataclass(frozen=True)
class Effect:
    """Points that the finished scheme adds to the true scores of its targets, from one year on."""

    points: float
    cells: tuple[tuple[int, int], ...]
    first_year: int

    def added(self, year: int, trusts: int) -> Figures:
        """T x Q, in points."""
        table = np.zeros((trusts, Q))
        if year >= self.first_year:
            for cell in self.cells:
                table[cell] = self.points
        return table


NO_EFFECT = Effect(0.0, (), 0)


@dataclass(frozen=True, eq=False)
class World:
    """What lasts. `lasting` T x Q and `case_mix` years x T in points, `size` patients a trust."""

    seed: int
    years: int
    national: Figures
    lasting: Figures
    size: Figures
    share: Figures
    case_mix: Figures

    @property
    def trusts(self) -> int:
        return len(self.size)

    @property
    def scale(self) -> Figures:
        """How far a point moves each question's proportion: spreads are stated at 75%."""
        return np.asarray(np.sqrt(self.national * (1 - self.national) / 0.1875) / 100)


def make_world(*, seed: int, trusts: int, years: int) -> World:
    """Everything that stays the same from year to year."""
    rng = np.random.default_rng([seed, 0])
    national = rng.uniform(LOWEST_MEAN, HIGHEST_MEAN, Q)
    uneven = np.exp(WORLD.uneven * rng.standard_normal(Q))
    departure = WORLD.departure * uneven / np.sqrt((uneven**2).mean())
    lasting = WORLD.level * rng.standard_normal(trusts)[:, None]
    lasting = lasting + departure * rng.standard_normal((trusts, Q))
    size = np.exp(np.log(MEDIAN_ANSWERS) + SPREAD_OF_ANSWERS * rng.standard_normal(trusts))
    size = np.clip(size, FEWEST_ANSWERS, MOST_ANSWERS)
    small = rng.permutation(trusts)[: max(2, round(SMALL_SHARE * trusts))]
    size[small] = rng.uniform(*SMALL_SIZES, len(small))
    return World(
        seed=seed,
        years=years,
        national=national,
        lasting=lasting,
        size=size,
        share=rng.permutation(np.resize(ANSWERED, Q)),
        case_mix=CASE_MIX_SPREAD * rng.standard_normal((years, trusts)),
    )


@dataclass(frozen=True, eq=False)
class Answers:
    """What some trusts' patients answered in one year, by patient group.

    `first` is the place of the first trust. `n` and `total` are trusts x Q x tumour groups x
    fifths: how many answered, and how many of them positively (the sum of their ratings for the
    question on 0-10).
    """

    first: int
    n: Counts
    total: Figures

    def of_all(self) -> tuple[Counts, Figures]:
        return self.n.sum(axis=(2, 3)), self.total.sum(axis=(2, 3))

    def by_tumour_group(self) -> tuple[Counts, Figures]:
        return self.n.sum(axis=3), self.total.sum(axis=3)

    def by_deprivation(self) -> tuple[Counts, Figures]:
        return self.n.sum(axis=2), self.total.sum(axis=2)


def draw_year(world: World, year: int, effect: Effect = NO_EFFECT) -> Iterator[Answers]:
    """The answers of one year, block by block; the same again for the same arguments."""
    added = effect.added(year, world.trusts)
    for first in range(0, world.trusts, BLOCK):
        yield _draw_block(world, year, first, added[first : first + BLOCK])


def _draw_block(world: World, year: int, first: int, added: Figures) -> Answers:
    rng = np.random.default_rng([world.seed, 1, year, first])
    block = slice(first, first + BLOCK)
    lasting = world.lasting[block]
    passing = WORLD.yearly * rng.standard_normal(lasting.shape)
    points = lasting + passing
    asked = world.size[block, None] * world.share
    asked = asked * np.exp(0.05 * rng.standard_normal((len(lasting), 1)))
    n = rng.multinomial(np.maximum(np.rint(asked), 1).astype(np.int64), _group_shares().ravel())
    n = n.reshape(*lasting.shape, *GROUPS)
    trend = TREND * year
    truth = world.national + trend + world.scale * points + added / 100
    groups = truth[:, :, None, None] + world.scale[:, None, None] * _group_points()
    total = rng.binomial(n, np.clip(groups, 0.02, 0.995)).astype(np.float64)
    total[:, MEAN_POSITION] = _ratings(points[:, MEAN_POSITION], n[:, MEAN_POSITION], rng)
    return Answers(first, n, total)


def _ratings(points: Figures, n: Counts, rng: np.random.Generator) -> Figures:
    """Sums of ratings from 0 to 10, trusts x tumour groups x fifths, whole as people give them."""
    mean = RATING_CENTRE + RATING_POINT * (points[:, None, None] + _group_points())
    total = n * mean + np.sqrt(n) * RATING_SPREAD * rng.standard_normal(n.shape)
    return np.asarray(np.clip(np.rint(total), 0, 10 * n))


def _group_shares() -> Figures:
    tumour, fifths = _column(TUMOUR_GROUPS, 1), _column(DEPRIVATION, 1)
    shares = np.outer(tumour / tumour.sum(), fifths / fifths.sum())
    return shares / shares.sum()


def _group_points() -> Figures:
    """Points above or below all patients, tumour groups x fifths, with a weighted mean of 0."""
    points = _column(TUMOUR_GROUPS, 2)[:, None] + _column(DEPRIVATION, 2)[None, :]
    return np.asarray(points - (points * _group_shares()).sum())


def _column(table: tuple[tuple[str, float, float], ...], place: int) -> Figures:
    return np.array([row[place] for row in table], np.float64)


@dataclass(frozen=True, eq=False)
class YearTotals:
    """All patients of every trust in one year: `n` and `total`, T x Q."""

    n: Counts
    total: Figures

    @property
    def score(self) -> Figures:
        """Proportions, and for the question on 0-10 the mean."""
        return self.total / self.n


def year_totals(world: World, year: int, effect: Effect = NO_EFFECT) -> YearTotals:
    """One pass over the year that keeps the sums only."""
    parts = [answers.of_all() for answers in draw_year(world, year, effect)]
    return YearTotals(
        np.concatenate([n for n, _total in parts]),
        np.concatenate([total for _n, total in parts]),
    )
