"""What a person may see of plans: every other query starts from here."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.prepared import prepared
from improvement_plans import rules
from improvement_plans.models import Aim, ExtensionRequest, Plan, PlanGuest, ProjectTeam
from improvement_plans.selectors import plan_parts

NO_SUCH_PLAN = "There is no such plan, or it is not one of yours."


def plans_visible_to(access: Access, *, on: datetime.date | None = None) -> QuerySet[Plan]:
    """The programme sees all plans; a trust's people those of its pairs and teams; guests theirs.

    Each comes with `is_guest`: whether the person is its lived-experience partner today.
    """
    today = timezone.localdate() if on is None else on
    as_guest = PlanGuest.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        plan=OuterRef("pk"),
        user_id=0 if access.user_id is None else access.user_id,
        starts_on__lte=today,
    )
    plans = Plan.objects.select_related(
        "pair__mentor",
        "team",
        "trust",
        "scheme__baseline__survey",
        "scheme__follow_up",
        "lead",
        "sponsor",
    ).annotate(is_guest=Exists(as_guest))
    if access.may_in_programme(Permission.SEE_PLANS):
        return plans
    codes = access.trusts_where(Permission.SEE_PLANS)
    return plans.filter(
        Q(pair__mentor__ods_code__in=codes)
        | Q(trust__ods_code__in=codes)
        | Q(team__in=teams_joined_by(codes))
        | Q(is_guest=True)
    )


def teams_joined_by(codes: Any) -> QuerySet[ProjectTeam, Any]:
    """The project teams in which organisations of these ODS codes have a part."""
    return ProjectTeam.objects.filter(organisations__ods_code__in=codes).order_by().values("pk")


def carried_out_by(codes: Any, plan: str = "") -> Q:
    """Plans that organisations of these ODS codes carry out: alone, or as part of a team.

    `plan` is the way to the plan, as in "action__plan"; empty for plans themselves.
    """
    way = f"{plan}__" if plan else ""
    joined = Q(**{f"{way}team__in": teams_joined_by(codes)})
    return Q(**{f"{way}trust__ods_code__in": codes}) | joined


def answered_by(access: Access, plan: str) -> Q:
    """Plans that this person answers: for their mentor, or beside the organisation that leads.

    `plan` is the way to the plan, as in "action__plan".
    """
    codes = access.trusts_where(Permission.REVIEW_PLANS)
    beside = Q(**{f"{plan}__team__in": teams_joined_by(codes)})
    leading = Q(**{f"{plan}__trust__ods_code__in": codes})
    return Q(**{f"{plan}__pair__mentor__ods_code__in": codes}) | (beside & ~leading)


def sides_for(access: Access, plan: Plan) -> rules.PlanSides:
    """The sides of a plan that came from `plans_visible_to` of the same person."""
    return rules.PlanSides.of(plan, is_guest=plan.is_guest)  # type: ignore[attr-defined]  # annotated


def plan_visible_to(access: Access, plan_id: int) -> tuple[Plan, rules.PlanSides]:
    """One plan with its sides as this person sees them, or NotFound."""
    plan = seen_plan(access, plan_id)
    if plan is None:
        raise NotFound(NO_SUCH_PLAN)
    return plan, sides_for(access, plan)


def seen_plan(access: Access, plan_id: int) -> Plan | None:
    """One plan as this person sees it today, if they do: everything about a plan begins here."""
    if access.user_id is None:
        return None
    return next(iter(_seen_plans(access, plan_id, timezone.localdate())), None)


@prepared
def _seen_plans(access: Access, plan_id: int, on: datetime.date) -> QuerySet[Plan, Plan]:
    asked = ExtensionRequest.objects.filter(plan=OuterRef("pk"))
    found = plans_visible_to(access, on=on).filter(pk=plan_id)
    return found.annotate(has_requests=Exists(asked)).order_by()


def aim_visible_to(access: Access, plan_id: int, aim_id: int) -> tuple[Aim, rules.PlanSides]:
    """One aim of a plan that the person may see, or NotFound."""
    plan, sides = plan_visible_to(access, plan_id)
    aim = next((each for each in plan_parts.aims_of(plan.pk) if each.pk == aim_id), None)
    if aim is None:
        raise NotFound("There is no such aim.")
    aim.plan = plan
    return aim, sides
