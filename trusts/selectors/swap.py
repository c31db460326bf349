"""Every mentor for one mentee of a draft: what choosing it would cost, and which pairs would move.

Numbers only; words belong to the presenter. Matching (and numpy) is imported where it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trusts.models import PairingDraft, Scheme, Trust
from trusts.pairing_choices import DraftChoices
from trusts.refusals import DraftOutdated, NotFound
from trusts.selectors.board import can_be_priced, draft_by_id, known

if TYPE_CHECKING:
    from trusts.matching import Price, Prices, Problem, Solution
    from trusts.selectors.pairing_inputs import SchemeScores


@dataclass(frozen=True)
class SwapOption:
    """One mentor that a mentee could have instead: its price, or why not."""

    mentor: Trust
    score: int | None
    needs_met: int
    coverage: float | None
    distance_km: float | None
    price: Price | None
    gates: tuple[str, ...]
    is_current: bool


@dataclass(frozen=True)
class MovedPair:
    """A mentee that would have another mentor; None stands for no mentor."""

    mentee: Trust
    before: Trust | None
    after: Trust | None


@dataclass(frozen=True)
class Tried:
    """The set with one other mentor for the mentee, before anybody chooses it."""

    mentor: Trust
    price: Price
    moved: tuple[MovedPair, ...]


@dataclass(frozen=True)
class Swap:
    """All mentors for one mentee of a draft, best first, the impossible last."""

    draft: PairingDraft
    mentee: Trust
    needs: int
    options: tuple[SwapOption, ...]
    trusts: dict[str, Trust]
    is_priced: bool = True
    tried: Tried | None = None


def swap(scheme: Scheme, draft_id: int, mentee: str, *, trying: str = "") -> Swap:
    """Every mentor for one mentee: what choosing it would cost the set, or why it cannot be.

    For the mentor `trying`, where it can be had, also which other pairs would move.
    """
    from trusts.matching import prices_after_unlocking  # brings numpy
    from trusts.selectors.pairing_inputs import as_solved, current_digest, scheme_scores

    draft = draft_by_id(scheme, draft_id)
    choices = DraftChoices.from_json(draft.choices)
    scores = scheme_scores(scheme, choices)
    if current_digest(scores, choices) != draft.inputs_digest:
        raise DraftOutdated("What the set was worked out from has changed. Work it out again.")
    if mentee not in scores.scored.columns:
        raise NotFound("This trust is not among the open mentees.")
    problem, solution = as_solved(draft, choices, scores)
    is_priced = can_be_priced(problem)
    prices = prices_after_unlocking(problem, solution, mentee) if is_priced else None
    current = solution.mentor_of.get(mentee)
    options = [
        _option(mentor.code, mentee, scores, prices, current)
        for mentor in scores.scored.inputs.mentors
        if mentor.code != mentee
    ]
    options.sort(
        key=lambda option: (
            is_priced and option.price is None,
            -(option.score or 0),
            option.mentor.name,
        )
    )
    chosen = next((option for option in options if option.mentor.ods_code == trying), None)
    return Swap(
        draft=draft,
        mentee=scores.trusts[mentee],
        needs=int(scores.scored.needs[scores.scored.columns[mentee]]),
        options=tuple(options),
        trusts=scores.trusts,
        is_priced=is_priced,
        tried=_tried(chosen, mentee, problem, solution, scores) if chosen else None,
    )


def _option(
    mentor: str, mentee: str, scores: SchemeScores, prices: Prices | None, current: str | None
) -> SwapOption:
    from trusts.matching import explain  # brings numpy

    scored = scores.scored
    cell = scored.rows[mentor], scored.columns[mentee]
    said = explain(scored, mentor, mentee)
    return SwapOption(
        mentor=scores.trusts[mentor],
        score=said.score,
        needs_met=said.needs_met,
        coverage=known(scored.coverage[cell]),
        distance_km=said.distance_km,
        price=prices.price(mentor, mentee) if prices else None,
        gates=said.gates,
        is_current=mentor == current,
    )


def _tried(
    option: SwapOption, mentee: str, problem: Problem, solution: Solution, scores: SchemeScores
) -> Tried | None:
    """The set worked out with this pair locked, as choosing it would; None where it cannot be."""
    from trusts.matching.rematch import moves_between, with_pair  # brings numpy

    if option.price is None or option.is_current:
        return None
    found = with_pair(problem, solution, (option.mentor.ods_code, mentee))
    return Tried(
        mentor=option.mentor,
        price=option.price,
        moved=tuple(
            MovedPair(
                scores.trusts[move.mentee],
                scores.trusts[move.before] if move.before else None,
                scores.trusts[move.after] if move.after else None,
            )
            for move in moves_between(solution, found)
            if move.mentee != mentee
        ),
    )
