"""The marks of the verdicts on a point of a control chart; their shapes tell them apart."""

from typing import Literal

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.marks import circle, diamond, down_triangle, square, up_triangle

Kind = Literal["common_cause", "improvement", "concern", "neutral_high", "neutral_low"]
KIND_WORDS: dict[Kind, str] = {
    "common_cause": "Ordinary ups and downs",
    "improvement": "Improvement",
    "concern": "Concern",
    "neutral_high": "Higher than usual",
    "neutral_low": "Lower than usual",
}


def verdict_mark(x: float, y: float, kind: Kind, radius: float) -> str:
    """◆ improvement, ■ concern, ▲ high, ▼ low, ○ ordinary ups and downs."""
    if kind == "improvement":
        return diamond(x, y, radius + 2, palette.THE_TRUST, palette.WHITE, 1)
    if kind == "concern":
        return square(x, y, radius, palette.NEED, palette.WHITE)
    if kind == "neutral_high":
        return up_triangle(x, y, radius + 1, palette.LIMIT, palette.WHITE)
    if kind == "neutral_low":
        return down_triangle(x, y, radius + 1, palette.LIMIT, palette.WHITE)
    return circle(x, y, radius - 1, palette.WHITE, palette.LIMIT)
