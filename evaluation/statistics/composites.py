"""Weighted means over sets of questions, for many trusts and many sets at once."""

import numpy as np

from evaluation.statistics.intervals import Array
from evaluation.statistics.panel import Flags


def normalised(weight: Array, chosen: Flags) -> Array:
    """Rows of weights over the chosen questions that add up to 1; a row of zeros where none is.

    weight, chosen: trusts x questions. Weight 0 means the cell is not known.
    """
    kept = np.where(chosen, weight, 0.0)
    return divided(kept, kept.sum(axis=1, keepdims=True))


def over_sets(weight: Array, values: Array, sets: Flags) -> Array:
    """Weighted mean of values over each set, for each trust: trusts x sets; 0 where none is known.

    weight, values: trusts x questions; sets: sets x questions.
    """
    picked = sets.T.astype(float)
    return divided((weight * values) @ picked, weight @ picked)


def squared_over_sets(weight: Array, values: Array, sets: Flags) -> Array:
    """Sum over each set of (normalised weight squared x value): the variance of such a mean."""
    picked = sets.T.astype(float)
    return divided((weight**2 * values) @ picked, (weight @ picked) ** 2)


def divided(top: Array, bottom: Array) -> Array:
    """top / bottom, and 0 where bottom is 0."""
    top, bottom = np.broadcast_arrays(top, bottom)
    return np.divide(top, bottom, out=np.zeros(top.shape), where=bottom != 0)


def weighted_mean(weight: Array, values: Array) -> Array:
    """Weighted mean of each column; 0 where no weight is."""
    return divided((weight * values).sum(axis=0), weight.sum(axis=0))


def leave_one_out_ratio(weight: Array) -> Array:
    """l = W / (sum of the column - W): how far a mean moves when one trust is left out of it.

    0 where the trust is not known or is the only one.
    """
    rest = weight.sum(axis=0) - weight
    return divided(weight, np.where(weight > 0, rest, 0.0))
