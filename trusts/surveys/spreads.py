"""How the scores of all trusts on one question lie: quantiles, and the spread beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from trusts.expected_range import SD_OF_RATING
from trusts.surveys.expected_range import (
    TooFewTrusts,
    variance_between_means,
    variance_between_trusts,
)

SHARES = {
    "lowest_tenth": 0.1,
    "lower_quarter": 0.25,
    "middle": 0.5,
    "upper_quarter": 0.75,
    "highest_tenth": 0.9,
}


def spread_of_scores(
    scores: Sequence[float], answers: Sequence[int], *, published: float | None, is_mean: bool
) -> dict[str, Any]:
    """The figures of a spread by name, from one score and its answers (1 or more) a trust.

    Scores in percent, or from 0 to 10 where ``is_mean``. ``published`` is the national score;
    None lets all trusts together stand in, weighted by answers. ``between`` is the variance
    between trusts (Spiegelhalter 2005, as `expected_range`): squared proportions, or squared
    points of a mean; None below five trusts. Quantiles are interpolated (linear); None without
    a score.
    """
    held, weight = np.asarray(scores, np.float64), np.asarray(answers, np.float64)
    country = published
    if country is None and len(held):
        country = float(np.average(held, weights=weight))
    quantiles = np.quantile(held, list(SHARES.values())).tolist() if len(held) else [None] * 5
    return {
        "country": country,
        "country_is_published": published is not None,
        "between": _between(held, weight, country, is_mean=is_mean),
        "shown": len(held),
        **dict(zip(SHARES, quantiles, strict=True)),
    }


def _between(
    scores: np.ndarray, answers: np.ndarray, country: float | None, *, is_mean: bool
) -> float | None:
    if country is None:
        return None
    try:
        if is_mean:
            return variance_between_means(scores, answers, country, SD_OF_RATING)
        return variance_between_trusts(scores, answers, country)
    except TooFewTrusts:
        return None
