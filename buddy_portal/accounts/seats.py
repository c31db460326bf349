"""A seat: a role in a place. Roles of trusts need a trust, roles of the programme have none."""

from __future__ import annotations

from dataclasses import dataclass

from buddy_portal.accounts import directory
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.roles import PROGRAMME_ROLES, Role


@dataclass(frozen=True)
class Seat:
    """A role in a place: in the programme where the trust's code is blank."""

    role: Role
    trust_code: str = ""


class PlaceDoesNotFit(Refusal):
    """A role of a trust needs a trust, a role of the programme has none."""


def check_place(seat: Seat) -> None:
    """Refuse a seat that cannot be: the wrong kind of place, or a trust nobody knows."""
    if seat.role in PROGRAMME_ROLES:
        if seat.trust_code:
            raise PlaceDoesNotFit("A role in the programme has no trust.", field="trust_code")
        return
    if not seat.trust_code:
        raise PlaceDoesNotFit("Choose the trust this person works for.", field="trust_code")
    if seat.trust_code not in directory.trust_names([seat.trust_code]):
        raise PlaceDoesNotFit("Choose a trust from the list.", field="trust_code")


def words_of(seat: Seat) -> str:
    """ "Lead cancer nurse at Northmoor", "Programme lead"."""
    where = directory.trust_name(seat.trust_code)
    return f"{seat.role.label} at {where}" if where else str(seat.role.label)
