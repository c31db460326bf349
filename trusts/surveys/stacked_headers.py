"""Headings over several rows, as national workbooks have them.

A group ("Adjusted score", "Expected range") stands merged over the columns that belong to it, and
the row beneath says which is which ("Score", "Lower", "Upper"). The rows become one, in spellings
that `headers` knows. A merged cell has its text in its first place and nothing in the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_ROWS = 3
FEWEST_GROUPS = 2
_GENERIC = frozenset({"", "score", "value", "percent", "percentage", "result", "estimate", "mean"})
_LOWER, _UPPER = re.compile(r"\b(lower|lci|low|from)\b"), re.compile(r"\b(upper|uci|high|to)\b")


def is_group_row(cells: Sequence[str], beneath: Sequence[str]) -> bool:
    """Whether a row can be the groups above another: two texts, one over several columns."""
    if sum(bool(cell.strip()) for cell in cells) < FEWEST_GROUPS:
        return False
    return any(
        not _at(cells, place + 1) and _at(beneath, place + 1) and cells[place].strip()
        for place in range(len(cells))
    )


def stacked(groups: Sequence[str], beneath: Sequence[str]) -> list[str]:
    """One header row out of two."""
    names, group = [], ""
    for place in range(max(len(groups), len(beneath))):
        above, below = _at(groups, place), _at(beneath, place)
        if above or not below:
            group = above
        names.append(_name(group, below) if below else above)
    return names


def _name(group: str, name: str) -> str:
    """What a column is called: its own name, made plain by the group where that changes it."""
    kind = _kind(group)
    if not kind:
        return name
    plain = " ".join(re.findall(r"[a-z0-9]+", name.lower()))
    if _LOWER.search(plain):
        return {"expected": "Expected range lower"}.get(kind, f"{kind} lci")
    if _UPPER.search(plain):
        return {"expected": "Expected range upper"}.get(kind, f"{kind} uci")
    return f"{kind} score" if plain in _GENERIC and kind != "expected" else name


def _kind(group: str) -> str:
    """What a group of columns holds, in the words that its columns then carry."""
    said = group.lower()
    if "expected" in said:
        return "expected"
    if "unadj" in said or "not adjusted" in said:
        return "Unadjusted"
    return "Adjusted" if "adj" in said or "case mix" in said or "case-mix" in said else ""


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""
