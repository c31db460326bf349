"""Which results the demonstration survey does not show, so that nobody can be worked out.

A result of 20 answers or fewer is hidden. Where it is the only hidden one of those that add up to
a total that is shown, the smallest shown one is hidden too (after the published tables' rule).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from buddy_portal.demonstration.world import Counts
from trusts.surveys.scales import SUPPRESSION_LIMIT

Flags = NDArray[np.bool_]


def hidden(n: Counts, *, axis: int) -> Flags:
    """Hidden results of parts that add up along `axis`. Parts without answers are not hidden:
    there is nobody to hide, and they have no row."""
    few = (n > 0) & (n <= SUPPRESSION_LIMIT)
    alone = few.sum(axis=axis, keepdims=True) == 1
    shown = np.where((n > 0) & ~few, n, np.iinfo(np.int64).max)
    smallest = np.expand_dims(shown.argmin(axis=axis), axis)
    also = np.zeros_like(few)
    np.put_along_axis(also, smallest, True, axis)
    return np.asarray(few | (alone & also & (n > SUPPRESSION_LIMIT)))


def hidden_totals(n: Counts) -> Flags:
    """T x Q: results of whole trusts, which add up to the country's."""
    return hidden(n, axis=0)


def hidden_groups(n: Counts, totals_hidden: Flags) -> Flags:
    """T x Q x groups: a trust whose whole result is hidden shows none of its groups."""
    return np.asarray(hidden(n, axis=2) | (totals_hidden[:, :, None] & (n > 0)))
