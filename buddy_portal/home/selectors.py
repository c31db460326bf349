"""What the start page shows, asked from the apps that own it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.module_loading import import_string

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design.todos import Todo
from buddy_portal.prepared import prepared
from improvement_plans.models import ProjectTeam
from improvement_plans.selectors import PlanOverview, plan_overviews
from trusts.models import Scheme, SchemeKind
from trusts.selectors.schemes import all_schemes

# Each offers waiting_for(user, *, today) -> list[Todo].
WAITING = (
    "trusts.selectors.waiting_for",
    "improvement_plans.todos.waiting_for",
    "evaluation.todos.waiting_for",
    "buddy_portal.outbox.selectors.waiting_for",
)
_SEES_SCHEMES = frozenset({Permission.SEE_SCHEMES})
MOST_SCHEMES = 20


@dataclass(frozen=True)
class Start:
    """Everything that a start page shows of one scheme, or of no scheme."""

    todos: list[Todo]
    scheme: Scheme | None
    # What else runs today: the page can be asked for any of them.
    running: list[Scheme]
    overviews: list[PlanOverview]


def start_of(user: User, *, today: datetime.date, asked_for: str = "") -> Start:
    """What waits for a person, a scheme they are in now, and its plans that they may see.

    `asked_for` is the number of a scheme that runs today; whatever else it is, it chooses nothing.
    """
    access = access_of(user, on=today)
    running = running_schemes(access, today=today)
    scheme = next((one for one in running if str(one.pk) == asked_for), next(iter(running), None))
    return Start(
        todos=waiting_for(user, today=today),
        scheme=scheme,
        running=running,
        overviews=plan_overviews(access, on=today, scheme_id=scheme.pk if scheme else None),
    )


def waiting_for(user: User, *, today: datetime.date) -> list[Todo]:
    """Everything that waits for this person, most urgent first."""
    found = [todo for ask in WAITING for todo in import_string(ask)(user, today=today)]
    return sorted(found, key=lambda todo: todo.rank)


def running_schemes(access: Access, *, today: datetime.date) -> list[Scheme]:
    """The schemes that run today, buddy schemes first; where none runs, the newest alone.

    The programme sees all schemes; a trust's people those that their trusts take part in.
    """
    listed = list(_newest_schemes(access)) if access.permissions & _SEES_SCHEMES else []
    running = [one for one in listed if one.volunteering_from <= today <= one.publish_by]
    first = sorted(running, key=lambda one: one.kind != SchemeKind.BUDDY)
    return first or listed[:1]


@prepared
def _newest_schemes(access: Access) -> QuerySet[Scheme, Scheme]:
    schemes = all_schemes().annotate(teams=_teams())
    if not access.may_in_programme(Permission.SEE_SCHEMES):
        codes = access.trusts_where(Permission.SEE_SCHEMES)
        taking_part = Scheme.objects.filter(participations__trust__ods_code__in=codes)
        schemes = schemes.filter(pk__in=taking_part.order_by().values("pk"))
    return schemes[:MOST_SCHEMES]


def _teams() -> Coalesce:
    """How many project teams of a scheme are in it still."""
    here = ProjectTeam.objects.filter(cohort__scheme=OuterRef("pk"), withdrawn_at=None).order_by()
    counted = here.values("cohort__scheme").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
