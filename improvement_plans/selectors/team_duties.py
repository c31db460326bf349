"""What waits around project teams: a month's report of every team, an abstract to answer.

The people of every organisation of a team share its duties, not only those of the one that leads.
"""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.prepared import prepared
from improvement_plans.collaborating.monthly import month_of
from improvement_plans.models import Abstract, AbstractState, ProjectTeam, TeamReport
from improvement_plans.selectors.visibility import teams_joined_by

MOST = 10


def month_to_report(on: datetime.date) -> datetime.date:
    """The month before a day's, by its first day: it is over, so it can be told whole."""
    return month_of(month_of(on) - datetime.timedelta(days=1))


def reports_due(
    access: Access, *, month: datetime.date, after: datetime.date
) -> QuerySet[ProjectTeam]:
    """Teams in which the person leads for an organisation, without their report of a month.

    `after` is the first day of the month after. A team must have been there before it, in London's
    time, and its cohort have begun; the cohort must not have ended before the month.
    """
    joined = teams_joined_by(access.trusts_where(Permission.WRITE_PLANS))
    sent = TeamReport.objects.filter(team=OuterRef("pk"), month=month)
    return (
        ProjectTeam.objects.filter(
            pk__in=joined,
            withdrawn_at=None,
            created_at__date__lt=after,
            cohort__starts_on__lt=after,
            cohort__ends_on__gte=month,
        )
        .exclude(Exists(sent))
        .order_by("name", "pk")
    )


def abstracts_to_answer(access: Access) -> QuerySet[Abstract]:
    """What teams offered for a recognition event, for those who answer; longest waiting first."""
    if not access.may_in_programme(Permission.APPROVE_PLANS):
        return Abstract.objects.none()
    return (
        Abstract.objects.filter(state=AbstractState.SUBMITTED, team__withdrawn_at=None)
        .select_related("team")
        .order_by("submitted_at", "pk")
    )


@prepared
def first_reports_due(
    access: Access, month: datetime.date, after: datetime.date
) -> QuerySet[ProjectTeam, ProjectTeam]:
    return reports_due(access, month=month, after=after)[:MOST]
