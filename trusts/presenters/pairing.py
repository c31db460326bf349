"""The pairing board in words: totals, rows, prices, drafts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from buddy_portal.design.charts.numbers import thousands
from buddy_portal.design.tags import Tag
from trusts.models import PairingDraft, Trust
from trusts.selectors.board import Board, BoardRow

if TYPE_CHECKING:
    from trusts.matching import Price

NEEDS_SHOWN = 3
BAR_WIDTH = 120
SURE_TAGS = {
    "Firm": Tag("Firm", "blue", "tick"),
    "Fairly firm": Tag("Fairly firm", "grey", "ring"),
    "Near tie": Tag("Near tie", "grey", "ring"),
}


@dataclass(frozen=True)
class ShownPrice:
    """One of the next best mentors and what choosing it would cost the set."""

    mentor: str
    mentor_code: str
    total: str
    worst: str
    moves: str


@dataclass(frozen=True)
class ShownRow:
    """One row of the board in finished words."""

    anchor: str
    mentee: str
    mentee_code: str
    mentor: str
    mentor_code: str
    chips: list[dict[str, Any]]
    more: str
    covers: str
    bar: Markup
    score: str
    alike: str
    distance: str
    beyond: str
    is_locked: bool
    sure: Tag | None
    sure_note: str
    prices: list[ShownPrice]


def totals(board: Board) -> list[dict[str, Any]]:
    """The summary numbers that stay in sight."""
    draft = board.draft
    if draft is None or board.is_outdated:
        return [
            {"number": str(board.open_mentees), "label": "mentees without a mentor"},
            {"number": str(board.places), "label": "places left at mentors"},
            {"number": str(len(board.live)), "label": "proposed or active pairs"},
        ]
    result = draft.result
    matched = result["matched"]
    lowest = min(board.rows, key=lambda row: row.score, default=None)
    return [
        {"number": str(matched), "of": f"of {board.open_mentees}", "label": "mentees matched"},
        {
            "number": str(result["worst"]),
            "label": "worst-off score",
            "note": short_name(lowest.mentee) if lowest else "",
            **({"href": f"#row-{lowest.mentee.ods_code}"} if lowest else {}),
        },
        {
            "number": mean_score(draft),
            "label": "mean score",
            "note": f"total {thousands(result['total'])}",
        },
        {
            "number": str(sum(left for _, left in board.places_left)),
            "of": f"of {board.places}",
            "label": "places left",
            "note": ", ".join(
                f"{short_name(trust)} {left}" for trust, left in board.places_left[:2]
            ),
        },
        _firm(board, matched),
        {
            "number": str(sum(row.is_locked for row in board.rows)),
            "of": "locked",
            "label": f"{len(board.choices.forbidden)} forbidden",
            **({"href": "#forbidden"} if board.choices.forbidden else {}),
        },
    ]


def mean_score(draft: PairingDraft) -> str:
    """The mean score of a draft's pairs, "-" where it has none."""
    matched = draft.result["matched"]
    return str(round(draft.result["total"] / matched)) if matched else "-"


def _firm(board: Board, matched: int) -> dict[str, Any]:
    """How many pairs are firm, once that is known."""
    if board.is_redrawing:
        return {"number": "-", "label": "pairs are firm", "note": "being worked out"}
    sure = [row.sure for row in board.rows if row.sure]
    if not sure:
        return {"number": "-", "label": "pairs are firm", "note": "not worked out for this set"}
    firm = sum(entry["word"] == "Firm" for entry in sure)
    return {
        "number": str(firm),
        "of": f"of {matched}",
        "label": "pairs are firm",
        "note": f"in {sure[0]['draws']} redraws of the survey",
    }


def rows(board: Board, chosen: Iterable[BoardRow]) -> list[ShownRow]:
    """The chosen rows of a board that is up to date."""
    names = {code: short_name(trust) for code, trust in board.trusts.items()}
    return [_row(row, names) for row in chosen]


def _row(row: BoardRow, names: Mapping[str, str]) -> ShownRow:
    shown = sorted(row.needs, key=lambda need: not need.is_first_choice)[:NEEDS_SHOWN]
    more = len(row.needs) - len(shown)
    sure = row.sure or {}
    return ShownRow(
        anchor=f"row-{row.mentee.ods_code}",
        mentee=short_name(row.mentee),
        mentee_code=row.mentee.ods_code,
        mentor=short_name(row.mentor),
        mentor_code=row.mentor.ods_code,
        chips=[{"text": need.label, "top": need.is_first_choice} for need in shown],
        more=f"+{more} more" if more > 0 else "",
        covers=covers_words(row.needs_met, len(row.needs), row.coverage),
        bar=coverage_bar(row.coverage),
        score=str(row.score),
        alike=share_words(row.similarity),
        distance=distance_words(row.distance_km),
        beyond="" if row.beyond_km is None else f"over {row.beyond_km} km",
        is_locked=row.is_locked,
        sure=SURE_TAGS.get(sure.get("word", "")),
        sure_note=f"{sure['kept']} of {sure['draws']}" if sure else "",
        prices=[_price(price, names) for price in row.alternatives],
    )


