"""The filters and orders of the list of plans: which rows each keeps, and by what it sorts."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from improvement_plans.models import PlanState
from improvement_plans.presenters import overviews as shown
from improvement_plans.presenters.tags import WORKED_OUT
from improvement_plans.selectors import PlanOverview
from improvement_plans.selectors.overviews import MOST_KEPT
from improvement_plans.states import BEING_WRITTEN, OVER
from improvement_plans.status import PlanStatusKind

HELP_FIRST = {
    PlanStatusKind.NEEDS_HELP: 0,
    PlanStatusKind.WATCH: 1,
    PlanStatusKind.ON_TRACK: 2,
}
Wanted = Callable[[PlanOverview], bool]


def under_way(each: PlanOverview) -> bool:
    return each.plan.state in WORKED_OUT


def _need(each: PlanOverview) -> tuple[int, int]:
    """Plans under way by their status, then those that wait for somebody, then those that ended."""
    if under_way(each):
        return 0, HELP_FIRST[each.status.kind]
    return (2, 0) if each.plan.state in OVER else (1, 0)


def _is(kind: PlanStatusKind) -> Wanted:
    return lambda each: under_way(each) and each.status.kind is kind


# Key in the address -> its words, and which plans it keeps.
FILTERS: dict[str, tuple[str, Wanted]] = {
    "": ("All", lambda _each: True),
    "support": (
        "Watch or needs help",
        lambda each: under_way(each) and each.status.kind is not PlanStatusKind.ON_TRACK,
    ),
    "on-track": ("On track", _is(PlanStatusKind.ON_TRACK)),
    "watch": ("Watch", _is(PlanStatusKind.WATCH)),
    "help": ("Needs help", _is(PlanStatusKind.NEEDS_HELP)),
    "stale": (
        "Stale",
        lambda each: under_way(each) and each.status.stale_days is not None,
    ),
    "overdue": (
        "With overdue actions",
        lambda each: under_way(each) and shown.overdue(each) > 0,
    ),
    "under-way": ("Under way", under_way),
    "apart": ("Out of touch", lambda each: shown.out_of_touch(each) is not None),
    "gaps": ("With gaps", lambda each: bool(shown.gaps(each))),
    "approval": ("Waiting for approval", lambda each: each.plan.state == PlanState.SUBMITTED),
    "writing": ("Being written", lambda each: each.plan.state in BEING_WRITTEN),
    "closed": ("Closed", lambda each: each.plan.closed_at is not None),
}


@lru_cache(maxsize=MOST_KEPT)
def filters_of(each: PlanOverview) -> frozenset[str]:
    """The keys of the filters that keep a plan."""
    return frozenset(key for key, (_text, wanted) in FILTERS.items() if wanted(each))


# Reached through a summary number; shown among the filters only while it is chosen.
BY_NUMBER = frozenset({"on-track", "watch", "help", "under-way"})


SORTS: dict[str, Callable[[PlanOverview], Any]] = {
    "name": lambda each: each.plan.trust_name,
    "status": lambda each: (*_need(each), each.plan.trust_name),
    "complete": lambda each: shown.complete(each) / len(each.actions) if each.actions else None,
    "overdue": shown.overdue,
    "updated": lambda each: each.last_update_on,
    "contact": lambda each: each.last_contact_on,
    "next": shown.next_day,
}
