"""The plot: the world, and which trust plays which part in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from buddy_portal.demonstration.casting import (
    FEWEST_FOR_PAIRING,
    PAIRS,
    Cast,
    cast_scheme,
    effect_of,
    lowest_questions,
    standing,
)
from buddy_portal.demonstration.names import codes
from buddy_portal.demonstration.questions import QUESTIONS
from buddy_portal.demonstration.world import Effect, World, YearTotals, make_world, year_totals

FEWEST_TRUSTS, FEWEST_YEARS = 30, 3
SMALL, PAIRS_IF_SMALL = 60, 5
"""Below so many trusts the finished scheme has five pairs, so that others are left to compare."""
OTHERS, WAITING = 8, 6


@dataclass(frozen=True)
class Plot:
    """Places of trusts in the world; years are counted from the first survey.

    `others` are trusts that came into the current scheme otherwise than into its twelve pairs,
    `waiting` those that were accepted late and have no mentor yet.
    """

    world: World
    effect: Effect
    totals: tuple[YearTotals, ...]
    finished: Cast
    current: Cast
    others: tuple[int, ...]
    waiting: tuple[int, ...]

    @property
    def first(self) -> int:
        """The year of the finished scheme's baseline."""
        return self.world.years - FEWEST_YEARS

    @property
    def taking_part(self) -> tuple[int, ...]:
        """Every trust with people of its own."""
        casts = (self.finished, self.current)
        places = {place for cast in casts for place in (*cast.mentees, *cast.mentors)}
        return tuple(sorted(places | {*self.others, *self.waiting}))

    def code(self, place: int) -> str:
        return codes(self.world.trusts)[place]

    def targets(self, cast: Cast) -> dict[str, tuple[str, ...]]:
        """Question numbers by the mentee's code."""
        return _numbers(zip(map(self.code, cast.mentees), cast.targets, strict=True))

    def targets_of(self, place: int) -> tuple[str, ...]:
        """What a trust would work on after the newest survey."""
        found = lowest_questions(self.world, self.totals[-1], [place])
        return _numbers([("", found[0])])[""]


def make_plot(*, seed: int, trusts: int, years: int, rng: np.random.Generator) -> Plot:
    """Draw the world, cast both schemes, and let the finished one have its effect."""
    world = make_world(seed=seed, trusts=trusts, years=years)
    first = years - FEWEST_YEARS
    pairs = PAIRS if trusts >= SMALL else PAIRS_IF_SMALL
    ended = cast_scheme(world, year_totals(world, first), rng, mentees=pairs)
    effect = effect_of(ended, first_year=first + 1)
    totals = tuple(year_totals(world, year, effect) for year in range(years))
    running = cast_scheme(world, totals[-1], rng, apart_from=frozenset(ended.mentees))
    others = _others(world, totals[-1], ended, running)
    return Plot(world, effect, totals, ended, running, others[:OTHERS], others[OTHERS:])


def _others(world: World, totals: YearTotals, ended: Cast, running: Cast) -> tuple[int, ...]:
    """The lowest of the rest, those first that have enough patients for a plan and were in no
    scheme before."""
    parts = {*running.mentees, *running.mentors}
    before = {*ended.mentees, *ended.mentors}
    order = np.argsort(standing(world, totals), kind="stable")
    rest = [int(place) for place in order if int(place) not in parts]
    rest.sort(key=lambda place: (world.size[place] < FEWEST_FOR_PAIRING, place in before))
    return tuple(rest[: OTHERS + WAITING])


def _numbers(
    targets: Sequence[tuple[str, tuple[int, ...]]] | zip[tuple[str, tuple[int, ...]]],
) -> dict[str, tuple[str, ...]]:
    return {code: tuple(QUESTIONS[place].number for place in places) for code, places in targets}
