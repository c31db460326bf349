"""How alike two trusts are, and whether the journey between them is bearable.

Tables have a row for each mentor and a column for each mentee; values from 0 to 1, NaN where the
facts of either trust are not known.
"""

import numpy as np

from trusts.matching.inputs import FloatArray, TrustFacts

EARTH_RADIUS_KM = 6371.0088
NEIGHBOURS_KM, COMFORT_STARTS_KM, COMFORT_ENDS_KM, TOO_FAR_KM = 20.0, 60.0, 150.0, 850.0
REMOTE_FLOOR = 0.5
Facts = tuple[TrustFacts, ...]


def similarity(mentors: Facts, mentees: Facts) -> FloatArray:
    """The mean of what is known of: size, kind, tumour groups, deprivation.

    Size: the smaller divided by the larger. Kind (specialist, teaching, foundation): labels both
    have, divided by labels either has; 1 where neither has any. Tumour groups: the part of the
    two mixes of patients that overlaps. Deprivation: 1 minus the difference of the two shares.
    """
    parts = np.stack(
        [
            _size_likeness(mentors, mentees),
            _kind_likeness(mentors, mentees),
            _tumour_likeness(mentors, mentees),
            1.0 - np.abs(_deprivation(mentors)[:, None] - _deprivation(mentees)[None, :]),
        ]
    )
    known = ~np.isnan(parts)
    mean: FloatArray = np.where(known, parts, 0.0).sum(axis=0) / known.sum(axis=0)
    return mean


def _size_likeness(mentors: Facts, mentees: Facts) -> FloatArray:
    ours = np.array([_or_nan(facts.size) for facts in mentors])[:, None]
    theirs = np.array([_or_nan(facts.size) for facts in mentees])[None, :]
    ratio: FloatArray = np.minimum(ours, theirs) / np.maximum(ours, theirs)
    return ratio


def _kind_likeness(mentors: Facts, mentees: Facts) -> FloatArray:
    kinds = sorted(frozenset().union(*(facts.kinds for facts in (*mentors, *mentees))))
    ours = np.array([[kind in facts.kinds for kind in kinds] for facts in mentors], dtype=float)
    theirs = np.array([[kind in facts.kinds for kind in kinds] for facts in mentees], dtype=float)
    ours = ours.reshape(len(mentors), len(kinds))
    theirs = theirs.reshape(len(mentees), len(kinds))
    both = ours @ theirs.T
    either = ours.sum(axis=1)[:, None] + theirs.sum(axis=1)[None, :] - both
    return np.where(either > 0, both / np.maximum(either, 1.0), 1.0)


def _tumour_likeness(mentors: Facts, mentees: Facts) -> FloatArray:
    mixes = [facts.tumour_mix or {} for facts in (*mentors, *mentees)]
    groups = sorted({group for mix in mixes for group in mix})
    shares = np.full((len(mixes), max(len(groups), 1)), np.nan)
    for row, mix in enumerate(mixes):
        if mix:
            whole = sum(mix.values())
            shares[row] = [mix.get(group, 0.0) / whole for group in groups]
    overlap: FloatArray = np.minimum(
        shares[: len(mentors), None, :], shares[None, len(mentors) :, :]
    ).sum(axis=2)
    return overlap


def _deprivation(trusts: Facts) -> FloatArray:
    return np.array([_or_nan(facts.deprivation) for facts in trusts], dtype=np.float64)


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else float(value)


def distances(mentors: Facts, mentees: Facts) -> FloatArray:
    """Kilometres in a straight line over the earth (haversine formula), NaN where not known."""
    ours, theirs = np.radians(_places(mentors)), np.radians(_places(mentees))
    latitude = theirs[None, :, 0] - ours[:, None, 0]
    longitude = theirs[None, :, 1] - ours[:, None, 1]
    across = np.cos(ours[:, None, 0]) * np.cos(theirs[None, :, 0])
    half = np.sin(latitude / 2) ** 2 + across * np.sin(longitude / 2) ** 2
    kilometres: FloatArray = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return kilometres


def _places(trusts: Facts) -> FloatArray:
    unknown = (np.nan, np.nan)
    return np.array([facts.place or unknown for facts in trusts], dtype=np.float64).reshape(-1, 2)


def travel(mentors: Facts, mentees: Facts) -> FloatArray:
    """How well the journey suits: 0 for neighbours, 1 at a moderate distance, falling slowly.

    0 up to 20 km, rising to 1 at 60 km, 1 up to 150 km, then falling in a straight line to 0 at
    850 km. Beyond 150 km, two trusts that both work remotely have at least a half. The real pairs
    of earlier schemes were 270 to 360 km apart, so distance only ever counts a little.
    """
    kilometres = distances(mentors, mentees)
    rising = (kilometres - NEIGHBOURS_KM) / (COMFORT_STARTS_KM - NEIGHBOURS_KM)
    falling = (TOO_FAR_KM - kilometres) / (TOO_FAR_KM - COMFORT_ENDS_KM)
    ease = np.clip(np.minimum(rising, falling), 0.0, 1.0)
    remote = np.outer([facts.remote for facts in mentors], [facts.remote for facts in mentees])
    far_but_remote = remote.astype(bool).reshape(ease.shape) & (kilometres > COMFORT_ENDS_KM)
    return np.where(far_but_remote, np.maximum(ease, REMOTE_FLOOR), ease)
