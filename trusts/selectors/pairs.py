"""Buddy pairs, as far as a person may see them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from trusts.models import BuddyPair, PairState, Participation, ParticipationState, Scheme
from trusts.refusals import NotFound
from trusts.states import LIVE


def pairs_visible_to(access: Access) -> QuerySet[BuddyPair]:
    """Every pair for the programme; for the people of a trust, the pairs of that trust."""
    found = BuddyPair.objects.select_related("scheme", "mentor", "mentee")
    if access.may_in_programme(Permission.SEE_PAIRING):
        return found
    codes = access.trusts_where(Permission.SEE_SCHEMES)
    return found.filter(Q(mentor__ods_code__in=codes) | Q(mentee__ods_code__in=codes))


def pair_for(access: Access, pair_id: int) -> BuddyPair:
    """One pair with everything its page shows."""
    found = (
        pairs_visible_to(access)
        .select_related("mentor_signed_by", "mentee_signed_by", "proposed_by")
        .filter(pk=pair_id)
        .first()
    )
    if found is None:
        raise NotFound("There is no such pair.")
    return found


def pairs_of_scheme(
    scheme: Scheme, access: Access, *, states: frozenset[PairState] | None = None
) -> list[BuddyPair]:
    """The pairs of a scheme that this person may see, by the mentee's name."""
    found = pairs_visible_to(access).filter(scheme=scheme)
    if states is not None:
        found = found.filter(state__in=states)
    return list(found.order_by("mentee__name", "-proposed_at"))


def live_pairs(scheme: Scheme) -> list[BuddyPair]:
    """Proposed, agreed and active pairs, by the mentee's name."""
    return list(
        BuddyPair.objects.filter(scheme=scheme, state__in=LIVE)
        .select_related("mentor", "mentee")
        .order_by("mentee__name")
    )


def participations_of_pair(pair: BuddyPair) -> dict[str, Participation]:
    """What the two trusts said about themselves, as "mentor" and "mentee"."""
    found = Participation.objects.filter(
        scheme_id=pair.scheme_id, trust_id__in=[pair.mentor_id, pair.mentee_id]
    ).select_related("lead", "trust")
    sides = {pair.mentor_id: "mentor", pair.mentee_id: "mentee"}
    return {sides[row.trust_id]: row for row in found}


def can_be_explained(participations: dict[str, Participation]) -> bool:
    """Whether both trusts of a pair take part still: only then can its score be worked out."""
    states = [row.state for row in participations.values()]
    return states == [ParticipationState.ACCEPTED] * 2
