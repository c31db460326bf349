"""What the scheme, and one target of one trust, could have shown at all."""

from __future__ import annotations

from statistics import median
from typing import Any

from evaluation.statistics.detectable import detectable_difference

Content = dict[str, Any]


def detectable_of(pairs: list[Content], headline: Content) -> Content:
    """The pooled figure, and for each mentee the typical one of its targets one at a time."""
    mentees: dict[str, Content] = {}
    for pair in pairs:
        cells = [target for target in pair["targets"] if target.get("difference") is not None]
        if cells and pair["mentee_code"] not in mentees:
            mentees[pair["mentee_code"]] = _typical(pair["mentee"], cells)
    return {
        "scheme": headline["minimum_detectable_effect"],
        "mentees": list(mentees.values()),
    }


def _typical(name: str, cells: list[Content]) -> Content:
    counted = [cell for cell in cells if cell["n_before"] and cell["n_after"]]
    sizes = [
        100 * float(detectable_difference(cell["before"] / 100, cell["n_before"], cell["n_after"]))
        for cell in counted
    ]
    return {
        "name": name,
        "targets": len(counted),
        "typical": median(sizes) if sizes else None,
        "answers": int(median(cell["n_after"] for cell in counted)) if counted else None,
    }
