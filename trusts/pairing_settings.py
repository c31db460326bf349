"""A scheme's weights and gates of the pairing, as people set them: whole percentages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

WEIGHTS = ("coverage", "similarity", "travel", "reciprocity")
FLOORS = ("coverage_floor", "shown_floor")
WHOLE = 100


@dataclass(frozen=True)
class PairingSettings:
    """Weights that add up to 100, and the two floors, in percent.

    `coverage_floor`: the least share of a mentee's weighted need that a mentor must cover.
    `shown_floor`: the least share of it in questions on which the mentor's results are shown.
    """

    coverage: int = 60
    similarity: int = 20
    travel: int = 10
    reciprocity: int = 10
    coverage_floor: int = 10
    shown_floor: int = 50

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PairingSettings:
        """From what a scheme keeps: shares from 0 to 1. What it does not say is as usual."""
        names = {field.name for field in fields(cls)}
        return cls(**{name: round(WHOLE * float(data[name])) for name in names & set(data)})

    def as_json(self) -> dict[str, float]:
        """As a scheme keeps it: shares from 0 to 1."""
        return {name: getattr(self, name) / WHOLE for name in (*WEIGHTS, *FLOORS)}

    def problems(self) -> list[tuple[str, str]]:
        """What cannot be right: field and sentence."""
        found = [
            (name, "Enter a whole number from 0 to 100")
            for name in (*WEIGHTS, *FLOORS)
            if not 0 <= getattr(self, name) <= WHOLE
        ]
        if found:
            return found
        if self.coverage == 0:
            found.append(("coverage", "Needs covered must count for more than 0"))
        total = sum(getattr(self, name) for name in WEIGHTS)
        if total != WHOLE:
            found.append(("coverage", f"The four weights must add up to 100; they make {total}"))
        return found
