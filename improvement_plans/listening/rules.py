"""Who may do what where people are listened to. What belongs to no trust is the programme's own."""

from __future__ import annotations

from dataclasses import dataclass

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import Rule
from improvement_plans.models import Commitment, EngagementEvent


@dataclass(frozen=True)
class Side:
    """The trust that a thing belongs to; blank for the programme."""

    trust_code: str

    @classmethod
    def of(cls, thing: EngagementEvent | Commitment) -> Side:
        return cls(thing.trust.ods_code if thing.trust else "")


def _may(access: Access, side: Side, in_trust: Permission) -> bool:
    if side.trust_code:
        return side.trust_code in access.trusts_where(in_trust)
    return access.may_in_programme(Permission.APPROVE_PLANS)


def _writes(access: Access, side: Side) -> bool:
    """The trust's lead and project team; for the programme, its leads."""
    return _may(access, side, Permission.UPDATE_ACTIONS)


def _leads(access: Access, side: Side) -> bool:
    return _may(access, side, Permission.WRITE_PLANS)


def _programme_leads(access: Access, thing: object) -> bool:
    return access.may_in_programme(Permission.APPROVE_PLANS)


write_listening: Rule[Side] = Rule(
    _writes, "Only the project team of this trust writes down what people told it."
)
lead_listening: Rule[Side] = Rule(
    _leads, "Only a lead of this trust, or of the programme for its own, does this."
)
recommend: Rule[object] = Rule(
    _programme_leads, "Only a programme lead addresses a recommendation to an alliance."
)


def _sees_population(access: Access, side: Side) -> bool:
    return access.may(Permission.SEE_PLANS, trust_code=side.trust_code)


see_population: Rule[Side] = Rule(
    _sees_population, "Only the trust’s own people and the programme see whom it serves."
)
