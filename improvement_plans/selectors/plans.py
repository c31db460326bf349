"""Reading plans: lists with what is worked out, and everything on a plan's page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.models import User
from buddy_portal.prepared import prepared
from improvement_plans import rules
from improvement_plans.measures.ceiling import Ceiling
from improvement_plans.models import (
    Action,
    ActionState,
    Aim,
    Contact,
    ExtensionRequest,
    Plan,
    PlanComment,
    PlanGuest,
    PlanState,
    PlanStep,
    PlanVersion,
)
from improvement_plans.selectors import plan_parts as parts
from improvement_plans.selectors.actions import (
    ListedStatus,
    StatedAction,
    listed_actions,
    stated,
)
from improvement_plans.selectors.ceilings import ceiling_from, evidence
from improvement_plans.selectors.visibility import plan_visible_to, plans_visible_to
from improvement_plans.states import BEING_WRITTEN, ENDED_ACTIONS, UNDER_WAY
from improvement_plans.status import PlanStatus, is_overdue, plan_status

# Long texts and settings that no list of plans shows.
_NOT_LISTED = (
    *("summary", "public_summary", "learning", "advice", "sustained_by", "no_partner_reason"),
    *("pair__explanation", "pair__reason", "scheme__summary"),
    "scheme__pairing_weights",
)
# States in which a plan waits for somebody's answer.
WAITING = (PlanState.SUBMITTED, PlanState.CLOSING, PlanState.EVALUATING)


@dataclass(frozen=True)
class PlanOverview:
    """A plan of a list with what is worked out from its actions as at a day."""

    plan: Plan
    on: datetime.date
    status: PlanStatus
    actions: tuple[ListedStatus, ...]
    overdue: int
    """How many of its actions are."""
    last_update_on: datetime.date | None
    asked_at: datetime.datetime | None
    """Since when a request for more time waits for an answer."""
    has_partner: bool
    partner_left_on: datetime.date | None
    """The last day of the partner who left last."""
    last_contact_on: datetime.date | None
    ceiling: Ceiling
    """How far the evidence allows to say that it is."""


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
    # Only what waits for an answer is shown with what was said and what proves it.
    parts.hold_claims([each for each in loaded if each.state == ActionState.CLAIMED_DONE])
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


def plan_overviews(
    access: Access, *, on: datetime.date, scheme_id: int | None = None
) -> list[PlanOverview]:
    """The plans that a person sees, of all schemes or of one, with their worked-out status.

    Two queries however many there are.
    """
    return _overviews(_plans_to_overview(access, on, scheme_id), on)


def overviews_of(plans: QuerySet[Plan], *, on: datetime.date) -> list[PlanOverview]:
    """The same for plans that were chosen elsewhere, in their order."""
    return _overviews(list(_with_overview(plans, on)), on)


def _overviews(plans: list[Plan], on: datetime.date) -> list[PlanOverview]:
    actions = listed_actions([plan.pk for plan in plans], on=on)
    return [_overview(plan, tuple(actions.get(plan.pk, ())), on) for plan in plans]


@prepared
def _plans_to_overview(
    access: Access, on: datetime.date, scheme_id: int | None
) -> QuerySet[Plan, Plan]:
    """What a list does not show is left out: who leads, and what is written at length."""
    plans = plans_visible_to(access, on=on)
    if scheme_id is not None:
        plans = plans.filter(scheme=scheme_id)
    return _with_overview(plans, on).defer(*_NOT_LISTED)


def _with_overview(plans: QuerySet[Plan, Plan], on: datetime.date) -> QuerySet[Plan, Plan]:
    here = {"plan": OuterRef("pk")}
    guests = PlanGuest.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, **here
    )
    left = PlanGuest.objects.filter(ends_on__lt=on, **here).order_by("-ends_on")
    waiting = ExtensionRequest.objects.filter(decided_at=None, **here).order_by("asked_at")
    newest = Contact.objects.filter(**here).order_by("-on")
    return (
        plans.select_related(None)
        .select_related(
            *("pair__mentor", "team", "trust"),
            *("scheme__baseline", "scheme__follow_up"),
        )
        .annotate(
            last_contact_on=Subquery(newest.values("on")[:1]),
            asked_at=Subquery(waiting.values("asked_at")[:1]),
            has_partner=Exists(guests),
            partner_left_on=Subquery(left.values("ends_on")[:1]),
            **evidence(),
        )
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


def _overview(plan: Plan, actions: tuple[ListedStatus, ...], on: datetime.date) -> PlanOverview:
    asked_at = plan.asked_at  # type: ignore[attr-defined]  # annotated above
    updates = [day for each in actions if (day := each.action.last_update_on)]
    last = max(updates, default=None)
    return PlanOverview(
        plan=plan,
        on=on,
        status=plan_status(
            [each.status for each in actions],
            last_update_on=last,
            began_on=plan.window_from,
            on=on,
            extension_asked=asked_at is not None,
        ),
        actions=actions,
        overdue=sum(is_overdue(each.action.state, each.action.due, on=on) for each in actions),
        last_update_on=last,
        asked_at=asked_at,
        has_partner=plan.has_partner,  # type: ignore[attr-defined]  # annotated above
        partner_left_on=plan.partner_left_on,  # type: ignore[attr-defined]  # annotated above
        last_contact_on=plan.last_contact_on,  # type: ignore[attr-defined]  # annotated above
        ceiling=ceiling_from(plan),
    )


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
