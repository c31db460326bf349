"""The tables of moves, and the page that is made from them."""

import pytest
from django.core.management import call_command

from improvement_plans.management.commands.write_plan_states import PAGE
from improvement_plans.models import ActionState, PlanState
from improvement_plans.state_pages import plan_states_page
from improvement_plans.states import ACTION_MOVES, ENDED_ACTIONS, OVER, PLAN_MOVES


@pytest.mark.parametrize("states,moves", [(PlanState, PLAN_MOVES), (ActionState, ACTION_MOVES)])
def test_every_state_is_in_its_table_and_can_be_reached(states, moves):
    reached = {to for allowed in moves.values() for to in allowed}
    assert set(moves) == set(states)
    assert (
        set(states) - reached == {PlanState.DRAFT, ActionState.NOT_STARTED} & set(states) - reached
    )


def test_nothing_leads_back_from_what_has_ended():
    for state in ENDED_ACTIONS:
        assert ACTION_MOVES[state] <= ENDED_ACTIONS
    for state in OVER:
        assert PLAN_MOVES[state] <= OVER


def test_only_what_is_claimed_done_is_confirmed():
    assert [s for s, to in ACTION_MOVES.items() if ActionState.CONFIRMED in to] == [
        ActionState.CLAIMED_DONE
    ]


def test_the_page_in_docs_is_current():
    assert PAGE.read_text(encoding="utf-8") == plan_states_page()


def test_a_changed_table_would_be_noticed(monkeypatch):
    monkeypatch.setitem(ACTION_MOVES, ActionState.EMBEDDED, frozenset({ActionState.ABANDONED}))
    assert PAGE.read_text(encoding="utf-8") != plan_states_page()


def test_the_command_writes_the_page(tmp_path):
    call_command("write_plan_states", to=tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == plan_states_page()
