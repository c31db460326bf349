"""Placebo schemes drawn from real trusts that nobody helped: the true effect is none."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from evaluation.simulation.acceptance import naive_change
from evaluation.statistics.bounce_back import Contrast, beyond_expectation, mean_effect
from evaluation.statistics.cohorts import Cohorts, Positions, survey_of
from evaluation.statistics.composites import weighted_mean
from evaluation.statistics.difference_in_differences import comparator_changes, pooled_difference
from evaluation.statistics.expectation import expectation
from evaluation.statistics.panel import Flags, Panel

MENTEES, LOWEST_POOL, TARGETS_EACH = 15, 40, 5
SCHEMES = 200


@dataclass(frozen=True)
class PlaceboSchemes:
    """Means over placebo schemes, percentage points; claims: share that say "improved more"."""

    baseline: int
    follow_up: int
    prior: int | None
    schemes: int
    naive: float
    difference_in_differences: float
    headline: float
    standard_error: float
    claims: float


def placebo_schemes(
    panel: Panel,
    *,
    baseline: int,
    follow_up: int,
    prior: int | None = None,
    left_out: Collection[str] = (),
    schemes: int = SCHEMES,
    seed: int = 0,
) -> PlaceboSchemes:
    """Draw 15 of the 40 lowest trusts again and again, each with its five lowest questions.

    left_out: trusts of real pairs. Targets are the questions furthest below the comparators'
    score at baseline, among those known in both years.
    """
    rng = np.random.default_rng(seed)
    naive, country, ours, errors, claims = [], [], [], [], []
    for _ in range(schemes):
        scheme = _draw(panel, (baseline, follow_up, prior), left_out, rng)
        found = mean_effect(
            beyond_expectation(scheme, expectation(scheme), Contrast(scheme.targets))
        )
        plain = pooled_difference(scheme, comparator_changes(scheme), scheme.targets)
        naive.append(naive_change(scheme).value)
        country.append(plain.value)
        ours.append(found.value)
        errors.append(found.standard_error)
        claims.append(found.lower is not None and found.lower > 0)
    return PlaceboSchemes(
        baseline=baseline,
        follow_up=follow_up,
        prior=prior,
        schemes=schemes,
        naive=_mean(naive),
        difference_in_differences=_mean(country),
        headline=_mean(ours),
        standard_error=_mean(errors),
        claims=float(np.mean(claims)),
    )


def _draw(
    panel: Panel,
    years: tuple[int, int, int | None],
    left_out: Collection[str],
    rng: np.random.Generator,
) -> Cohorts:
    before, after = (survey_of(panel, year, "percent") for year in years[:2])
    prior = None if years[2] is None else survey_of(panel, years[2], "percent")
    both = before.known & after.known
    trusts = np.flatnonzero(both.any(axis=1) & ~np.isin(panel.trusts, list(left_out)))
    departure = before.p - weighted_mean(before.n[trusts], before.p[trusts])
    standing = (before.n * departure)[trusts].sum(axis=1) / before.n[trusts].sum(axis=1)
    lowest = trusts[np.argsort(standing)[:LOWEST_POOL]]
    mentees = np.sort(rng.choice(lowest, MENTEES, replace=False))
    return Cohorts(
        trusts=panel.trusts,
        questions=tuple(panel.questions[place] for place in panel.questions_on("percent")),
        before=before,
        after=after,
        prior=prior,
        mentees=mentees,
        comparators=np.setdiff1d(trusts, mentees),
        targets=_lowest_questions(departure, both, mentees),
    )


def _lowest_questions(departure: np.ndarray, known: Flags, mentees: Positions) -> Flags:
    ordered = np.argsort(np.where(known, departure, np.inf)[mentees], axis=1)[:, :TARGETS_EACH]
    flags = np.zeros((len(mentees), departure.shape[1]), dtype=bool)
    np.put_along_axis(flags, ordered, values=True, axis=1)
    return flags


def _mean(values: list[float | None]) -> float:
    return float(np.mean(np.array(values, dtype=float)))
