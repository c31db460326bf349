"""Drafts, pairs, applications and settings in words for the admin site. No queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trusts.models import BuddyPair, Participation
from trusts.pairing_choices import DraftChoices
from trusts.pairing_settings import FLOORS, WEIGHTS, PairingSettings
from trusts.presenters.pairing import distance_words, share_words
from trusts.selectors.draft_comparison import DraftComparison

PARTS = {
    "coverage": "Needs covered",
    "similarity": "Alike",
    "travel": "Travel",
    "reciprocity": "Gives back",
    "coverage_floor": "Least share of the need that a mentor must cover",
    "shown_floor": "Least share of the need on which the mentor’s results must be shown",
}
PRIORITIES = ((2, "First choice"), (1, "A need"), (0, "Left out"))
SETTINGS_HEADS = ("Weight or gate", "Percent")
PAIR_HEADS = ("Mentee", "Mentor", "Score", "Locked", "How sure")
PART_HEADS = ("Part", "Share", "Weight")


def pair_rows(found: DraftComparison) -> list[tuple[str, ...]]:
    """The pairs of a draft (held against itself), by the mentee's name."""
    return [
        (
            str(row.mentee),
            str(row.first.mentor),
            str(row.first.score),
            "Yes" if row.first.is_locked else "",
            row.first.sure or "-",
        )
        for row in found.mentees
        if row.first and row.first.mentor
    ]


def unmatched_lines(found: DraftComparison) -> list[str]:
    """Mentees without a mentor, and why."""
    return [
        f"{row.mentee}: {row.first.reason}"
        for row in found.mentees
        if row.first and not row.first.mentor
    ]


def decision_lines(found: DraftComparison, *, locks: bool) -> list[str]:
    """The locked pairs, or the forbidden ones with their reasons, by name."""
    return [
        f"{one.mentor} and {one.mentee}" + (f": {one.reason}" if one.reason else "")
        for one in found.decisions
        if one.is_lock == locks
    ]


def decisions_in_short(choices: Mapping[str, Any]) -> str:
    """ "Locked: M1 and E1. Forbidden: M2 and E1 (too near)."""
    found = DraftChoices.from_json(choices)
    locked = "; ".join(" and ".join(pair) for pair in found.locked)
    forbidden = "; ".join(f"{' and '.join(pair)} ({why})" for pair, why in found.forbidden)
    parts = [("Locked", locked), ("Forbidden", forbidden)]
    return " ".join(f"{name}: {words}." for name, words in parts if words) or "Nothing decided"


def settings_in_short(kept: Mapping[str, Any]) -> str:
    """ "Needs covered 60%, Alike 20%": weights and gates that a scheme or a draft keeps."""
    return ", ".join(
        f"{words} {100 * float(kept[name]):g}%" for name, words in PARTS.items() if name in kept
    )


def priorities_in_short(kept: Mapping[str, int]) -> str:
    """ "Q18 first choice, Q20 a need"."""
    words = dict(PRIORITIES)
    return ", ".join(f"{number} {words[value].lower()}" for number, value in sorted(kept.items()))


def conflicts_in_short(kept: Sequence[Mapping[str, str]]) -> str:
    """ "RTR: shared chair; RA7: shared site"."""
    return "; ".join(f"{entry['ods_code']}: {entry['reason']}" for entry in kept)


def weight_rows(weights: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The weights that a set was worked out with."""
    return [(PARTS[name], f"{100 * float(weights[name]):g}") for name in WEIGHTS if name in weights]


def settings_rows(kept: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The weights and gates that hold in a scheme, its own or the usual ones."""
    settings = PairingSettings.from_json(kept)
    return [(PARTS[name], str(getattr(settings, name))) for name in (*WEIGHTS, *FLOORS)]


def part_rows(pair: BuddyPair) -> list[tuple[str, ...]]:
    """What the score of a proposed pair was made of."""
    said, weights = pair.explanation, pair.explanation.get("weights", {})
    return [
        (
            PARTS[name],
            "not known" if said[name] is None else share_words(said[name]),
            f"{100 * float(weights[name]):g}%" if name in weights else "-",
        )
        for name in WEIGHTS
        if name in said
    ]


def explanation_lines(pair: BuddyPair) -> list[str]:
    """Needs, distance, and which weights and inputs they come from."""
    return list(_explained(pair.explanation))


def explanation_in_short(kept: Mapping[str, Any]) -> str:
    """ "Covers 7 of 9 needs; 214 km apart"."""
    return "; ".join(line.removesuffix(".") for line in _explained(kept))


def _explained(said: Mapping[str, Any]) -> Iterator[str]:
    if "needs" in said:
        yield f"Covers {said['covered']} of {said['needs']} needs"
    if said.get("distance") is not None:
        yield f"{distance_words(said['distance'])} apart"
    yield from said.get("against", [])
    if "weights_version" in said:
        yield f"Version {said['weights_version']} of the scheme’s weights"
    if "inputs_digest" in said:
        yield f"Digest of the inputs: {said['inputs_digest']}"


def need_rows(found: Participation, labels: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The questions that a trust gave a priority, the first choices first."""
    place = {number: position for position, number in enumerate(labels)}
    chosen = sorted(
        found.priorities.items(), key=lambda item: (-item[1], place.get(item[0], len(place)))
    )
    words = dict(PRIORITIES)
    return [(number, labels.get(number, ""), words[priority]) for number, priority in chosen]


def conflict_lines(found: Participation) -> list[str]:
    """The trusts it cannot be paired with, and why."""
    return [conflicts_in_short([entry]) for entry in found.conflicts]
