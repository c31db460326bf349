"""The pairing board: a draft's set with needs, prices and how sure each pair is.

Numbers only; words belong to the presenter. Matching (and numpy) is imported where it is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trusts.models import CERTAINTY, BuddyPair, PairingDraft, Scheme, Trust
from trusts.pairing_choices import Codes, DraftChoices
from trusts.refusals import NotFound
from trusts.selectors.pairs import live_pairs

if TYPE_CHECKING:
    from trusts.matching import Price, Prices, Problem
    from trusts.selectors.pairing_inputs import SchemeScores
    from trusts.selectors.standing_locks import FallenLock

ALTERNATIVES = 3
# 250 mentors by 250 mentees, more than the country has: above that, prices take minutes.
MOST_CELLS_TO_PRICE = 62_500
FIRST_CHOICE = 2


@dataclass(frozen=True)
class NeedShown:
    """A need of a mentee and whether the trust put it first."""

    number: str
    label: str
    is_first_choice: bool


@dataclass(frozen=True)
class BoardRow:
    """One mentee of the set with its proposed mentor. Shares from 0 to 1, None where unknown."""

    mentee: Trust
    mentor: Trust
    needs: tuple[NeedShown, ...]
    needs_met: int
    coverage: float | None
    similarity: float | None
    distance_km: float | None
    # The longest journey that one of the two would make, where they are further apart.
    beyond_km: int | None
    score: int
    is_locked: bool
    sure: dict[str, Any] | None
    alternatives: tuple[Price, ...]


@dataclass(frozen=True)
class Board:
    """Everything the board shows. Without a draft only what is open is known."""

    scheme: Scheme
    draft: PairingDraft | None
    drafts: tuple[PairingDraft, ...]
    live: tuple[BuddyPair, ...]
    trusts: dict[str, Trust]
    rows: tuple[BoardRow, ...] = ()
    unmatched: tuple[tuple[Trust, str], ...] = ()
    choices: DraftChoices = field(default_factory=DraftChoices)
    is_outdated: bool = False
    # Of a set that is out of date: was a pair declined since, and which locks cannot stand?
    was_declined: bool = False
    fallen: tuple[FallenLock, ...] = ()
    is_redrawing: bool = False
    is_priced: bool = True
    open_mentees: int = 0
    places: int = 0
    places_left: tuple[tuple[Trust, int], ...] = ()


def drafts_of(scheme: Scheme) -> tuple[PairingDraft, ...]:
    """The drafts of a scheme, newest first. One query."""
    drafts = PairingDraft.objects.filter(scheme=scheme).select_related("saved_by")
    return tuple(drafts.order_by("-saved_at", "-pk"))


def _chosen(drafts: tuple[PairingDraft, ...], draft_id: int | None) -> PairingDraft | None:
    """The draft asked for, else the newest; None where there is none yet."""
    if draft_id is None:
        return drafts[0] if drafts else None
    found = next((draft for draft in drafts if draft.pk == draft_id), None)
    if found is None:
        raise NotFound("There is no such draft.")
    return found


def draft_by_id(scheme: Scheme, draft_id: int) -> PairingDraft:
    """One draft of the scheme; NotFound for another scheme's."""
    drafts = PairingDraft.objects.filter(scheme=scheme).select_related("saved_by")
    found = drafts.filter(pk=draft_id).first()
    if found is None:
        raise NotFound("There is no such draft.")
    return found


def is_redrawing(draft: PairingDraft) -> bool:
    """Whether a worker has still to say how sure each pair is (an empty list: it cannot)."""
    return CERTAINTY not in draft.result


def board(scheme: Scheme, draft_id: int | None = None) -> Board:
    """The board of one draft. About 12 queries, however many trusts take part."""
    from trusts.selectors.pairing_inputs import current_digest, scheme_scores  # brings numpy

    drafts = drafts_of(scheme)
    draft = _chosen(drafts, draft_id)
    choices = DraftChoices.from_json(draft.choices if draft else {})
    scores = scheme_scores(scheme, choices)
    inputs = scores.scored.inputs
    frame: dict[str, Any] = {
        "scheme": scheme,
        "draft": draft,
        "drafts": drafts,
        "live": tuple(live_pairs(scheme)),
        "trusts": {**_mentees_of(drafts), **scores.trusts},
        "choices": choices,
        "open_mentees": len(inputs.mentees),
        "places": sum(mentor.capacity for mentor in inputs.mentors),
    }
    if draft is None:
        return Board(**frame)
    if current_digest(scores, choices) != draft.inputs_digest:
        return Board(**frame, is_outdated=True, **_overtaken(draft, choices, scores))
    return Board(**frame, **_set_of(draft, choices, scores))