def short_name(trust: Trust) -> str:
    """The name without the words that every trust's name ends with."""
    return re.sub(r",? (NHS )?(Foundation )?Trust$", "", trust.name, flags=re.IGNORECASE)


def whose(name: str) -> str:
    """ "Northmoor’s", "Ashencombe Hospitals’"."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def covers_words(met: int, needs: int, coverage: float | None) -> str:
    """ "Covers 7 of 9 needs, 71%"."""
    return f"Covers {met} of {needs} needs, {share_words(coverage)}"


def share_words(share: float | None) -> str:
    return "-" if share is None else f"{round(100 * share)}%"


def distance_words(kilometres: float | None) -> str:
    return "-" if kilometres is None else f"{round(kilometres)} km"


def coverage_bar(share: float | None, width: int = BAR_WIDTH) -> Markup:
    """How much of the need is covered, drawn; the words stand beside it."""
    filled = round((width - 2) * (share or 0.0), 1)
    return Markup(
        '<svg class="app-svg" xmlns="http://www.w3.org/2000/svg" width="{w}" height="10" '
        'viewBox="0 0 {w} 10" aria-hidden="true" focusable="false">'
        '<rect x="0.5" y="0.5" width="{inside}" height="9" fill="#f0f4f5" stroke="#768692"/>'
        '<rect x="1" y="1" width="{filled}" height="8" fill="#005eb8"/></svg>'
    ).format(w=width, inside=width - 1, filled=filled)


def _price(price: Price, names: Mapping[str, str]) -> ShownPrice:
    return ShownPrice(
        mentor=names[price.mentor],
        mentor_code=price.mentor,
        total=total_words(price),
        worst="same" if not price.worst_change else str(price.worst),
        moves=str(price.moved),
    )


def total_words(price: Price) -> str:
    """The change of the total; a mentee lost weighs more than any total, so that is said."""
    if price.matched_change < 0:
        lost = -price.matched_change
        return "−1 pair" if lost == 1 else f"−{lost} pairs"
    return signed(price.total_change)


def signed(value: int) -> str:
    """With a true minus: "−48", "+16", "0"."""
    if not value:
        return "0"
    return f"+{value}" if value > 0 else f"−{-value}"


def with_names(sentence: str, trusts: Mapping[str, Trust]) -> str:
    """The sentence with trusts' names in the place of their codes."""
    return re.sub(
        r"\b[A-Z0-9]{2,10}\b",
        lambda found: (
            short_name(trusts[found.group()]) if found.group() in trusts else found.group()
        ),
        sentence,
    )


def outdated(board: Board) -> dict[str, str]:
    """Why the set on the board no longer stands, and the button that brings another."""
    assert board.draft is not None  # noqa: S101 - only called with a draft
    if board.was_declined:
        return {
            "strong": "A proposed pair was declined.",
            "text": "The trusts can be matched again. As many other pairs of "
            f"{board.draft.name} as possible stay, and proposals that are open are left alone.",
            "action": "Match again",
        }
    return {
        "strong": "This set is out of date.",
        "text": "Results, applications, pairs or the scheme’s weights have changed since "
        f"{board.draft.name} was worked out.",
        "action": "Work out a new set",
    }


def fallen(board: Board) -> list[tuple[str, str]]:
    """The locked pairs that cannot stand any more, and why."""
    names = {code: short_name(trust) for code, trust in board.trusts.items()}
    return [
        (
            f"{names.get(lock.mentor, lock.mentor)} and {names.get(lock.mentee, lock.mentee)}",
            with_names(lock.reason, board.trusts),
        )
        for lock in board.fallen
    ]


def unmatched(board: Board) -> list[tuple[str, str]]:
    """Mentees without a mentor, and why."""
    return [
        (short_name(trust), with_names(reason, board.trusts)) for trust, reason in board.unmatched
    ]


def forbidden(board: Board) -> list[dict[str, str]]:
    """The pairs that somebody ruled out, with their reasons."""
    names = {code: short_name(trust) for code, trust in board.trusts.items()}
    return [
        {
            "mentor": names.get(mentor, mentor),
            "mentee": names.get(mentee, mentee),
            "reason": reason,
            "act": f"allow:{mentor}:{mentee}",
        }
        for (mentor, mentee), reason in board.choices.forbidden
    ]
