"""Which rows of the board are shown, and in which order: links above the table, kept in the URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from trusts.models import PairingDraft
from trusts.presenters.drafts import board_address
from trusts.selectors.board import Board, BoardRow, differing

ALL, NEAR, CHANGED, LOCKED = "all", "near", "changed", "locked"
BY_SCORE = "score"
ORDERS = {"": "trust name", BY_SCORE: "lowest score first"}


@dataclass(frozen=True)
class BoardView:
    """The rows that were asked for, and the links to the others."""

    rows: tuple[BoardRow, ...]
    filters: list[dict[str, Any]]
    order: str
    other: tuple[str, str]


def board_view(board: Board, asked: Mapping[str, str]) -> BoardView:
    """What the address asks for; an unknown word shows everything by trust name."""
    groups = _groups(board)
    shown = asked.get("show", ALL)
    shown = shown if shown in groups else ALL
    order = BY_SCORE if asked.get("order") == BY_SCORE else ""
    rows = groups[shown][1]
    if order:
        rows = tuple(sorted(rows, key=lambda row: (row.score, row.mentee.name)))
    another = "" if order else BY_SCORE
    return BoardView(
        rows=rows,
        filters=[
            {
                "text": text,
                "count": len(members),
                "href": _address(board, name, order),
                "current": name == shown,
            }
            for name, (text, members) in groups.items()
        ],
        order=ORDERS[order],
        other=(
            "Order by score" if another else "Order by trust name",
            _address(board, shown, another),
        ),
    )


def _groups(board: Board) -> dict[str, tuple[str, tuple[BoardRow, ...]]]:
    """Each group by its word in the address: its name, and its rows in the board's order."""
    groups = {
        ALL: ("All", board.rows),
        NEAR: (
            "Near ties",
            tuple(row for row in board.rows if (row.sure or {}).get("word") == "Near tie"),
        ),
    }
    earlier = _earlier(board)
    if earlier is not None and board.draft is not None:
        changed = set(differing(board.draft, earlier))
        groups[CHANGED] = (
            f"Changed since {earlier.name}",
            tuple(row for row in board.rows if row.mentee.ods_code in changed),
        )
    groups[LOCKED] = ("Locked", tuple(row for row in board.rows if row.is_locked))
    return groups


def _earlier(board: Board) -> PairingDraft | None:
    """The draft saved before the one on the board; drafts come newest first."""
    if board.draft is None:
        return None
    drafts = list(board.drafts)
    older = drafts[drafts.index(board.draft) + 1 :]
    return older[0] if older else None


def _address(board: Board, show: str, order: str) -> str:
    query = QueryDict(mutable=True)
    if board.draft is not None:
        query["draft"] = str(board.draft.pk)
    if show != ALL:
        query["show"] = show
    if order:
        query["order"] = order
    return f"{board_address(board.scheme)}?{query.urlencode()}"
