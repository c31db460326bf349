"""How grave a risk is: likelihood times impact, in four bands. Pure.

Source: National Patient Safety Agency, A risk matrix for risk managers, January 2008 (1 to 3 low,
4 to 6 moderate, 8 to 12 high, 15 to 25 extreme).
"""

from __future__ import annotations

from enum import StrEnum


class RiskLevel(StrEnum):
    LOW = "Low"
    MODERATE = "Moderate"
    HIGH = "High"
    EXTREME = "Extreme"


_FROM = ((15, RiskLevel.EXTREME), (8, RiskLevel.HIGH), (4, RiskLevel.MODERATE))


def risk_score(likelihood: int, impact: int) -> int:
    """The product of two marks from 1 to 5: from 1 to 25."""
    return likelihood * impact


def risk_level(score: int) -> RiskLevel:
    """The band of a score."""
    return next((level for least, level in _FROM if score >= least), RiskLevel.LOW)
