"""The spread between trusts in words: how far they lie apart beyond chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from buddy_portal.design.charts.numbers import counted, plain, thousands
from trusts.models import Scale

if TYPE_CHECKING:
    from trusts.selectors.funnels import QuestionFunnel

NO_SPREAD = "None"
# Of trusts that differ by chance alone, 1 in 20 lies outside 95% limits.
MOST_OUTSIDE = 0.05


def spread_words(value: float | None, scale: str) -> str:
    """The spread in points: "3.4", "under 0.1", and a word where nothing is left beyond chance."""
    places = 2 if scale == Scale.MEAN_0_10 else 1
    if value is None:
        return "-"
    if not value:
        return NO_SPREAD
    smallest = 0.1**places
    return plain(value, places) if value >= smallest / 2 else f"under {plain(smallest, places)}"


def far_out_words(found: QuestionFunnel) -> str:
    """Why some trusts lie far out although no spread is said, or more than the limits allow for."""
    outside = sum(place.position != "inside" for place in found.places)
    if found.lines.spread != 0 or outside <= MOST_OUTSIDE * len(found.places):
        return ""
    return (
        f"{counted(outside, 'trust')} of {thousands(len(found.places))} "
        f"{'lies' if outside == 1 else 'lie'} outside the 95% limits, more than the 1 in 20 that "
        "chance would bring. The spread is still none because it is measured with the highest "
        "and the lowest fifth of trusts drawn in, so that a few trusts do not widen the limits "
        "for all: most trusts differ by no more than chance, those outside may differ truly."
    )
