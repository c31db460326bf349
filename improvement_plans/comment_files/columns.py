"""Which column of a table holds what: the names that people give to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "excerpt": (
        *("comment", "comments", "text", "excerpt", "quote", "feedback", "response"),
        *("what was said", "free text", "free text comment", "verbatim"),
    ),
    "said_on": ("date", "said on", "day", "when", "response date", "date of comment"),
    "source": ("source", "where", "kind", "where was it said"),
    "service": ("service", "clinic", "ward", "department", "unit", "service name"),
    "tumour_group": ("tumour group", "tumor group", "cancer type", "tumour site", "cancer group"),
    "people": ("people", "number of people", "how many people", "number"),
    "bearing": ("about", "good or could be better", "bearing"),
}
_LOOKUP = {name: column for column, names in SPELLINGS.items() for name in names}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each known column stands, and the headers of those that are not read."""

    position: Mapping[str, int]
    header: Mapping[str, str]
    not_read: tuple[str, ...]


def columns_of(header: Sequence[str]) -> Columns | None:
    """The columns of a header row; None where no column holds comments."""
    position: dict[str, int] = {}
    not_read = []
    for place, text in enumerate(header):
        column = _LOOKUP.get(_plain(text))
        if column and column not in position:
            position[column] = place
        elif text.strip():
            not_read.append(text.strip()[:80])
    if "excerpt" not in position:
        return None
    named = {column: header[place].strip() for column, place in position.items()}
    return Columns(position, named, tuple(not_read))


def _plain(header: str) -> str:
    return re.sub(r"[\s_]+", " ", header.replace("\ufeff", "")).strip(" ?:*").lower()
