"""Two saved drafts of a scheme, mentee by mentee."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trusts.models import CERTAINTY, PairingDraft, Trust
from trusts.pairing_choices import Codes, DraftChoices
from trusts.refusals import NotFound


@dataclass(frozen=True)
class Placing:
    """What one draft has for one mentee. Without a mentor, the reason says why."""

    mentor: Trust | None
    score: int | None = None
    is_locked: bool = False
    sure: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ComparedMentee:
    """One mentee in both drafts; None where a draft was worked out without it."""

    mentee: Trust
    first: Placing | None
    second: Placing | None

    @property
    def is_different(self) -> bool:
        """Whether the mentee would have another mentor."""
        return _mentor_of(self.first) != _mentor_of(self.second)


@dataclass(frozen=True)
class Decision:
    """A pair that somebody locked or forbade in either draft. The reason is of a forbidden pair."""

    mentor: Trust
    mentee: Trust
    is_lock: bool
    reason: str
    in_first: bool
    in_second: bool


@dataclass(frozen=True)
class DraftComparison:
    """Both drafts, every mentee of either by name, and what was decided in them."""

    first: PairingDraft
    second: PairingDraft
    mentees: tuple[ComparedMentee, ...]
    decisions: tuple[Decision, ...]
    trusts: dict[str, Trust]

    @property
    def different(self) -> tuple[ComparedMentee, ...]:
        return tuple(row for row in self.mentees if row.is_different)

    @property
    def same_inputs(self) -> bool:
        """Whether both answer the same results, applications, weights and decisions."""
        return self.first.inputs_digest == self.second.inputs_digest


def two_of(
    drafts: tuple[PairingDraft, ...], first: int | None, second: int | None
) -> tuple[PairingDraft, PairingDraft]:
    """The two drafts asked for; where one is not said, the newest that is another.

    The older of the two newest stands first. There must be two drafts. NotFound for an id that
    none of them has.
    """
    by_id = {draft.pk: draft for draft in drafts}
    for asked in (first, second):
        if asked is not None and asked not in by_id:
            raise NotFound("There is no such draft.")
    after = by_id[second] if second is not None else _newest_but(drafts, first)
    before = by_id[first] if first is not None else _newest_but(drafts, after.pk)
    return before, after


def compare_drafts(first: PairingDraft, second: PairingDraft) -> DraftComparison:
    """Both drafts side by side, as they were saved: nothing is worked out again. One query."""
    ours, theirs = _placings(first), _placings(second)
    choices = [DraftChoices.from_json(draft.choices) for draft in (first, second)]
    trusts = Trust.objects.in_bulk(_codes(ours, theirs, choices), field_name="ods_code")
    mentees = [
        ComparedMentee(
            trusts[code], _placing(ours.get(code), trusts), _placing(theirs.get(code), trusts)
        )
        for code in {*ours, *theirs}
        if code in trusts
    ]
    mentees.sort(key=lambda row: (row.mentee.name, row.mentee.ods_code))
    return DraftComparison(
        first, second, tuple(mentees), _decisions(choices[0], choices[1], trusts), trusts
    )


def _newest_but(drafts: tuple[PairingDraft, ...], other: int | None) -> PairingDraft:
    return next(draft for draft in drafts if draft.pk != other)


def _placings(draft: PairingDraft) -> dict[str, dict[str, Any]]:
    """What the draft keeps of each mentee, by its code."""
    locked = {tuple(pair) for pair in draft.choices.get("locked", [])}
    sure = {entry["mentee"]: entry["word"] for entry in draft.result.get(CERTAINTY, [])}
    found = {
        entry["mentee"]: {
            "mentor": entry["mentor"],
            "score": entry["score"],
            "is_locked": (entry["mentor"], entry["mentee"]) in locked,
            "sure": sure.get(entry["mentee"], ""),
        }
        for entry in draft.result["pairs"]
    }
    without = {
        entry["mentee"]: {"mentor": None, "reason": entry["reason"]}
        for entry in draft.result["unmatched"]
    }
    return {**found, **without}


def _placing(kept: dict[str, Any] | None, trusts: dict[str, Trust]) -> Placing | None:
    if kept is None:
        return None
    return Placing(**{**kept, "mentor": trusts.get(kept["mentor"] or "")})


def _mentor_of(placing: Placing | None) -> str:
    return placing.mentor.ods_code if placing and placing.mentor else ""


def _codes(
    ours: dict[str, dict[str, Any]],
    theirs: dict[str, dict[str, Any]],
    choices: list[DraftChoices],
) -> set[str]:
    kept = [*ours.values(), *theirs.values()]
    mentors = {entry["mentor"] for entry in kept if entry["mentor"]}
    decided = {code for each in choices for pair in _decided(each) for code in pair}
    return {*ours, *theirs, *mentors, *decided}


def _decided(choices: DraftChoices) -> list[Codes]:
    return [*choices.locked, *choices.reasons]


def _decisions(
    first: DraftChoices, second: DraftChoices, trusts: dict[str, Trust]
) -> tuple[Decision, ...]:
    """Every lock and forbidden pair of either draft, by the mentee's name."""
    reasons = {**first.reasons, **second.reasons}
    found = [
        Decision(
            trusts[mentor],
            trusts[mentee],
            is_lock=is_lock,
            reason="" if is_lock else reasons[(mentor, mentee)],
            in_first=(mentor, mentee) in (first.locked if is_lock else first.reasons),
            in_second=(mentor, mentee) in (second.locked if is_lock else second.reasons),
        )
        for is_lock, pairs in ((True, {*first.locked, *second.locked}), (False, reasons))
        for mentor, mentee in pairs
        if mentor in trusts and mentee in trusts
    ]
    return tuple(sorted(found, key=lambda one: (one.mentee.name, one.mentor.name, one.is_lock)))
