"""Applications to take part in a scheme, as far as a person may see them."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.permissions import Permission
from trusts import rules
from trusts.models import Participation, ParticipationRole, ParticipationState, Scheme, Trust
from trusts.pair_gates import MENTEES, MENTORS
from trusts.refusals import NotFound

LONGEST_SEARCH = 100


def applications_to(
    scheme: Scheme, *, search: str = "", state: str = "", role: str = "", region: str = ""
) -> QuerySet[Participation]:
    """Every application to a scheme, for the programme. Drafts are the trusts' own business."""
    found = (
        Participation.objects.filter(scheme=scheme)
        .exclude(state=ParticipationState.DRAFT)
        .select_related("trust", "lead", "sponsor_agreed_by")
    )
    for word in search[:LONGEST_SEARCH].replace("\x00", "").split():
        found = found.filter(Q(trust__name__icontains=word) | Q(trust__ods_code__iexact=word))
    if state in ParticipationState.values:
        found = found.filter(state=state)
    if role in ParticipationRole.values:
        found = found.filter(role=role)
    if region:
        found = found.filter(trust__region=region.replace("\x00", ""))
    return found.order_by("trust__name")


def application_for(access: Access, participation_id: int) -> Participation:
    """One application, for the trust itself, its sponsor and the programme."""
    found = (
        Participation.objects.select_related(
            "scheme__baseline", "trust", "lead", "sponsor_agreed_by", "decided_by"
        )
        .filter(pk=participation_id)
        .first()
    )
    if found is None or not rules.can_see_application.allows(access, found.trust.ods_code):
        raise NotFound("There is no such application.")
    return found


def application_of(scheme: Scheme, trust: Trust) -> Participation | None:
    """What this trust has written for this scheme so far."""
    return (
        Participation.objects.select_related("scheme", "trust", "lead")
        .filter(scheme=scheme, trust=trust)
        .first()
    )


def own_applications(scheme: Scheme, access: Access) -> list[Participation]:
    """The applications of this person's own trusts."""
    codes = access.trusts_where(Permission.SEE_SCHEMES)
    return list(
        Participation.objects.filter(scheme=scheme, trust__ods_code__in=codes)
        .select_related("trust")
        .order_by("trust__name")
    )


def mentors_and_mentees(scheme: Scheme) -> tuple[list[Trust], list[Trust]]:
    """The accepted trusts that can mentor, and those that can be mentored, by name. One query."""
    parts = list(
        Participation.objects.filter(scheme=scheme, state=ParticipationState.ACCEPTED)
        .select_related("trust")
        .order_by("trust__name")
    )
    return (
        [part.trust for part in parts if part.role in MENTORS],
        [part.trust for part in parts if part.role in MENTEES],
    )


def trusts_that_can_apply(scheme: Scheme, access: Access) -> QuerySet[Trust]:
    """Trusts without an application for which this person may write one."""
    found = Trust.objects.exclude(participations__scheme=scheme)
    if not access.may_in_programme(Permission.DECIDE_APPLICATIONS):
        found = found.filter(ods_code__in=access.trusts_where(Permission.APPLY))
    return found.order_by("name")


def colleagues(trust: Trust, today: datetime.date) -> QuerySet[User]:
    """People with a role in the trust today, who can lead its part."""
    here = Membership.objects.on(today).filter(trust_code=trust.ods_code).values("user_id")
    return User.objects.filter(pk__in=here, is_active=True).order_by("name", "email")
