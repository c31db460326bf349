"""The scale of a measure: which figures it can have, and how they are written. Pure."""

from __future__ import annotations

from buddy_portal.design.charts.numbers import Unit
from improvement_plans.models import MeasureUnit

GREATEST = 1e9
_ENDS: dict[MeasureUnit, tuple[float, float]] = {
    MeasureUnit.PERCENT: (0, 100),
    MeasureUnit.COUNT: (0, GREATEST),
    MeasureUnit.DAYS: (0, GREATEST),
    MeasureUnit.SCORE: (0, 10),
    MeasureUnit.NUMBER: (-GREATEST, GREATEST),
}
_SENTENCES = {
    MeasureUnit.PERCENT: "A percentage must be between 0 and 100",
    MeasureUnit.COUNT: "A number of people or things must be 0 or more",
    MeasureUnit.DAYS: "A number of days must be 0 or more",
    MeasureUnit.SCORE: "A score must be between 0 and 10",
    MeasureUnit.NUMBER: "The number is too large",
}
UNITS = {
    MeasureUnit.PERCENT: Unit.PERCENT,
    MeasureUnit.COUNT: Unit.COUNT,
    MeasureUnit.DAYS: Unit.DAYS,
    MeasureUnit.SCORE: Unit.SCORE,
    MeasureUnit.NUMBER: Unit.NUMBER,
}


def why_not(value: float, unit: MeasureUnit) -> str:
    """Why a figure cannot stand on this scale, or nothing."""
    low, high = _ENDS[unit]
    if not low <= value <= high:  # also not-a-number
        return _SENTENCES[unit]
    if unit is MeasureUnit.COUNT and value % 1:
        return "A number of people or things must be a whole number"
    return ""
