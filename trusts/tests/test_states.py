"""The tables of moves: every pair of states is either in the table or refused with a sentence."""

import itertools

import pytest

from buddy_portal.accounts.refusals import WrongState
from trusts.models import PairState, ParticipationState
from trusts.states import EDITABLE, LIVE, PAIR_MOVES, PARTICIPATION_MOVES, can_move, check_move

PARTICIPATION = {
    "draft": {"applied", "withdrawn"},
    "applied": {"accepted", "asked_again", "declined", "withdrawn"},
    "asked_again": {"applied", "declined", "withdrawn"},
    "accepted": {"withdrawn"},
    "declined": set(),
    "withdrawn": {"draft"},
}
PAIR = {
    "proposed": {"agreed", "declined", "expired", "ended_early"},
    "agreed": {"active", "ended_early"},
    "active": {"completed", "ended_early"},
    "completed": set(),
    "declined": set(),
    "expired": set(),
    "ended_early": set(),
}


@pytest.mark.parametrize("start, end", list(itertools.product(ParticipationState, repeat=2)))
def test_participation_moves_are_those_of_the_table(start, end):
    assert can_move(PARTICIPATION_MOVES, start, end) == (end in PARTICIPATION[start])


@pytest.mark.parametrize("start, end", list(itertools.product(PairState, repeat=2)))
def test_pair_moves_are_those_of_the_table(start, end):
    assert can_move(PAIR_MOVES, start, end) == (end in PAIR[start])


def test_a_move_outside_the_table_is_refused_in_words():
    with pytest.raises(WrongState) as refusal:
        check_move(PAIR_MOVES, PairState.DECLINED, PairState.ACTIVE)
    assert "“declined” and cannot become “active”" in refusal.value.sentence


def test_a_move_of_the_table_passes():
    check_move(PAIR_MOVES, PairState.AGREED, PairState.ACTIVE)


def test_live_states_are_those_of_the_database_constraint():
    from trusts.models.pairing import LIVE_STATES

    assert set(LIVE_STATES) == set(LIVE)


def test_a_trust_edits_only_what_nobody_is_deciding_about():
    assert set(EDITABLE) == {"draft", "asked_again", "withdrawn"}
