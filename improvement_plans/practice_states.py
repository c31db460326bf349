"""The allowed moves of a practice in the library. Who may make a move is said in its rules."""

from __future__ import annotations

from collections.abc import Mapping

from buddy_portal.accounts.refusals import WrongState
from improvement_plans.models import PracticeState as S

PRACTICE_MOVES: Mapping[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.REVIEWED}),
    # A reviewed practice that is changed must be reviewed again.
    S.REVIEWED: frozenset({S.PUBLISHED, S.DRAFT}),
    S.PUBLISHED: frozenset({S.RETIRED}),
    S.RETIRED: frozenset(),
}


def check_practice_move(current: str, new: S) -> None:
    """Raise WrongState unless a practice may go from one state to the other."""
    if new not in PRACTICE_MOVES[S(current)]:
        raise WrongState(
            f"This practice is “{S(current).label.lower()}” and cannot become "
            f"“{new.label.lower()}”."
        )
