"""The allowed moves of an engagement event and of a commitment. Who makes them: see `rules`."""

from __future__ import annotations

from collections.abc import Mapping

from buddy_portal.accounts.refusals import WrongState
from improvement_plans.models import CommitmentState as C
from improvement_plans.models import EventState as E

EVENT_MOVES: Mapping[E, frozenset[E]] = {
    E.PLANNED: frozenset({E.HELD, E.CANCELLED}),
    E.HELD: frozenset({E.WRITTEN_UP}),
    E.WRITTEN_UP: frozenset(),
    # Called off, and set for another day.
    E.CANCELLED: frozenset({E.PLANNED}),
}
COMMITMENT_MOVES: Mapping[C, frozenset[C]] = {
    C.PROMISED: frozenset({C.UNDER_WAY, C.KEPT, C.NOT_POSSIBLE}),
    C.UNDER_WAY: frozenset({C.KEPT, C.NOT_POSSIBLE}),
    # A promise that turns out not to be kept is taken up again, on the record.
    C.KEPT: frozenset({C.UNDER_WAY}),
    C.NOT_POSSIBLE: frozenset({C.UNDER_WAY}),
}
ANSWERED = frozenset({C.KEPT, C.NOT_POSSIBLE})
HAS_HAPPENED = frozenset({E.HELD, E.WRITTEN_UP})


def check_event_move(current: str, new: E) -> None:
    """Raise WrongState unless an event may go from one state to the other."""
    if new not in EVENT_MOVES[E(current)]:
        raise WrongState(
            f"This event is “{E(current).label.lower()}” and cannot become “{new.label.lower()}”."
        )


def check_commitment_move(current: str, new: C) -> None:
    """Raise WrongState unless a commitment may go from one state to the other."""
    if new != current and new not in COMMITMENT_MOVES[C(current)]:
        raise WrongState(
            f"This commitment is “{C(current).label.lower()}” and cannot become "
            f"“{new.label.lower()}”."
        )
