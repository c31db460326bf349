"""Reading plans, each query starting from what the person may see; numbers of queries constant."""

from improvement_plans.selectors.actions import (
    StatedAction,
    action_visible_to,
    actions_for_sponsor,
    actions_to_answer,
    actions_to_update,
    days_due,
    facts_of,
    stated,
)
from improvement_plans.selectors.overviews import (
    ListedAction,
    ListedPlan,
    ListedScheme,
    ListedStatus,
    PlanOverview,
    plan_overviews,
)
from improvement_plans.selectors.people import names_of_partners
from improvement_plans.selectors.plan_parts import hold_claims
from improvement_plans.selectors.plans import (
    PlanPage,
    open_actions,
    plan_page,
    plans_of,
    versions_of,
)
from improvement_plans.selectors.targets import (
    TargetFacts,
    facts_for,
    pairs_without_plan,
    plan_of_pair,
    questions_to_choose,
)
from improvement_plans.selectors.visibility import (
    aim_visible_to,
    plan_visible_to,
    plans_visible_to,
)

__all__ = [
    "ListedAction",
    "ListedPlan",
    "ListedScheme",
    "ListedStatus",
    "PlanOverview",
    "PlanPage",
    "StatedAction",
    "TargetFacts",
    "action_visible_to",
    "actions_for_sponsor",
    "actions_to_answer",
    "actions_to_update",
    "aim_visible_to",
    "days_due",
    "facts_for",
    "facts_of",
    "hold_claims",
    "names_of_partners",
    "open_actions",
    "pairs_without_plan",
    "plan_of_pair",
    "plan_overviews",
    "plan_page",
    "plan_visible_to",
    "plans_of",
    "plans_visible_to",
    "questions_to_choose",
    "stated",
    "versions_of",
]
