"""Drafts of the pairing in words: side by side, before sending, and the way to their boards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from buddy_portal.design.charts.numbers import counted, thousands
from buddy_portal.design.dates import moment
from buddy_portal.design.tables import Cell, Column, Row, Table
from trusts.models import CERTAINTY, PairingDraft, Scheme
from trusts.presenters.draft_comparison import compare_address
from trusts.presenters.pairing import mean_score, short_name
from trusts.selectors.board import Board, differing

PART_NAMES = {
    "coverage": "needs covered",
    "similarity": "alike",
    "travel": "travel",
    "reciprocity": "gives back",
}


def drafts_table(board: Board) -> Table:
    """All drafts of the scheme side by side, and how each differs from the one shown."""
    assert board.draft is not None  # noqa: S101 - only called with a draft
    here = board.draft
    return Table(
        caption="Compare drafts",
        columns=[
            Column("Draft"),
            Column("Matched", numeric=True),
            Column("Worst-off", numeric=True),
            Column("Mean", numeric=True),
            Column("Total", numeric=True),
            Column(f"Mentees whose mentor differs from {here.name}"),
            Column("Saved"),
        ],
        rows=[_draft_row(draft, here, board) for draft in board.drafts],
    )


def _draft_row(draft: PairingDraft, here: PairingDraft, board: Board) -> Row:
    is_here = draft.pk == here.pk
    address = reverse("pairing", kwargs={"scheme_id": board.scheme.pk})
    who = f", {draft.saved_by.name}" if draft.saved_by else ""
    return Row(
        [
            Cell(f"{draft.name} (this one)", strong=True)
            if is_here
            else Cell(draft.name, href=f"{address}?draft={draft.pk}"),
            str(draft.result["matched"]),
            str(draft.result["worst"]),
            mean_score(draft),
            thousands(draft.result["total"]),
            "-" if is_here else _differing(here, draft, board),
            f"{moment(draft.saved_at)}{who}",
        ],
        selected=is_here,
    )


def _differing(here: PairingDraft, other: PairingDraft, board: Board) -> Cell:
    """How many mentees have another mentor, with the way to both drafts side by side, and who."""
    codes = differing(here, other)
    names = [short_name(board.trusts[code]) if code in board.trusts else code for code in codes]
    return Cell(
        counted(len(codes), "mentee") if codes else "None",
        href=compare_address(board.scheme, other, here),
        note=", ".join(names),
    )


def weights_words(draft: PairingDraft) -> str:
    """ "Weights, version 1: needs covered 60%, alike 20%, travel 10%, gives back 10%."."""
    whole = sum(draft.weights.values()) or 1
    parts = [
        f"{PART_NAMES[name]} {round(100 * draft.weights[name] / whole)}%"
        for name in PART_NAMES
        if name in draft.weights
    ]
    return f"Weights, version {draft.weights_version}: {', '.join(parts)}."


def told_words(draft: PairingDraft) -> str:
    """Who is told when the proposals of a draft are sent."""
    pairs = draft.result["pairs"]
    trusts = {entry[side] for entry in pairs for side in ("mentor", "mentee")}
    return f"We will e-mail the lead cancer nurses and sponsors of {len(trusts)} trusts now."


def sent_words(count: int) -> str:
    """What has just been sent."""
    return "1 proposal has been sent." if count == 1 else f"{count} proposals have been sent."


def send_rows(draft: PairingDraft) -> list[tuple[str, str]]:
    """What to know before sending."""
    near = sum(sure["word"] == "Near tie" for sure in draft.result.get(CERTAINTY, []))
    rows = [
        ("Draft", f"{draft.name}, saved {moment(draft.saved_at)}"),
        ("If one declines", "Both go back to the pool. The other pairs stay as they are."),
        (
            "Can you undo it?",
            "You can end a proposal, with a reason. The e-mail cannot be called back.",
        ),
    ]
    if near:
        ties = "1 pair is a near tie" if near == 1 else f"{near} pairs are near ties"
        rows.append(("How sure", f"{ties}: another mentor would serve about as well"))
    return rows


def scheme_rows(schemes: Iterable[Any]) -> Table:
    """The schemes whose pairing can be opened."""
    return Table(
        caption="Pairing of schemes",
        columns=[
            Column("Scheme"),
            Column("Taking part", numeric=True),
            Column("Live pairs", numeric=True),
        ],
        rows=[
            Row(
                [
                    Cell(scheme.name, href=board_address(scheme), note=scheme.get_kind_display()),
                    str(scheme.taking_part),
                    str(scheme.live),
                ]
            )
            for scheme in schemes
        ],
    )


def board_address(scheme: Scheme) -> str:
    return reverse("pairing", kwargs={"scheme_id": scheme.pk})


def draft_address(draft: PairingDraft, mentee: str = "", page: str = "") -> str:
    """The board of a draft, at the row of a mentee and the page of the rows where named."""
    address = reverse("pairing", kwargs={"scheme_id": draft.scheme_id})
    query = {"draft": draft.pk, **({"page": page} if page.isdecimal() else {})}
    return f"{address}?{urlencode(query)}" + (f"#row-{mentee}" if mentee else "")
