"""Reading involvement groups: members, meetings, advice; and whom a plan thanks for advice."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, Max, OuterRef, Q, QuerySet, When
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import Invitation
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotAllowed, NotFound
from buddy_portal.prepared import prepared
from improvement_plans.listening.states import HAS_HAPPENED
from improvement_plans.models import (
    AdviceOutcome,
    Credit,
    EngagementEvent,
    EventState,
    GroupAdvice,
    GroupMember,
    InvolvementGroup,
    Plan,
)
from improvement_plans.selectors.engagement import groups_of_member

NO_SUCH = "There is no such group, or it is not one of yours."


def groups_visible_to(access: Access) -> QuerySet[InvolvementGroup]:
    """The programme sees all, a trust's people their own, members the group that they are in."""
    today = timezone.localdate()
    here = Q(members__ends_on=None) | Q(members__ends_on__gte=today)
    groups = InvolvementGroup.objects.select_related("trust").annotate(
        member_count=Count("members", filter=here, distinct=True),
        advice_count=Count("advice", distinct=True),
    )
    groups = groups.order_by(F("ended_on").desc(nulls_first=True), "trust__name", "name")
    if access.may_in_programme(Permission.SEE_PLANS):
        return groups
    return groups.filter(
        Q(trust__ods_code__in=access.trusts_where(Permission.SEE_PLANS))
        | Q(pk__in=groups_of_member(access.user_id).values("group"))
    )


@dataclass(frozen=True)
class GroupPage:
    """A group with everything its page says."""

    group: InvolvementGroup
    members: list[GroupMember]
    meetings: list[EngagementEvent]
    advice: list[GroupAdvice]
    own: GroupMember | None


def group_visible_to(access: Access, group_id: int) -> InvolvementGroup:
    """One group, or NotFound."""
    found = groups_visible_to(access).filter(pk=group_id).first()
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def group_page(access: Access, group_id: int) -> GroupPage:
    """A group with its members, its meetings and its advice, newest first. The members are those
    of today, or of a group that has ended those who stayed until then."""
    today = timezone.localdate()
    group = group_visible_to(access, group_id)
    belong = group.members.to_the_end() if group.has_ended else group.members.on(today)
    members = list(belong.select_related("user"))
    return GroupPage(
        group,
        members,
        list(group.meetings.order_by("-on", "-pk")),
        list(group.advice.select_related("plan").order_by("-on", "-pk")),
        next((each for each in members if _is_own(each, access, group)), None),
    )


def _is_own(member: GroupMember, access: Access, group: InvolvementGroup) -> bool:
    return member.user_id == access.user_id and not group.has_ended


def membership_to_name(access: Access, group_id: int) -> GroupMember:
    """The person's own part in a group, of today or of earlier: how they are named stays theirs to
    say. NotFound for a group that they do not see, NotAllowed where they never were a member."""
    own = GroupMember.objects.filter(group=group_id, user=access.user_id)
    found = own.select_related("group").first()
    if found is None:
        group_visible_to(access, group_id)
        raise NotAllowed("Only members of this group say how they want to be named.")
    return found


def groups_left_by(access: Access) -> QuerySet[InvolvementGroup]:
    """Groups that the person belonged to, and that they left or that have ended."""
    still = groups_of_member(access.user_id).values("group")
    return InvolvementGroup.objects.filter(members__user=access.user_id).exclude(pk__in=still)


def last_entry_of(group: InvolvementGroup) -> datetime.date | None:
    """The last day on which the group met or advised."""
    met = group.meetings.filter(state__in=HAS_HAPPENED).aggregate(last=Max("on"))["last"]
    advised = group.advice.aggregate(last=Max("on"))["last"]
    return max((each for each in (met, advised) if each is not None), default=None)


def meeting_to_tell_of(
    group: InvolvementGroup, *, after: datetime.date, today: datetime.date
) -> datetime.date | None:
    """The first day after another, up to today, of a meeting that is neither held nor cancelled."""
    planned = group.meetings.filter(state=EventState.PLANNED, on__gt=after, on__lte=today)
    return planned.order_by("on").values_list("on", flat=True).first()


@dataclass(frozen=True)
class WhatEnds:
    """What is under way in a group that is about to be ended."""

    members: int
    invited: int
    meetings_ahead: int
    advice_waiting: int


def what_ends_with(group: InvolvementGroup, *, guest_of: str, today: datetime.date) -> WhatEnds:
    """What ending the group today would touch."""
    return WhatEnds(
        group.members.on(today).count(),
        Invitation.objects.filter(
            guest_of=guest_of, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        ).count(),
        group.meetings.filter(state=EventState.PLANNED, on__gt=today).count(),
        group.advice.filter(outcome=AdviceOutcome.WAITING).count(),
    )


def member_visible_to(access: Access, group_id: int, user_id: int) -> GroupMember:
    """A member of today of a group that the person sees, or NotFound."""
    group = group_visible_to(access, group_id)
    member = group.members.on(timezone.localdate()).filter(user_id=user_id).first()
    if member is None:
        raise NotFound("There is no such member of this group.")
    member.group = group
    return member


def advice_visible_to(access: Access, advice_id: int) -> GroupAdvice:
    """One advice of a group that the person sees, or NotFound."""
    groups = groups_visible_to(access).order_by().values("pk")
    found = (
        GroupAdvice.objects.filter(pk=advice_id, group__in=groups)
        .select_related("group__trust", "plan")
        .first()
    )
    if found is None:
        raise NotFound("There is no such advice.")
    return found


@dataclass(frozen=True)
class AdviceCredit:
    """A group's part in a plan: how much it advised, how much was taken up, who wants thanks."""

    group: str
    advice: int
    taken_up: int
    named: tuple[str, ...]
    """Members as they chose to be named; those who did not choose are not in it."""


def advice_credits(plan: Plan) -> list[AdviceCredit]:
    """The groups that advised on a plan, for its page and for the evaluation's report."""
    given: dict[tuple[int, str, tuple[str, ...]], list[str]] = defaultdict(list)
    for group_id, name, outcome, named in _advice_on(plan.pk):
        given[group_id, name, tuple(named)].append(outcome)
    return [
        AdviceCredit(
            name,
            len(outcomes),
            sum(each in (AdviceOutcome.TAKEN, AdviceOutcome.PARTLY) for each in outcomes),
            named,
        )
        for (_group_id, name, named), outcomes in given.items()
    ]


@prepared
def _advice_on(plan_id: int) -> QuerySet[Any, tuple[int, str, str, list[str]]]:
    """The group, its name, what came of the advice, and the members who agreed to be thanked."""
    members = GroupMember.objects.filter(group=OuterRef("group")).exclude(credit=Credit.NONE)
    # As GroupMember.shown_as says it of those who agreed.
    shown_as = Case(When(credit=Credit.NAME, then=F("user__name")), default=F("credited_as"))
    named = ArraySubquery(members.annotate(shown=shown_as).values("shown"))
    found = GroupAdvice.objects.filter(plan=plan_id).order_by("group__name", "pk")
    return found.values_list("group_id", "group__name", "outcome", named)


def trusts_to_found_in(access: Access) -> frozenset[str]:
    """Codes of the trusts in which the person may found a group."""
    return access.trusts_where(Permission.WRITE_PLANS)
