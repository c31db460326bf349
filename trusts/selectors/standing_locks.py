"""Which locked pairs of a draft can still stand, and why the others cannot.

A lock is somebody's decision about the trusts as they were. Where one of the two has declined
since, or a rule or the mentor's places rule the pair out now, it falls: nobody is left with a board
that cannot be worked out. Brings the pairing method with it: import it inside the function that
needs it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from trusts.matching import ScoredPairs, explain
from trusts.pairing_choices import Codes, DraftChoices


@dataclass(frozen=True)
class FallenLock:
    """A locked pair that is not possible any more, by ODS codes, and why in a sentence."""

    mentor: str
    mentee: str
    reason: str


def fallen_locks(
    choices: DraftChoices, scored: ScoredPairs, *, must_stand: tuple[Codes, ...] = ()
) -> tuple[FallenLock, ...]:
    """The locks of open trusts that a rule, or the mentor's places, rule out now.

    Those that `must_stand` are left as they are: whoever asks for them hears why they cannot.
    """
    places = {mentor.code: mentor.capacity for mentor in scored.inputs.mentors}
    taken: Counter[str] = Counter()
    fallen = []
    for mentor, mentee in choices.locked:
        if (mentor, mentee) in must_stand or not is_open((mentor, mentee), scored):
            continue
        gates = explain(scored, mentor, mentee).gates
        if gates:
            fallen.append(FallenLock(mentor, mentee, gates[0]))
        elif taken[mentor] >= places[mentor]:
            fallen.append(FallenLock(mentor, mentee, f"{mentor} has no place left for it."))
        else:
            taken[mentor] += 1
    return tuple(fallen)


def with_standing_locks(
    choices: DraftChoices, scored: ScoredPairs, *, must_stand: tuple[Codes, ...] = ()
) -> DraftChoices:
    """The decisions without the locks that have fallen."""
    fallen = {
        (lock.mentor, lock.mentee) for lock in fallen_locks(choices, scored, must_stand=must_stand)
    }
    if not fallen:
        return choices
    return replace(choices, locked=tuple(lock for lock in choices.locked if lock not in fallen))


def is_open(pair: Codes, scored: ScoredPairs) -> bool:
    """Whether both trusts of the pair are still in this problem."""
    return pair[0] in scored.rows and pair[1] in scored.columns
