"""The tags of applications and pairs: a word, a shape and a colour for each state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from buddy_portal.design.tags import Tag
from trusts.models import BuddyPair, PairState, Participation, ParticipationState

_PARTICIPATION = {
    ParticipationState.DRAFT: ("plain", "ring"),
    ParticipationState.APPLIED: ("grey", "ring"),
    ParticipationState.ASKED_AGAIN: ("amber", "triangle"),
    ParticipationState.ACCEPTED: ("green", "disc"),
    ParticipationState.DECLINED: ("grey", "cross"),
    ParticipationState.WITHDRAWN: ("grey", "cross"),
}
_PAIR = {
    PairState.PROPOSED: ("grey", "ring"),
    PairState.AGREED: ("blue", "tick"),
    PairState.ACTIVE: ("green", "disc"),
    PairState.COMPLETED: ("blue", "tick"),
    PairState.DECLINED: ("grey", "cross"),
    PairState.EXPIRED: ("plain", "clock"),
    PairState.ENDED_EARLY: ("grey", "cross"),
}


def participation_tag(participation: Participation) -> Tag:
    colour, shape = _PARTICIPATION[ParticipationState(participation.state)]
    return Tag(participation.get_state_display(), colour, shape)


def participation_facts(found: Iterable[Participation]) -> Iterator[tuple[str, ...]]:
    """All that a page says of each application, by which a page that was kept is told apart."""
    for each in found:
        yield str(each.pk), each.scheme.name, each.role, each.state


def pair_tag(pair: BuddyPair) -> Tag:
    colour, shape = _PAIR[PairState(pair.state)]
    return Tag(pair.get_state_display(), colour, shape)