def _overtaken(draft: PairingDraft, choices: DraftChoices, scores: SchemeScores) -> dict[str, Any]:
    """What became of the pairs of a draft that is out of date."""
    from trusts.selectors.pairing_inputs import declined_pairs  # brings numpy
    from trusts.selectors.standing_locks import fallen_locks

    pairs = tuple((entry["mentor"], entry["mentee"]) for entry in draft.result["pairs"])
    return {
        "was_declined": bool(declined_pairs(pairs, scores.scored)),
        "fallen": fallen_locks(choices, scores.scored),
    }


def _mentees_of(drafts: tuple[PairingDraft, ...]) -> dict[str, Trust]:
    """By code: those who were once on the board, also where they have left the scheme since."""
    codes = {entry["mentee"] for draft in drafts for entry in draft.result["pairs"]}
    return {trust.ods_code: trust for trust in Trust.objects.filter(ods_code__in=codes)}


def _set_of(draft: PairingDraft, choices: DraftChoices, scores: SchemeScores) -> dict[str, Any]:
    """The pairs of a draft that is up to date, priced."""
    from trusts.matching import override_prices, prices_after_unlocking  # brings numpy
    from trusts.selectors.pairing_inputs import as_solved

    problem, solution = as_solved(draft, choices, scores)
    is_priced = can_be_priced(problem)
    prices = override_prices(problem, solution) if is_priced else None
    locked = {mentee: mentor for mentor, mentee in problem.locked}
    sure = {entry["mentee"]: entry for entry in draft.result.get(CERTAINTY, [])}
    rows = []
    for pair in solution.pairs:
        own: Prices | None = prices
        if is_priced and pair.mentee in locked:
            own = prices_after_unlocking(problem, solution, pair.mentee)
        rows.append(_row(pair.mentor, pair.mentee, scores, own, sure.get(pair.mentee), locked))
    rows.sort(key=lambda row: row.mentee.name)
    return {
        "is_redrawing": is_redrawing(draft),
        "is_priced": is_priced,
        "rows": tuple(rows),
        "unmatched": tuple(
            (scores.trusts[entry["mentee"]], entry["reason"]) for entry in draft.result["unmatched"]
        ),
        "places_left": tuple(
            (scores.trusts[code], left)
            for code, left in sorted(solution.places_left.items())
            if left > 0
        ),
    }


def can_be_priced(problem: Problem) -> bool:
    """Whether the prices of all overrides are found while somebody waits for a page."""
    return len(problem.mentors) * len(problem.mentees) <= MOST_CELLS_TO_PRICE


def _row(
    mentor: str,
    mentee: str,
    scores: SchemeScores,
    prices: Prices | None,
    sure: dict[str, Any] | None,
    locked: dict[str, str],
) -> BoardRow:
    from trusts.matching import explain  # brings numpy

    scored = scores.scored
    cell = scored.rows[mentor], scored.columns[mentee]
    said = explain(scored, mentor, mentee)
    return BoardRow(
        mentee=scores.trusts[mentee],
        mentor=scores.trusts[mentor],
        needs=tuple(
            NeedShown(
                line.question,
                scores.arrays.questions[line.question].label,
                line.priority == FIRST_CHOICE,
            )
            for line in said.questions
        ),
        needs_met=said.needs_met,
        coverage=known(scored.coverage[cell]),
        similarity=known(scored.similarity[cell]),
        distance_km=said.distance_km,
        beyond_km=_beyond(said.distance_km, (mentor, mentee), scores),
        score=int(scored.value[cell]),
        is_locked=locked.get(mentee) == mentor,
        sure=sure,
        alternatives=prices.next_best(mentee, ALTERNATIVES) if prices else (),
    )


def _beyond(distance: float | None, pair: Codes, scores: SchemeScores) -> int | None:
    limits = (scores.participations[code].longest_journey_km for code in pair)
    passed = [limit for limit in limits if limit is not None and limit < (distance or 0)]
    return min(passed, default=None)


def known(value: float) -> float | None:
    """A figure, or None for NaN."""
    return None if value != value else float(value)  # NaN is the one value unlike itself


def differing(draft: PairingDraft, other: PairingDraft) -> list[str]:
    """ODS codes of the mentees whose mentor differs between two drafts."""
    ours, theirs = (
        {entry["mentee"]: entry["mentor"] for entry in each.result["pairs"]}
        for each in (draft, other)
    )
    return sorted(mentee for mentee in {*ours, *theirs} if ours.get(mentee) != theirs.get(mentee))
