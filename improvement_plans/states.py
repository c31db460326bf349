"""The allowed moves of plans and actions, as tables. Who may make a move is said in rules."""

from __future__ import annotations

from collections.abc import Mapping

from buddy_portal.accounts.refusals import WrongState
from improvement_plans.models import ActionState as A
from improvement_plans.models import CycleState as C
from improvement_plans.models import IdeaState as I
from improvement_plans.models import PlanState as P

PLAN_MOVES: Mapping[P, frozenset[P]] = {
    P.DRAFT: frozenset({P.SUBMITTED, P.WITHDRAWN}),
    P.SUBMITTED: frozenset({P.CHANGES_REQUESTED, P.APPROVED, P.WITHDRAWN}),
    P.CHANGES_REQUESTED: frozenset({P.DRAFT, P.SUBMITTED, P.WITHDRAWN}),
    P.APPROVED: frozenset({P.ACTIVE, P.CHANGES_REQUESTED, P.WITHDRAWN}),
    P.ACTIVE: frozenset({P.MIDPOINT_REVIEW, P.EXTENDED, P.CLOSING, P.WITHDRAWN}),
    P.MIDPOINT_REVIEW: frozenset({P.ACTIVE, P.EXTENDED, P.WITHDRAWN}),
    # More time can be given more than once.
    P.EXTENDED: frozenset({P.EXTENDED, P.CLOSING, P.WITHDRAWN}),
    P.CLOSING: frozenset({P.EVALUATING}),
    P.EVALUATING: frozenset({P.CLOSED}),
    P.CLOSED: frozenset({P.SUSTAINED, P.LAPSED}),
    P.SUSTAINED: frozenset(),
    P.LAPSED: frozenset(),
    P.WITHDRAWN: frozenset(),
}

ACTION_MOVES: Mapping[A, frozenset[A]] = {
    A.NOT_STARTED: frozenset(
        {A.IN_PROGRESS, A.BLOCKED, A.CLAIMED_DONE, A.CARRIED_OVER, A.ABANDONED}
    ),
    A.IN_PROGRESS: frozenset({A.BLOCKED, A.CLAIMED_DONE, A.CARRIED_OVER, A.ABANDONED}),
    A.BLOCKED: frozenset({A.IN_PROGRESS, A.CLAIMED_DONE, A.CARRIED_OVER, A.ABANDONED}),
    A.CLAIMED_DONE: frozenset({A.CONFIRMED, A.CHALLENGED, A.IN_PROGRESS, A.BLOCKED}),
    A.CHALLENGED: frozenset(
        {A.IN_PROGRESS, A.BLOCKED, A.CLAIMED_DONE, A.CARRIED_OVER, A.ABANDONED}
    ),
    A.CONFIRMED: frozenset({A.EMBEDDED}),
    A.EMBEDDED: frozenset(),
    A.CARRIED_OVER: frozenset(),
    A.ABANDONED: frozenset(),
}

IDEA_MOVES: Mapping[I, frozenset[I]] = {
    I.IDEA: frozenset({I.TESTING, I.ABANDONED}),
    I.TESTING: frozenset({I.ADOPTED, I.ADAPTED, I.ABANDONED}),
    # An adapted idea is tested again in its new form.
    I.ADAPTED: frozenset({I.TESTING, I.ADOPTED, I.ABANDONED}),
    I.ADOPTED: frozenset({I.ADAPTED, I.ABANDONED}),
    I.ABANDONED: frozenset({I.TESTING}),
}

CYCLE_MOVES: Mapping[C, frozenset[C]] = {
    C.PLANNED: frozenset({C.DOING}),
    C.DOING: frozenset({C.STUDYING}),
    C.STUDYING: frozenset({C.DECIDED}),
    # What comes after is the next cycle.
    C.DECIDED: frozenset(),
}

# States in which the words of the plan itself may be changed.
BEING_WRITTEN = frozenset({P.DRAFT, P.CHANGES_REQUESTED})
# States in which people report progress.
UNDER_WAY = frozenset({P.ACTIVE, P.MIDPOINT_REVIEW, P.EXTENDED})
# Nothing more happens to the actions of these plans.
OVER = frozenset({P.EVALUATING, P.CLOSED, P.SUSTAINED, P.LAPSED, P.WITHDRAWN})
# How an open action ends without having been done.
ENDINGS = (A.CARRIED_OVER, A.ABANDONED)
ENDED_ACTIONS = frozenset({A.CONFIRMED, A.EMBEDDED, A.CARRIED_OVER, A.ABANDONED})


def check_plan_move(current: str, new: P) -> None:
    """Raise WrongState unless a plan may go from one state to the other."""
    if new not in PLAN_MOVES[P(current)]:
        raise WrongState(
            f"This plan is “{P(current).label.lower()}” and cannot become “{new.label.lower()}”."
        )


def check_action_move(current: str, new: A) -> None:
    """Raise WrongState unless an action may go from one state to the other."""
    if new not in ACTION_MOVES[A(current)]:
        raise WrongState(
            f"This action is “{A(current).label.lower()}” and cannot become “{new.label.lower()}”."
        )


def check_idea_move(current: str, new: I) -> None:
    """Raise WrongState unless a change idea may go from one state to the other."""
    if new not in IDEA_MOVES[I(current)]:
        raise WrongState(
            f"This idea is “{I(current).label.lower()}” and cannot become “{new.label.lower()}”",
            field="state",
        )


def check_cycle_move(current: str, new: C) -> None:
    """Raise WrongState unless a PDSA cycle may go from one state to the other."""
    if new not in CYCLE_MOVES[C(current)]:
        raise WrongState(
            f"This cycle is at “{C(current).label.lower()}” and cannot go to “{new.label.lower()}”."
        )
