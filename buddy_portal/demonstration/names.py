"""Names and codes for trusts that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from buddy_portal.demonstration.words import PLACE_BEGINNINGS, PLACE_ENDINGS

MOST_SHORT_CODES = 26 * 99
MENTEES = (
    ("Northmoor", "NHS Foundation Trust"),
    ("Eastvale", "Hospitals NHS Trust"),
    ("Fenwick Cross", "Hospitals NHS Foundation Trust"),
    ("Greywater", "General Hospital NHS Trust"),
    ("Harrowfell", "Teaching Hospitals NHS Foundation Trust"),
    ("Highmere", "NHS Foundation Trust"),
    ("Kingsreach and Dunmere", "NHS Trust"),
    ("Larkfield Park", "NHS Foundation Trust"),
    ("Millrace", "Hospitals NHS Trust"),
    ("Oldcastle and Thornwater", "NHS Foundation Trust"),
    ("Saltmarsh Bay", "University Hospitals NHS Trust"),
    ("Wexcombe", "Royal Infirmary NHS Foundation Trust"),
)
MENTORS = (
    ("Calderwick", "NHS Foundation Trust"),
    ("Ambleford", "NHS Foundation Trust"),
    ("Whitlow Vale", "Hospitals NHS Foundation Trust"),
    ("Tarnside", "Teaching Hospitals NHS Foundation Trust"),
    ("St Aldwyn’s", "Cancer Centre NHS Foundation Trust"),
    ("Brightholme", "University Hospitals NHS Foundation Trust"),
    ("Riverstone", "Hospitals NHS Foundation Trust"),
    ("Southdene", "Royal Hospitals NHS Trust"),
    ("Penhallow", "NHS Foundation Trust"),
)
_FORMS = (
    "NHS Foundation Trust",
    "NHS Trust",
    "Hospitals NHS Foundation Trust",
    "Hospitals NHS Trust",
    "University Hospitals NHS Foundation Trust",
    "General Hospital NHS Trust",
    "Royal Infirmary NHS Foundation Trust",
    "Teaching Hospitals NHS Foundation Trust",
)


def codes(count: int) -> list[str]:
    """Made-up codes, ZA01 and on: no NHS organisation's code begins with Z and a letter."""
    digits = 2 if count <= MOST_SHORT_CODES else 4
    block = 10**digits - 1
    if count > 26 * block:
        raise ValueError(f"There are codes for {26 * block} trusts at most.")
    return [
        f"Z{chr(ord('A') + place // block)}{place % block + 1:0{digits}}" for place in range(count)
    ]


def places(rng: np.random.Generator) -> Iterator[str]:
    """Made-up places, each once: first single ones, then two together."""
    single = [
        first + last for first in PLACE_BEGINNINGS for last in PLACE_ENDINGS if first[-1] != last[0]
    ]
    shuffled = [single[int(position)] for position in rng.permutation(len(single))]
    yield from shuffled
    for distance in range(1, len(shuffled)):
        for position, name in enumerate(shuffled):
            yield f"{name} and {shuffled[(position + distance) % len(shuffled)]}"


def in_full(place: str, position: int) -> str:
    """A trust's name: the place and the form that goes with its position."""
    return f"{place} {_FORMS[position % len(_FORMS)]}"
