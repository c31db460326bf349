"""Trusts, what became of them, and where they take part."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from trusts import rules
from trusts.models import BuddyPair, Participation, Trust, TrustSuccession
from trusts.refusals import NotFound
from trusts.states import LIVE

KINDS = {
    "foundation": Q(is_foundation=True),
    "teaching": Q(is_teaching=True),
    "specialist": Q(is_specialist=True),
}
ORDERS = {"name": "name", "code": "ods_code", "region": "region", "alliance": "alliance"}
LONGEST_SEARCH = 100


def trusts_matching(
    *, search: str = "", region: str = "", kind: str = "", order: str = "name"
) -> QuerySet[Trust]:
    """Trusts by words of their name, town or code, region and kind, in an order of ORDERS."""
    found = Trust.objects.all()
    for word in search[:LONGEST_SEARCH].replace("\x00", "").split():
        found = found.filter(
            Q(name__icontains=word) | Q(town__icontains=word) | Q(ods_code__iexact=word)
        )
    if region:
        found = found.filter(region=region.replace("\x00", ""))
    if kind in KINDS:
        found = found.filter(KINDS[kind])
    backwards = order.startswith("-")
    column = ORDERS.get(order.removeprefix("-"), "name")
    return found.order_by(f"-{column}" if backwards else column, "name", "pk")


def regions() -> list[str]:
    """The regions that trusts are in, in order."""
    return list(
        Trust.objects.exclude(region="")
        .order_by("region")
        .values_list("region", flat=True)
        .distinct()
    )


def code_asked(typed: str) -> str:
    """An ODS code as it is stored, however its letters were typed."""
    return typed.replace("\x00", "").upper()


def trust_by_code(ods_code: str) -> Trust:
    """The trust with this ODS code, however its letters were typed."""
    found = Trust.objects.filter(ods_code=code_asked(ods_code)).first()
    if found is None:
        raise NotFound("There is no trust with this ODS code.")
    return found


def successions_of(trust: Trust) -> list[TrustSuccession]:
    """Mergers and changes of name that this trust was part of, oldest first."""
    return list(
        TrustSuccession.objects.filter(
            Q(predecessor_code=trust.ods_code) | Q(successor_code=trust.ods_code)
        ).order_by("date", "predecessor_code")
    )


def participations_of(ods_code: str, access: Access) -> list[Participation]:
    """Where the trust has applied: for its own people and the programme."""
    if not rules.can_see_application.allows(access, ods_code):
        return []
    return list(
        Participation.objects.filter(trust__ods_code=ods_code)
        .select_related("scheme")
        .order_by("-scheme__implementation_from")
    )


def may_see_results(ods_code: str, access: Access) -> bool:
    """Whether this person may see the trust's results: own trust, its buddy or the programme."""
    if rules.can_see_results.allows(access, ods_code):
        return True
    own = access.trusts_where(Permission.SEE_SURVEY_RESULTS)
    if not own:
        return False
    return BuddyPair.objects.filter(
        Q(mentor__ods_code=ods_code, mentee__ods_code__in=own)
        | Q(mentee__ods_code=ods_code, mentor__ods_code__in=own),
        state__in=LIVE,
    ).exists()
