"""What rules a pair out whatever it would score. One function for the board and the services."""

from __future__ import annotations

from collections.abc import Collection

from trusts.models import Participation, ParticipationRole, ParticipationState
from trusts.refusals import (
    ConflictDeclared,
    DeclinedBefore,
    NotTakingPart,
    PairWithItself,
    Refusal,
)

MENTORS = frozenset({ParticipationRole.MENTOR, ParticipationRole.BOTH})
MENTEES = frozenset({ParticipationRole.MENTEE, ParticipationRole.BOTH})


def gate_between(
    mentor: Participation, mentee: Participation, *, declined: Collection[tuple[str, str]]
) -> Refusal | None:
    """Why this mentor and mentee may not be paired, or None.

    `declined` holds the ODS codes (mentor, mentee) of pairs that one of the two declined. Both
    participations are of one scheme and have their trust loaded.
    """
    one, other = mentor.trust, mentee.trust
    if one.pk == other.pk:
        return PairWithItself(f"{one} cannot be its own buddy.")
    if not _takes_part(mentor, MENTORS):
        return NotTakingPart(f"{one} has not been accepted as a mentor.")
    if not _takes_part(mentee, MENTEES):
        return NotTakingPart(f"{other} has not been accepted as a mentee.")
    if (one.ods_code, other.ods_code) in declined:
        return DeclinedBefore(f"{one} and {other} were proposed before, and one of them declined.")
    for who, about in ((mentor, other), (mentee, one)):
        for conflict in who.conflicts:
            if conflict["ods_code"] == about.ods_code:
                return ConflictDeclared(
                    f"{who.trust} declared a conflict with {about}: {conflict['reason']}"
                )
    if one.icb_code and one.icb_code == other.icb_code:
        place = one.icb_name or one.icb_code
        return ConflictDeclared(f"Both belong to the same integrated care board, {place}.")
    return None


def _takes_part(participation: Participation, roles: Collection[str]) -> bool:
    return participation.state == ParticipationState.ACCEPTED and participation.role in roles
