"""What the start page shows, asked from the apps that own it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.module_loading import import_string

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design.todos import Todo
from buddy_portal.prepared import prepared
from improvement_plans.selectors import PlanOverview, plan_overviews
from trusts.models import Scheme
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
    overviews: list[PlanOverview]


def start_of(user: User, *, today: datetime.date) -> Start:
    """What waits for a person, the scheme they are in now, and its plans that they may see."""
    access = access_of(user, on=today)
    scheme = scheme_of(access, today=today)
    return Start(
        todos=waiting_for(user, today=today),
        scheme=scheme,
        overviews=plan_overviews(access, on=today, scheme_id=scheme.pk if scheme else None),
    )


def waiting_for(user: User, *, today: datetime.date) -> list[Todo]:
    """Everything that waits for this person, most urgent first."""
    found = [todo for ask in WAITING for todo in import_string(ask)(user, today=today)]
    return sorted(found, key=lambda todo: todo.rank)


def scheme_of(access: Access, *, today: datetime.date) -> Scheme | None:
    """The scheme to show: one that runs today, else the newest.

    The programme sees all schemes; a trust's people those that their trusts take part in.
    """
    listed = _newest_schemes(access) if access.permissions & _SEES_SCHEMES else []
    running = [one for one in listed if one.volunteering_from <= today <= one.publish_by]
    return next(iter(running or listed), None)


@prepared
def _newest_schemes(access: Access) -> QuerySet[Scheme, Scheme]:
    schemes = all_schemes()
    if not access.may_in_programme(Permission.SEE_SCHEMES):
        codes = access.trusts_where(Permission.SEE_SCHEMES)
        taking_part = Scheme.objects.filter(participations__trust__ods_code__in=codes)
        schemes = schemes.filter(pk__in=taking_part.order_by().values("pk"))
    return schemes[:MOST_SCHEMES]
