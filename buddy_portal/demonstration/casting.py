"""Who takes part in the two schemes, and what the finished one worked on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from buddy_portal.demonstration.questions import MEAN_POSITION, QUESTIONS
from buddy_portal.demonstration.world import Effect, Figures, World, YearTotals
from evaluation.simulation.worlds import LOWEST_POOL

PAIRS = 12
MENTORS = 9
# Places of the nine mentors: more than the pairs need, so that a declined pair finds another.
CAPACITIES = (3, 3, 3, 2, 2, 2, 2, 2, 2)
TRUE_EFFECT = 3.0
"""Points that the finished scheme truly adds to each of its targets."""
TARGETS = (3, 4, 5)
"""Aims of a plan: so many in turn."""
FEWEST_FOR_PAIRING = 150
"""Patients asked, so that a plan's aims have scores to go by."""
FEWEST_FOR_AIM = 100


@dataclass(frozen=True)
class Cast:
    """Places of trusts in the world, and each mentee's targets as places of questions."""

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]
    targets: tuple[tuple[int, ...], ...]


def standing(world: World, totals: YearTotals) -> Figures:
    """How each trust lies against the country over all percentages, in points."""
    percent = np.delete(np.arange(totals.n.shape[1]), MEAN_POSITION)
    n, score = totals.n[:, percent], totals.score[:, percent]
    national = totals.total[:, percent].sum(axis=0) / n.sum(axis=0)
    z = (score - national) / world.scale[percent]
    return np.asarray((n * z).sum(axis=1) / n.sum(axis=1))


def cast_scheme(
    world: World,
    totals: YearTotals,
    rng: np.random.Generator,
    *,
    apart_from: frozenset[int] = frozenset(),
    mentees: int = PAIRS,
) -> Cast:
    """Mentees out of the lowest trusts, mentors the highest, by the scores of one year.

    Both come in the order of their scores, the highest first.
    """
    order = [int(place) for place in np.argsort(standing(world, totals), kind="stable")]
    able = [place for place in order if world.size[place] >= FEWEST_FOR_PAIRING]
    free = [place for place in able if place not in apart_from]
    pool = min(LOWEST_POOL, max(mentees, len(free) // 3))
    drawn = {int(place) for place in rng.choice(free[:pool], mentees, replace=False)}
    chosen = [place for place in reversed(free) if place in drawn]
    mentors = tuple(place for place in reversed(free) if place not in chosen)[:MENTORS]
    return Cast(tuple(chosen), mentors, lowest_questions(world, totals, chosen))


def lowest_questions(
    world: World, totals: YearTotals, mentees: list[int]
) -> tuple[tuple[int, ...], ...]:
    """The questions on which each mentee lies lowest, enough patients having answered; one a
    section, as a plan that works on everything works on nothing."""
    national = totals.total.sum(axis=0) / totals.n.sum(axis=0)
    points = (totals.score - national) / world.scale
    points[:, MEAN_POSITION] = np.inf
    found = []
    for place, mentee in enumerate(mentees):
        usable = np.where(totals.n[mentee] >= FEWEST_FOR_AIM, points[mentee], np.inf)
        lowest = _one_a_section(usable)[: TARGETS[place % len(TARGETS)]]
        found.append(tuple(sorted(lowest)))
    return tuple(found)


def _one_a_section(points: Figures) -> list[int]:
    """Places of questions in ascending order of their points, the first of each section."""
    first: dict[str, int] = {}
    for place in np.argsort(points, kind="stable").tolist():
        if np.isfinite(points[place]):
            first.setdefault(QUESTIONS[place].section, place)
    return list(first.values())


def effect_of(cast: Cast, *, first_year: int) -> Effect:
    """The truth behind the finished scheme: every target of every mentee rises by the same."""
    cells = tuple(
        (mentee, question)
        for mentee, questions in zip(cast.mentees, cast.targets, strict=True)
        for question in questions
    )
    return Effect(TRUE_EFFECT, cells, first_year)
