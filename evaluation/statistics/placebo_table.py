"""What happens to low scores by themselves: trusts that nobody helped, year on year."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evaluation.statistics.cohorts import survey_of
from evaluation.statistics.composites import weighted_mean
from evaluation.statistics.intervals import Array
from evaluation.statistics.panel import Flags, Panel

QUESTIONS_EACH = 5


@dataclass(frozen=True)
class UnaidedChange:
    """Mean change in points of trusts' own lowest and highest questions from year to year.

    improved: share of the trusts (0 to 1) whose lowest questions rose on average. Every figure is
    None, with a reason, where no trust has twice as many questions as are picked.
    """

    year: int
    next_year: int
    trusts: int
    national_change: float | None
    lowest_change: float | None
    improved: float | None
    highest_change: float | None
    reason: str | None = None


def unaided_changes(
    panel: Panel, *, left_out: Collection[str] = (), questions_each: int = QUESTIONS_EACH
) -> tuple[UnaidedChange, ...]:
    """The table for every two survey years that follow each other in the panel.

    left_out: trusts that took part in a scheme. A trust's lowest questions are those furthest
    below the national score of the same year, and the highest those furthest above; national
    scores and changes are weighted by answers, over the same trusts. Percentages only, cells known
    in both years, questions equal within a trust and trusts equal.
    """
    kept = np.flatnonzero(~np.isin(panel.trusts, list(left_out)))
    years = sorted(panel.years)
    return tuple(
        _between(panel, kept, year, following, questions_each)
        for year, following in pairwise(years)
    )


def _between(panel: Panel, kept: np.ndarray, year: int, following: int, each: int) -> UnaidedChange:
    before, after = (survey_of(panel, when, "percent").only(kept) for when in (year, following))
    known = before.known & after.known
    enough = known.sum(axis=1) >= 2 * each
    if not enough.any():
        reason = "No trust has enough questions known in both years."
        return UnaidedChange(year, following, 0, None, None, None, None, reason)
    departure = before.p - weighted_mean(np.where(known, before.n, 0.0), before.p)
    change = np.where(known, after.p - before.p, 0.0)
    national = weighted_mean(np.where(known, after.n, 0.0), change)[known.any(axis=0)].mean()
    lowest = _mean_of_extreme(departure[enough], change[enough], known[enough], each)
    highest = _mean_of_extreme(-departure[enough], change[enough], known[enough], each)
    return UnaidedChange(
        year=year,
        next_year=following,
        trusts=int(enough.sum()),
        national_change=100 * float(national),
        lowest_change=100 * float(lowest.mean()),
        improved=float((lowest > 0).mean()),
        highest_change=100 * float(highest.mean()),
    )


def _mean_of_extreme(departure: Array, change: Array, known: Flags, each: int) -> Array:
    """Each trust's mean change over its questions of least departure."""
    order = np.argsort(np.where(known, departure, np.inf), axis=1, kind="stable")[:, :each]
    picked: Array = np.take_along_axis(change, order, axis=1)
    return np.asarray(picked.mean(axis=1))
