"""What waits for a sponsor and for a buddy: approvals, escalations, calls for help."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from improvement_plans.models import (
    Action,
    Contact,
    Plan,
    PlanComment,
    PlanState,
    ProgressUpdate,
    Risk,
    SponsorReply,
)
from improvement_plans.selectors.actions import actions_for_sponsor
from improvement_plans.selectors.visibility import answered_by, carried_out_by, plans_visible_to
from improvement_plans.states import UNDER_WAY

HELP_DAYS = datetime.timedelta(days=35)


def plans_to_back(access: Access) -> list[Plan]:
    """Submitted plans that wait for this person's approval as sponsor, oldest first."""
    codes = access.trusts_where(Permission.SPONSOR_PLANS)
    waiting = plans_visible_to(access).filter(
        carried_out_by(codes), state=PlanState.SUBMITTED, sponsor_approved_at=None
    )
    return list(waiting.prefetch_related("aims", "actions").order_by("submitted_at"))


def escalations_for(access: Access) -> list[Action]:
    """Escalated actions with what is in the way and what was answered, longest waiting first."""
    replies = SponsorReply.objects.select_related("by")
    return list(
        actions_for_sponsor(access).prefetch_related(
            "updates", Prefetch("sponsor_replies", replies)
        )
    )


def help_wanted(access: Access, *, on: datetime.date) -> QuerySet[ProgressUpdate]:
    """Calls for help to this person as buddy, unanswered; newest first."""
    return (
        calls_unanswered(since=on - HELP_DAYS)
        .filter(action__plan__state__in=UNDER_WAY)
        .filter(answered_by(access, "action__plan"))
        .select_related("by", "action__plan__trust")
        .order_by("-at")
    )


def calls_unanswered(*, since: datetime.date) -> QuerySet[ProgressUpdate]:
    """Calls for help from a day on, the last five weeks, to whoever answers for the buddy.

    An answer is a comment of the mentor, or a contact of the two trusts, written after the call.
    """
    after = {"plan": OuterRef("action__plan")}
    comment = PlanComment.objects.filter(**after, speaks_for="mentor", at__gt=OuterRef("at"))
    contact = Contact.objects.filter(**after, written_at__gt=OuterRef("at"))
    calls = ProgressUpdate.objects.filter(help_wanted=True, at__date__gte=since)
    return calls.exclude(Exists(comment)).exclude(Exists(contact))


def risks_to_review(access: Access, *, on: datetime.date) -> QuerySet[Risk]:
    """Open risks whose day has come, in plans that this person writes."""
    return (
        Risk.objects.filter(
            carried_out_by(access.trusts_where(Permission.WRITE_PLANS), "plan"),
            closed_on=None,
            review_on__lte=on,
            plan__state__in=UNDER_WAY,
            plan__window_to__gte=on,
        )
        .select_related("plan__trust")
        .order_by("review_on", "pk")
    )
