"""Where a score lies against its expected range, decided by numbers and never by text.

Published bands were set on unrounded scores, so a rounded score alone may leave two bands
possible; then the published word decides between these two, and only between these.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.scales import Band, Scale

Z = 1.96

_WORDS = {
    "below": Band.BELOW,
    "below expected": Band.BELOW,
    "below expected range": Band.BELOW,
    "below expected lower range": Band.BELOW,
    "below lower expected range": Band.BELOW,
    "lower than expected": Band.BELOW,
    "as expected": Band.AS_EXPECTED,
    "expected": Band.AS_EXPECTED,
    "within": Band.AS_EXPECTED,
    "within expected range": Band.AS_EXPECTED,
    "above": Band.ABOVE,
    "above expected": Band.ABOVE,
    "above expected range": Band.ABOVE,
    "above expected upper range": Band.ABOVE,
    "above upper expected range": Band.ABOVE,
    "higher than expected": Band.ABOVE,
}


def band_in_words(text: str) -> Band | None:
    """The band that a table's word stands for; None where we do not know the word."""
    return _WORDS.get(re.sub(r"[\s_]+", " ", text).strip().lower())


def bands_possible(
    score: NDArray[np.float64],
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    rounding: NDArray[np.float64] | float = 0.0,
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Lowest and highest band (positions in BANDS) that ``score`` +/- ``rounding`` allows.

    All arrays have one shape and one unit. A score on a limit counts as expected. NaN
    anywhere gives (0, -1): no band is possible.
    """
    with np.errstate(invalid="ignore"):
        first = _position(score - rounding, lower, upper)
        last = _position(score + rounding, lower, upper)
    unknown = np.isnan(score) | np.isnan(lower) | np.isnan(upper)
    return np.where(unknown, 0, first).astype(np.int8), np.where(unknown, -1, last).astype(np.int8)


def _position(
    score: NDArray[np.float64], lower: NDArray[np.float64], upper: NDArray[np.float64]
) -> NDArray[np.int8]:
    # A billionth of a point keeps decimal rounding from moving a score off a limit.
    return (1 - (score < lower - 1e-9) + (score > upper + 1e-9)).astype(np.int8)


def unrounded_from_interval(
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    n: NDArray[np.float64],
    scale: Scale,
) -> NDArray[np.float64]:
    """The adjusted score before rounding, recovered from its 95% interval.

    Percent: the interval is Wilson's (1927) with z = 1.96, whose middle is
    (p + z^2/2n) / (1 + z^2/n). Means from 0 to 10: the interval is symmetric. ``lower`` and
    ``upper`` on the scale of the question, ``n`` respondents (> 0); NaN gives NaN. Agrees
    with the published unrounded scores of 2018 within 0.001 points.
    """
    middle = (lower + upper) / 2
    if scale is Scale.MEAN_0_10:
        return middle
    z2 = Z * Z
    return middle * (1 + z2 / n) - 100 * z2 / (2 * n)


def bands_by_fifths(scores: NDArray[np.float64]) -> NDArray[np.int8]:
    """Bands of the surveys before 2015: lowest fifth of trusts, middle, highest fifth.

    ``scores`` of one question, one a trust, NaN where suppressed. Positions in BANDS; -1 for
    suppressed trusts, and for all where fewer than five are left. Trusts that share a score
    share a band, the middle one where the boundary runs through them.
    """
    known = scores[~np.isnan(scores)]
    if len(known) < 5:
        return np.full(len(scores), -1, np.int8)
    ordered = np.sort(known)
    fifth = len(ordered) // 5
    first_kept, last_kept = ordered[fifth], ordered[len(ordered) - 1 - fifth]
    band = 1 - (scores < first_kept) + (scores > last_kept)
    return np.where(np.isnan(scores), -1, band).astype(np.int8)
