"""The allowed moves of a meeting. Who makes them: see `rules`."""

from __future__ import annotations

from collections.abc import Mapping

from buddy_portal.accounts.refusals import WrongState
from improvement_plans.models import MeetingState as M

MEETING_MOVES: Mapping[M, frozenset[M]] = {
    M.CALLED: frozenset({M.HELD, M.CANCELLED}),
    # Minutes are written again and again, and sent once they are right.
    M.HELD: frozenset({M.HELD, M.CIRCULATED}),
    M.CIRCULATED: frozenset({M.HELD, M.CIRCULATED}),
    M.CANCELLED: frozenset(),
}
HAS_HAPPENED = frozenset({M.HELD, M.CIRCULATED})


def check_meeting_move(current: str, new: M) -> None:
    """Raise WrongState unless a meeting may go from one state to the other."""
    if new not in MEETING_MOVES[M(current)]:
        raise WrongState(
            f"This meeting is “{M(current).label.lower()}” and cannot become “{new.label.lower()}”."
        )


def check_is_ahead(current: str) -> None:
    """Raise WrongState unless the meeting is still to be held."""
    if current != M.CALLED:
        raise WrongState(
            f"This meeting is “{M(current).label.lower()}”: its day, people and agenda stay."
        )
