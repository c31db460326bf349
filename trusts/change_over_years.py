"""Which of many changes are clear: a test for each, and a rule for all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from math import erfc, sqrt

FALSE_DISCOVERY_RATE = 0.05


def p_of_difference(later: float, n1: int, earlier: float, n0: int) -> float:
    """Two-sided p of no difference between two independent percentages (pooled z-test).

    Raises ValueError where nobody answered. Two scores of 0, or of 100, give 1.
    """
    if n1 < 1 or n0 < 1:
        raise ValueError("a difference needs answers in both years")
    together = (later * n1 + earlier * n0) / (n1 + n0) / 100
    variance = together * (1 - together) * (1 / n1 + 1 / n0)
    if variance <= 0:
        return 1.0
    return erfc(abs(later - earlier) / 100 / sqrt(2 * variance))


def clear_changes(p: Mapping[str, float], rate: float = FALSE_DISCOVERY_RATE) -> frozenset[str]:
    """The names whose p passes the step-up rule of Benjamini and Hochberg (1995)."""
    ordered = sorted(p, key=lambda name: p[name])
    passed = 0
    for place, name in enumerate(ordered, start=1):
        if p[name] <= rate * place / len(ordered):
            passed = place
    return frozenset(ordered[:passed])
