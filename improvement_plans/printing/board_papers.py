"""The board paper: every commitment as it stood on a day, as a tagged PDF."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from buddy_portal.design.dates import day
from buddy_portal.design.printing import set_pdf
from improvement_plans.models import Recommendation
from improvement_plans.presenters import commitments as words
from improvement_plans.selectors.commitments import CommitmentAsAt

_TEMPLATE = Path(__file__).parent / "board_paper.typ"


def board_paper_pdf(
    stood: Sequence[CommitmentAsAt],
    recommendations: Sequence[Recommendation],
    *,
    whose: str,
    on: datetime.date,
    fictional: bool,
) -> bytes:
    """The paper of one trust or of everybody; the same facts give the same bytes."""
    facts = {
        "title": f"Commitments: {whose}",
        "as_at": day(on),
        "fictional": fictional,
        "sentence": words.board_sentence(stood, on=on),
        "figures": [list(pair) for pair in words.board_figures(stood, on=on)],
        "commitments": words.board_rows(stood, on=on),
        "recommendations": words.recommendation_rows(recommendations, on=on),
    }
    return set_pdf(_TEMPLATE, facts)
