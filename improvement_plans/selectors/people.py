"""Who can own, lead, sponsor and answer: people by the roles they hold today."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.permissions import PERMISSIONS, Permission
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.accounts.roles import Role
from buddy_portal.prepared import prepared
from improvement_plans import rules
from improvement_plans.models import Credit, Plan, PlanGuest
from improvement_plans.selectors import plan_parts
from improvement_plans.selectors.visibility import plan_visible_to

NO_PARTNER = "There is no such partner of this plan."
# From what tells most of a person to what tells least.
TELLING_LESS = (Credit.NAME, Credit.ALIAS, Credit.NONE)


def roles_with(permission: Permission) -> list[Role]:
    """The roles that give a permission."""
    return [role for role, given in PERMISSIONS.items() if permission in given]


def holding(trust_code: str, roles: Collection[Role]) -> list[User]:
    """Who holds one of the roles in the trust today and can sign in, by name."""
    return list(_held([trust_code], roles))


def programme_leads() -> list[User]:
    """The programme leads of today."""
    return holding("", (Role.PROGRAMME_LEAD,))


def leads_for(plan: Plan) -> QuerySet[User]:
    """Who can lead the plan: those who may write it."""
    return _held(plan.codes, roles_with(Permission.WRITE_PLANS))


def sponsors_for(plan: Plan) -> QuerySet[User]:
    """Who can sponsor the plan: those who may approve for the mentee's trust."""
    return _held(plan.codes, roles_with(Permission.SPONSOR_PLANS))


def owners_for(plan: Plan) -> QuerySet[User]:
    """Who can own an action: those who may update it, which are the team and the partners."""
    return _owners(list(plan.codes), plan.pk, timezone.localdate())


def possible_owners(plan: Plan) -> list[User]:
    """The same people, loaded."""
    return _loaded_owners(list(plan.codes), plan.pk, timezone.localdate())


@prepared
def _loaded_owners(codes: list[str], plan_id: int, on: datetime.date) -> QuerySet[User, User]:
    return _owners(codes, plan_id, on)


def _owners(codes: list[str], plan_id: int, on: datetime.date) -> QuerySet[User, User]:
    team = Membership.objects.on(on).filter(
        trust_code__in=codes, role__in=roles_with(Permission.UPDATE_ACTIONS)
    )
    guests = PlanGuest.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), plan=plan_id, starts_on__lte=on
    )
    return User.objects.filter(
        Q(pk__in=team.order_by().values("user_id")) | Q(pk__in=guests.order_by().values("user_id")),
        is_active=True,
    ).order_by("name", "pk")


def team_of(plan: Plan) -> QuerySet[User]:
    """Who of the mentee's trust works on the plan: its lead and its team."""
    return _held(plan.codes, roles_with(Permission.UPDATE_ACTIONS))


def guests_today(plan: Plan) -> QuerySet[PlanGuest]:
    """The plan's partners of today."""
    today = timezone.localdate()
    return PlanGuest.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), plan=plan, starts_on__lte=today
    ).select_related("user")


def guests_of(plan: Plan) -> QuerySet[PlanGuest]:
    """The plan's partners of today and before: what they did keeps the name they agreed to."""
    return PlanGuest.objects.filter(plan=plan).select_related("user")


def guest_of(plan: Plan, user_id: int) -> PlanGuest:
    """One of the plan's partners of today, or NotFound."""
    guest = guests_today(plan).filter(user=user_id).first()
    if guest is None:
        raise NotFound(NO_PARTNER)
    return guest


def partnership_to_name(access: Access, plan_id: int) -> PlanGuest:
    """The person's own part in a plan, of today or of earlier: how they are named stays theirs to
    say. NotFound for a plan that they do not see, NotAllowed where they never were its partner."""
    own = PlanGuest.objects.filter(plan=plan_id, user=access.user_id)
    found = own.select_related("plan__trust", "plan__team").first()
    if found is None:
        _plan, sides = plan_visible_to(access, plan_id)
        rules.choose_credit.require(access, sides)
        raise NotFound(NO_PARTNER)
    return found


@prepared
def partnerships_left(access: Access, on: datetime.date) -> QuerySet[PlanGuest, PlanGuest]:
    """The person's parts in plans that have ended, the last first."""
    who = 0 if access.user_id is None else access.user_id
    ended = PlanGuest.objects.filter(user_id=who, ends_on__lt=on)
    return ended.select_related("plan__trust").order_by("-ends_on", "-pk")


def _held(codes: Collection[str], roles: Collection[Role]) -> QuerySet[User]:
    return User.objects.filter(
        pk__in=_members(codes, roles).values("user_id"), is_active=True
    ).order_by("name", "pk")


def _members(codes: Collection[str], roles: Collection[Role]) -> QuerySet[Membership]:
    return Membership.objects.on(timezone.localdate()).filter(trust_code__in=codes, role__in=roles)


def names_of_partners(plan: Plan) -> dict[int, str]:
    """How the plan's partners, of today and before, want to be named, by user id."""
    return {guest.user_id: guest.shown_as for guest in plan_parts.guests_of(plan.pk)}


def names_of_partners_in(plan_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """The same for several plans: by plan id, then by user id."""
    names: dict[int, dict[int, str]] = {}
    for guest in PlanGuest.objects.filter(plan__in=plan_ids).select_related("user"):
        names.setdefault(guest.plan_id, {})[guest.user_id] = guest.shown_as
    return names


def names_of_partners_at(*, trust: int | None, scheme: int | None) -> dict[int, str]:
    """How the partners, of today and before, of all plans of a trust, or of a scheme where there is
    no trust, are named beside what belongs to no single plan: by user id, in one query.

    Keys of the trust and the scheme. The plans of project teams are among them: such a plan is its
    leading organisation's. A decision can be about any of these plans or about none, so somebody
    who said different things of several plans is named as they tell least: not by name before by
    another name, and that before by their own.
    """
    whose = Q(plan__scheme=scheme) if trust is None else Q(plan__trust=trust)
    guests = PlanGuest.objects.filter(whose).select_related("user").order_by("pk")
    least_last = sorted(guests, key=lambda guest: TELLING_LESS.index(Credit(guest.credit)))
    return {guest.user_id: guest.shown_as for guest in least_last}
