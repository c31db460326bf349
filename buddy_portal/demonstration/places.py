"""The made-up trusts: who they are, and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from simple_history.utils import bulk_create_with_history

from buddy_portal.demonstration import geography, names
from buddy_portal.demonstration.casting import Cast
from buddy_portal.demonstration.copying import StoredTrust
from trusts.models import Trust

AT_ONCE = 1_000


@dataclass(frozen=True)
class Named:
    """A trust's place name, such as Northmoor, and its name in full."""

    short: str
    full: str


def trust_names(count: int, cast: Cast, rng: np.random.Generator) -> list[Named]:
    """One name a trust. Those that take part in the current scheme have names that the
    documentation uses too; every other name is drawn."""
    fixed: dict[int, tuple[str, str]] = {}
    fixed |= dict(zip(cast.mentees, names.MENTEES, strict=False))
    fixed |= dict(zip(cast.mentors, names.MENTORS, strict=False))
    taken = {place for place, _form in (*names.MENTEES, *names.MENTORS)}
    drawn = (place for place in names.places(rng) if place not in taken)
    found = []
    for position in range(count):
        if position in fixed:
            place, form = fixed[position]
            found.append(Named(place, f"{place} {form}"))
        else:
            place = next(drawn)
            found.append(Named(place, names.in_full(place, position)))
    return found


def make_trusts(named: Sequence[Named], rng: np.random.Generator) -> list[Trust]:
    """The trusts, not yet saved, each with a code, a care board and a place on the map."""
    boards = geography.boards(names.places(rng))
    members = rng.integers(0, len(boards), len(named))
    made = []
    for code, name, member in zip(names.codes(len(named)), named, members, strict=True):
        board = boards[int(member)]
        latitude, longitude = geography.placed(board, rng)
        made.append(
            Trust(
                ods_code=code,
                name=name.full,
                town=name.short,
                region=board.region,
                icb_code=board.code,
                icb_name=board.name,
                alliance=board.alliance,
                latitude=latitude,
                longitude=longitude,
                is_foundation="Foundation" in name.full,
                is_teaching="Teaching" in name.full or "University" in name.full,
                is_specialist="Cancer Centre" in name.full,
                is_fictional=True,
            )
        )
    return made


def store_trusts(made: list[Trust]) -> tuple[StoredTrust, ...]:
    """Save the trusts with the first row of their history."""
    saved = bulk_create_with_history(
        made, Trust, batch_size=AT_ONCE, default_change_reason="Made up for the demonstration"
    )
    return tuple(StoredTrust(trust.pk, trust.ods_code) for trust in saved)
