"""The pairing board as a file: a row for each mentee, with or without a mentor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from buddy_portal.design.charts.numbers import counted, thousands
from trusts.presenters.drafts import weights_words
from trusts.presenters.pairing import mean_score, with_names
from trusts.selectors.board import Board, BoardRow

COLUMNS = (
    "Mentee code",
    "Mentee",
    "Mentor code",
    "Mentor",
    "Score of 1,000",
    "Needs covered",
    "Needs",
    "Covered, %",
    "Alike, %",
    "Distance, km",
    "How sure",
    "Kept in redraws",
    "Redraws",
    "Locked",
    "Without a mentor because",
)


def file_rows(board: Board, rows: Iterable[BoardRow]) -> list[list[Any]]:
    """The rows shown, then the mentees without a mentor and why."""
    paired = [_row(row) for row in rows]
    without = [
        [trust.ods_code, trust.name, *[None] * 11, "", with_names(reason, board.trusts)]
        for trust, reason in board.unmatched
    ]
    return [*paired, *without]


def file_notes(board: Board) -> list[str]:
    """The totals, the weights and the pairs that somebody ruled out."""
    if board.draft is None:
        return []
    result = board.draft.result
    forbidden = [
        f"Forbidden: {mentor} and {mentee}. {reason}"
        for (mentor, mentee), reason in board.choices.forbidden
    ]
    return [
        f"{board.draft.name} of {board.scheme}: {counted(result['matched'], 'mentee')} matched, "
        f"worst-off {result['worst']}, mean {mean_score(board.draft)}, "
        f"total {thousands(result['total'])}.",
        weights_words(board.draft),
        *forbidden,
    ]


def _row(row: BoardRow) -> list[Any]:
    sure = row.sure or {}
    return [
        row.mentee.ods_code,
        row.mentee.name,
        row.mentor.ods_code,
        row.mentor.name,
        row.score,
        row.needs_met,
        len(row.needs),
        _percent(row.coverage),
        _percent(row.similarity),
        None if row.distance_km is None else round(row.distance_km),
        sure.get("word"),
        sure.get("kept"),
        sure.get("draws"),
        "yes" if row.is_locked else "no",
        "",
    ]


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)
