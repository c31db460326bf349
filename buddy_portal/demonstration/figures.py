"""From answers to published figures: scores, adjusted scores, intervals, expected ranges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from buddy_portal.demonstration.hiding import hidden_totals
from buddy_portal.demonstration.questions import MEAN_POSITION
from buddy_portal.demonstration.world import RATING_POINT, RATING_SPREAD, Figures, World, YearTotals
from evaluation.statistics import wilson_interval
from trusts.surveys.bands import bands_possible
from trusts.surveys.expected_range import (
    expected_range,
    expected_range_of_mean,
    variance_between_means,
    variance_between_trusts,
)

Z = 1.959963984540054


@dataclass(frozen=True, eq=False)
class YearFigures:
    """Every trust's published figures of one year, T x Q, on the scale of the question (percent,
    or 0 to 10); NaN where not shown. `n` is 0 where not shown. `band` holds positions in BANDS
    and -1. `national` and `national_n` have one value a question."""

    n: np.ndarray
    score: Figures
    adjusted: Figures
    lower: Figures
    upper: Figures
    expected_lower: Figures
    expected_upper: Figures
    band: np.ndarray
    national: Figures
    national_n: np.ndarray


def year_figures(world: World, year: int, totals: YearTotals) -> YearFigures:
    """Score, case-mix adjusted score with its 95% interval, expected range and band."""
    not_shown = hidden_totals(totals.n)
    score = np.where(not_shown, np.nan, _on_scale(totals.score))
    national_n = totals.n.sum(axis=0)
    national = _on_scale(totals.total.sum(axis=0) / national_n)
    adjusted = _adjusted(world, year, score)
    lower, upper = _intervals(adjusted, totals.n)
    low, high = _expected(adjusted, totals.n, national)
    first, last = bands_possible(adjusted, low, high)
    return YearFigures(
        n=np.where(not_shown, 0, totals.n),
        score=score,
        adjusted=adjusted,
        lower=lower,
        upper=upper,
        expected_lower=low,
        expected_upper=high,
        band=np.where(last < first, -1, first),
        national=national,
        national_n=national_n,
    )


def _on_scale(score: Figures) -> Figures:
    """Percent in place of proportions; means stay. The last axis is the question."""
    factor = np.full(score.shape[-1], 100.0)
    factor[MEAN_POSITION] = 1.0
    return np.asarray(score * factor)


def _adjusted(world: World, year: int, score: Figures) -> Figures:
    step = 100 * world.scale
    step[MEAN_POSITION] = RATING_POINT
    top = np.full(score.shape[1], 100.0)
    top[MEAN_POSITION] = 10.0
    return np.asarray(np.clip(score + world.case_mix[year][:, None] * step, 0, top))


def _intervals(adjusted: Figures, n: np.ndarray) -> tuple[Figures, Figures]:
    """Wilson for percentages, by the normal approximation for means."""
    shown = ~np.isnan(adjusted)
    share = np.where(shown, adjusted, 0.0) / 100
    low, high = wilson_interval(share * n, n)
    low, high = 100 * np.asarray(low), 100 * np.asarray(high)
    half = Z * RATING_SPREAD / np.sqrt(n[:, MEAN_POSITION])
    low[:, MEAN_POSITION] = np.maximum(adjusted[:, MEAN_POSITION] - half, 0)
    high[:, MEAN_POSITION] = np.minimum(adjusted[:, MEAN_POSITION] + half, 10)
    return np.where(shown, low, np.nan), np.where(shown, high, np.nan)


def _expected(adjusted: Figures, n: np.ndarray, national: Figures) -> tuple[Figures, Figures]:
    low, high = np.full(adjusted.shape, np.nan), np.full(adjusted.shape, np.nan)
    for place in range(adjusted.shape[1]):
        scores, answers, country = adjusted[:, place], n[:, place], float(national[place])
        if place == MEAN_POSITION:
            tau2 = variance_between_means(scores, answers, country, RATING_SPREAD)
            found = expected_range_of_mean(country, RATING_SPREAD, answers, tau2)
        else:
            tau2 = variance_between_trusts(scores, answers, country)
            found = expected_range(country, answers, tau2)
        shown = ~np.isnan(scores)
        low[shown, place], high[shown, place] = found.lower[shown], found.upper[shown]
    return low, high
