"""Figures as they are kept: the last bits of a float differ between processors."""

from __future__ import annotations

from typing import Any

PLACES = 6


def to_six_places(value: Any) -> Any:
    """Floats to six places, however deep they lie; everything else as it is."""
    if isinstance(value, float):
        # Adding 0 takes the sign off a negative figure that rounds to nothing.
        return round(value, PLACES) + 0.0
    if isinstance(value, dict):
        return {name: to_six_places(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [to_six_places(part) for part in value]
    return value
