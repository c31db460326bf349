"""A made-up England: seven regions, each with three alliances and six care boards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

# Name, latitude and longitude of its middle.
_REGIONS = (
    ("Northern Fells", 54.6, -1.9),
    ("Calder and Coast", 53.8, -2.4),
    ("Ridings and Wolds", 53.7, -1.0),
    ("Middle Shires", 52.6, -1.7),
    ("Eastern Fens", 52.4, 0.3),
    ("Western Vales", 51.2, -2.7),
    ("Southern Downs", 51.2, -0.6),
)
_SIDES = ("North", "Central", "South")
BOARDS_EACH = 6
SPREAD = 0.35
"""SD of a trust's place about the middle of its region, in degrees."""


@dataclass(frozen=True)
class Board:
    """An integrated care board, with the alliance and region it belongs to."""

    code: str
    name: str
    alliance: str
    region: str
    latitude: float
    longitude: float


def boards(places: Iterator[str]) -> list[Board]:
    """All 42 care boards, named after made-up places."""
    found: list[Board] = []
    for region, latitude, longitude in _REGIONS:
        for place in range(BOARDS_EACH):
            found.append(
                Board(
                    code=f"ZI{len(found) + 1:02}",
                    name=f"{next(places)} and {next(places)} Integrated Care Board",
                    alliance=f"{region} {_SIDES[place % len(_SIDES)]} Cancer Alliance",
                    region=region,
                    latitude=latitude,
                    longitude=longitude,
                )
            )
    return found


def placed(board: Board, rng: np.random.Generator) -> tuple[float, float]:
    """A trust's latitude and longitude, to about 10 metres."""
    north, east = SPREAD * rng.standard_normal(2)
    return round(board.latitude + north, 4), round(board.longitude + 1.5 * east, 4)
