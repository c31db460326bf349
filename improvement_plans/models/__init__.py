"""Improvement plans: what a pair sets out to do, and how it goes."""

from improvement_plans.models.action import (
    Action,
    ActionState,
    Claim,
    DueDateChange,
    ProgressUpdate,
    Review,
    ReviewAnswer,
)
from improvement_plans.models.plan import (
    Aim,
    Plan,
    PlanComment,
    PlanGuest,
    PlanState,
    PlanStep,
    PlanVersion,
)

__all__ = [
    "Action",
    "ActionState",
    "Aim",
    "Claim",
    "DueDateChange",
    "Plan",
    "PlanComment",
    "PlanGuest",
    "PlanState",
    "PlanStep",
    "PlanVersion",
    "ProgressUpdate",
    "Review",
    "ReviewAnswer",
]
