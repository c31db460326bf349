"""The allowed moves of an application and of a pair, one table each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from trusts.models import ImportState, PairState, ParticipationState
from trusts.refusals import WrongState

State = TypeVar("State", bound=StrEnum)
Moves = Mapping[State, frozenset[State]]

_A = ParticipationState
PARTICIPATION_MOVES: dict[ParticipationState, frozenset[ParticipationState]] = {
    _A.DRAFT: frozenset({_A.APPLIED, _A.WITHDRAWN}),
    _A.APPLIED: frozenset({_A.ACCEPTED, _A.ASKED_AGAIN, _A.DECLINED, _A.WITHDRAWN}),
    _A.ASKED_AGAIN: frozenset({_A.APPLIED, _A.DECLINED, _A.WITHDRAWN}),
    _A.ACCEPTED: frozenset({_A.WITHDRAWN}),
    _A.DECLINED: frozenset(),
    # A trust that withdrew may write a new application.
    _A.WITHDRAWN: frozenset({_A.DRAFT}),
}
# States in which the trust may change what it wrote.
EDITABLE = frozenset({_A.DRAFT, _A.ASKED_AGAIN, _A.WITHDRAWN})

_P = PairState
PAIR_MOVES: dict[PairState, frozenset[PairState]] = {
    _P.PROPOSED: frozenset({_P.AGREED, _P.DECLINED, _P.EXPIRED, _P.ENDED_EARLY}),
    _P.AGREED: frozenset({_P.ACTIVE, _P.ENDED_EARLY}),
    _P.ACTIVE: frozenset({_P.COMPLETED, _P.ENDED_EARLY}),
    _P.COMPLETED: frozenset(),
    _P.DECLINED: frozenset(),
    _P.EXPIRED: frozenset(),
    _P.ENDED_EARLY: frozenset(),
}
LIVE = frozenset({_P.PROPOSED, _P.AGREED, _P.ACTIVE})

_I = ImportState
IMPORT_MOVES: dict[ImportState, frozenset[ImportState]] = {
    _I.CHECKING: frozenset({_I.CHECKED, _I.REFUSED}),
    _I.REFUSED: frozenset(),
    _I.CHECKED: frozenset({_I.COMMITTING, _I.COMMITTED}),
    # Back to the trial run where the import could not be made.
    _I.COMMITTING: frozenset({_I.COMMITTED, _I.CHECKED}),
    _I.COMMITTED: frozenset({_I.ROLLED_BACK}),
    _I.ROLLED_BACK: frozenset(),
}


def can_move(table: Mapping[State, frozenset[State]], start: State, end: State) -> bool:
    """Whether the table has this move."""
    return end in table[start]


def check_move(table: Mapping[State, frozenset[State]], start: State, end: State) -> None:
    """Raise WrongState, with a sentence, where the table does not have this move."""
    if not can_move(table, start, end):
        now, then = (_words(state) for state in (start, end))
        raise WrongState(f"This cannot be done now: it is “{now}” and cannot become “{then}”.")


def _words(state: StrEnum) -> str:
    return str(getattr(state, "label", state)).lower()
