"""Reading plans: everything on a plan's page, and those that wait for somebody."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.models import User
from improvement_plans import rules
from improvement_plans.models import (
    Action,
    Aim,
    ExtensionRequest,
    Plan,
    PlanComment,
    PlanGuest,
    PlanState,
    PlanStep,
    PlanVersion,
)
from improvement_plans.selectors import plan_parts as parts
from improvement_plans.selectors.actions import StatedAction, stated
from improvement_plans.selectors.visibility import plan_visible_to, plans_visible_to
from improvement_plans.states import BEING_WRITTEN, ENDED_ACTIONS, UNDER_WAY
from improvement_plans.status import PlanStatus, plan_status

# States in which a plan waits for somebody's answer.
WAITING = (PlanState.SUBMITTED, PlanState.CLOSING, PlanState.EVALUATING)


@dataclass(frozen=True)
class PlanPage:
    """Everything that a plan's page shows, fully loaded."""

    plan: Plan
    sides: rules.PlanSides
    status: PlanStatus
    aims: tuple[Aim, ...]
    actions: tuple[StatedAction, ...]
    comments: tuple[PlanComment, ...]
    steps: tuple[PlanStep, ...]
    guests: tuple[PlanGuest, ...]
    """Partners of today and before."""
    requests: tuple[ExtensionRequest, ...]
    today: datetime.date

    @property
    def asked(self) -> ExtensionRequest | None:
        """The request for more time that waits for an answer."""
        return _open_request(self.requests)


def plan_page(access: Access, plan_id: int, *, on: datetime.date) -> PlanPage:
    """A plan with its aims, actions, comments, history, partners and requests."""
    plan, sides = plan_visible_to(access, plan_id)
    loaded = parts.belonging_to(plan, parts.actions_of(plan.pk))
    actions = tuple(stated(action, on=on) for action in loaded)
    has_requests = plan.has_requests  # type: ignore[attr-defined]  # annotated
    requests = parts.belonging_to(plan, parts.requests_of(plan.pk) if has_requests else ())
    return PlanPage(
        plan=plan,
        sides=sides,
        status=_rolled_up(plan, actions, on, asked=_open_request(requests) is not None),
        aims=parts.belonging_to(plan, parts.aims_of(plan.pk)),
        actions=actions,
        comments=parts.belonging_to(plan, parts.comments_of(plan.pk)),
        steps=parts.belonging_to(plan, parts.steps_of(plan.pk)),
        guests=parts.belonging_to(plan, parts.guests_of(plan.pk)),
        requests=requests,
        today=on,
    )


def open_actions(plan: Plan) -> list[Action]:
    """The actions that have not ended, which the plan needs before it can close."""
    return list(plan.actions.exclude(state__in=ENDED_ACTIONS))


def versions_of(plan: Plan) -> list[PlanVersion]:
    """The kept versions of a plan, newest first."""
    return list(plan.versions.select_related("by"))


def waiting_plans(access: Access, *, on: datetime.date) -> QuerySet[Plan, Plan]:
    """Plans in which something waits to be written, approved or answered by somebody.

    Each comes with `buddy_spoke`: whether the mentor has commented on it.
    """
    asked = Exists(ExtensionRequest.objects.filter(plan=OuterRef("pk"), decided_at=None))
    waits = Q(state__in=[*BEING_WRITTEN, *WAITING]) | Q(asked, state__in=UNDER_WAY)
    spoke = PlanComment.objects.filter(plan=OuterRef("pk"), speaks_for="mentor")
    return (
        plans_visible_to(access, on=on)
        .filter(waits)
        .select_related(None)
        .select_related("pair__mentor", "team", "trust")
        .annotate(buddy_spoke=Exists(spoke))
    )


def plans_of(user: User) -> QuerySet[Plan]:
    """The plans that a user may see."""
    return plans_visible_to(access_of(user))


def _open_request(requests: Iterable[ExtensionRequest]) -> ExtensionRequest | None:
    return next((request for request in requests if request.decided_at is None), None)


def _rolled_up(
    plan: Plan, actions: Iterable[StatedAction], on: datetime.date, *, asked: bool
) -> PlanStatus:
    listed = list(actions)
    moments = [moment for each in listed if (moment := each.action.last_update_at)]
    return plan_status(
        [each.status for each in listed],
        last_update_on=timezone.localdate(max(moments)) if moments else None,
        began_on=plan.window_from,
        on=on,
        extension_asked=asked,
    )
