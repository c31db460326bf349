"""The page docs/plan-states.md, made from the tables of moves. Pure: text comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import TextChoices

from improvement_plans import status
from improvement_plans.listening.states import COMMITMENT_MOVES, EVENT_MOVES
from improvement_plans.states import (
    ACTION_MOVES,
    CYCLE_MOVES,
    ENDED_ACTIONS,
    IDEA_MOVES,
    OVER,
    PLAN_MOVES,
    UNDER_WAY,
)

State = TypeVar("State", bound=TextChoices)

_HEAD = """# States of plans and actions

Made from `improvement_plans/states.py` and `improvement_plans/listening/states.py` by
`python manage.py write_plan_states`; a test checks that this page is current. The tables say which
moves there are. Who may make them is said in `improvement_plans/rules.py` and
`improvement_plans/listening/rules.py`, and on which days in `improvement_plans/time_box.py`.
"""
_DECISIONS = (
    "A cycle that begins moves its change idea to “being tested”; its decision moves it to "
    "adopted, adapted or abandoned. What was predicted is not changed once a cycle has begun."
)
_STATUS = """## Status

Worked out from facts as at a day (`improvement_plans/status.py`), never typed. The first that fits:

| status | when |
|---|---|
| complete | confirmed or embedded |
| ended | carried over or abandoned |
| red | past its due date and not claimed done, or blocked for over {blocked} days |
| amber | due in {soon} days or less with no update for {quiet} or more; claimed done for over \
{unconfirmed} days without an answer; or its due date changed {changes} times or more |
| not due | before its start |
| green | everything else |

A plan needs help with {help} red actions or more, and is watched with {watch}, or while more time
has been asked for. With nothing entered for over {quiet} days it is stale, which is said beside its
status and does not change it.
"""


def plan_states_page() -> str:
    """The whole page in Markdown, with a diagram and a table for each kind of state."""
    return "\n".join(
        [
            _HEAD,
            "## Plans\n",
            _diagram(PLAN_MOVES),
            _table(PLAN_MOVES),
            f"Under way: {_names(UNDER_WAY, PLAN_MOVES)}.",
            f"Over: {_names(OVER, PLAN_MOVES)}.\n",
            "## Actions\n",
            _diagram(ACTION_MOVES),
            _table(ACTION_MOVES),
            f"Ended: {_names(ENDED_ACTIONS, ACTION_MOVES)}.\n",
            "## Change ideas\n",
            _diagram(IDEA_MOVES),
            _table(IDEA_MOVES),
            "## Engagement events\n",
            _diagram(EVENT_MOVES),
            _table(EVENT_MOVES),
            "## Commitments\n",
            _diagram(COMMITMENT_MOVES),
            _table(COMMITMENT_MOVES),
            "## PDSA cycles\n",
            _diagram(CYCLE_MOVES),
            _table(CYCLE_MOVES),
            f"{_DECISIONS}\n",
            _STATUS.format(
                blocked=status.BLOCKED_DAYS,
                soon=status.DUE_SOON_DAYS,
                quiet=status.NO_UPDATE_DAYS,
                unconfirmed=status.UNCONFIRMED_DAYS,
                changes=status.MANY_DATE_CHANGES,
                help=status.REDS_FOR_HELP,
                watch=status.REDS_TO_WATCH,
            ),
        ]
    )


def _diagram(moves: Mapping[State, frozenset[State]]) -> str:
    names = [f"    {state.value}: {state.label}" for state in moves]
    arrows = [
        f"    {state.value} --> {to.value}"
        for state, allowed in moves.items()
        for to in _in_order(allowed, moves)
    ]
    return "\n".join(["```mermaid", "stateDiagram-v2", *names, *arrows, "```", ""])


def _table(moves: Mapping[State, frozenset[State]]) -> str:
    rows = [
        f"| {state.label} | {_names(allowed, moves) or 'nothing: it stays'} |"
        for state, allowed in moves.items()
    ]
    return "\n".join(["| from | to |", "|---|---|", *rows, ""])


def _names(states: frozenset[State], moves: Mapping[State, frozenset[State]]) -> str:
    return ", ".join(str(state.label).lower() for state in _in_order(states, moves))


def _in_order(states: frozenset[State], moves: Mapping[State, frozenset[State]]) -> list[State]:
    return [state for state in moves if state in states]
