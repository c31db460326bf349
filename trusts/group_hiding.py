"""The last look before groups of patients are shown: nothing hidden may be worked out.

Imports are held to the same rule (`trusts.surveys.disclosure`). Here it is put to the very rows of
a page or file, so that whatever is stored, what is shown gives nothing away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trusts.successions import Part, combined

SUPPRESSION_LIMIT = 20
"""Scores of so many respondents or fewer are hidden (rule of the 2015-2018 surveys)."""


@dataclass(frozen=True)
class GroupCell:
    """One group's score of a question; `score` and `n` are None where it is not shown.

    `n` is known for a hidden cell until `held_back` has looked at it, and never after.
    """

    name: str
    n: int | None
    score: float | None
    suppressed: bool


def held_back(cells: Sequence[GroupCell], total: int | None) -> list[GroupCell]:
    """The cells of one organisation, question and kind of group as they may be shown.

    Groups of too few answers are hidden. Where only one group with answers is hidden and the
    groups make up all respondents (`total`, None where their score is hidden), or miss them by
    too few to hide it, the smallest group shown is hidden as well. Hidden cells lose their count.
    """
    checked = [_hidden(cell) if _few(cell) else cell for cell in cells]
    while _gives_away(checked, total):
        smallest = min(
            (cell for cell in checked if not cell.suppressed), key=lambda cell: (cell.n, cell.name)
        )
        checked = [_hidden(cell) if cell is smallest else cell for cell in checked]
    return [replace(cell, n=None) if cell.suppressed else cell for cell in checked]


def put_together(parts: Sequence[Sequence[GroupCell]]) -> list[GroupCell]:
    """The cells of a trust from those of its parts, each as they may be shown (`held_back`).

    A group that any part does not show, or does not have, is hidden: what the others said is not
    what the group of the whole trust said. In order of name.
    """
    if len(parts) == 1:
        return list(parts[0])
    named = [{cell.name: cell for cell in cells} for cells in parts]
    names = sorted({name for cells in named for name in cells})
    return [
        _whole(name, [cells[name] for cells in named if name in cells], len(parts))
        for name in names
    ]


def _whole(name: str, cells: Sequence[GroupCell], parts: int) -> GroupCell:
    if len(cells) < parts or any(cell.suppressed for cell in cells):
        return GroupCell(name, None, None, suppressed=True)
    together = combined([Part(cell.n, cell.score) for cell in cells])
    return GroupCell(name, together.n, together.score, suppressed=together.score is None)


def _few(cell: GroupCell) -> bool:
    return cell.suppressed or cell.score is None or (cell.n or 0) <= SUPPRESSION_LIMIT


def _hidden(cell: GroupCell) -> GroupCell:
    return replace(cell, score=None, suppressed=True)


def _gives_away(cells: Sequence[GroupCell], total: int | None) -> bool:
    hidden = [cell for cell in cells if cell.suppressed and cell.n != 0]
    if total is None or len(hidden) != 1 or all(cell.suppressed for cell in cells):
        return False
    listed = sum(cell.n or 0 for cell in cells)
    if hidden[0].n is None:
        return listed < total
    return abs(total - listed) <= SUPPRESSION_LIMIT
