"""The rules that keep two trusts from being a pair, each as a table and in words."""

from enum import Enum

import numpy as np
from numpy.typing import NDArray

from trusts.matching.free_part import BoolArray
from trusts.matching.inputs import FloatArray, PairingInputs
from trusts.matching.problem import Codes


class Gate(Enum):
    """A rule that keeps a pair apart; the value says it in a few words."""

    SAME_TRUST = "the same trust"
    SAME_ICB = "the same integrated care board"
    CONFLICT = "a declared conflict of interest"
    DECLINED = "an earlier proposal was declined"
    FORBIDDEN = "ruled out by the programme lead"
    NO_PLACES = "the mentor has no free place"
    NO_NEEDS = "no needs and no chosen themes"
    TOO_LITTLE_SHOWN = "too few of the mentor's results are shown"
    LOW_COVERAGE = "coverage below the scheme's floor"


def gate_tables(
    inputs: PairingInputs, coverage: FloatArray, shown: FloatArray
) -> dict[Gate, BoolArray]:
    """For each gate, mentors x mentees: True where it keeps the pair apart.

    A mentee with neither needs nor themes is told just that, and a mentor whose results are
    mostly hidden just that, since coverage says nothing then.
    """
    rules = inputs.rules
    no_needs = np.isnan(shown)
    hidden = ~no_needs & ((shown < rules.shown_floor) | np.isnan(coverage))
    low = ~no_needs & ~hidden & (coverage < rules.coverage_floor)
    no_places = np.array([mentor.capacity <= 0 for mentor in inputs.mentors], dtype=np.bool_)
    either_way = {*rules.conflicts, *((b, a) for a, b in rules.conflicts)}
    return {
        Gate.SAME_TRUST: _same_trust(inputs),
        Gate.SAME_ICB: _same_icb(inputs),
        Gate.CONFLICT: marked(inputs, either_way),
        Gate.DECLINED: marked(inputs, set(rules.declined)),
        Gate.FORBIDDEN: marked(inputs, set(rules.forbidden)),
        Gate.NO_PLACES: np.broadcast_to(no_places[:, None], shown.shape),
        Gate.NO_NEEDS: no_needs,
        Gate.TOO_LITTLE_SHOWN: hidden,
        Gate.LOW_COVERAGE: low,
    }


def _same_icb(inputs: PairingInputs) -> BoolArray:
    """True for two different trusts of one board; a trust whose board is not known has none."""
    mentors = [mentor.code for mentor in inputs.mentors]
    ours = np.array([inputs.facts[code].icb for code in mentors], dtype=object)[:, None]
    theirs = np.array([inputs.facts[code].icb for code in inputs.mentees], dtype=object)[None, :]
    known = np.array([inputs.facts[code].icb is not None for code in mentors], dtype=np.bool_)
    return _equal(ours, theirs) & known[:, None] & ~_same_trust(inputs)


def _same_trust(inputs: PairingInputs) -> BoolArray:
    mentors = np.array([mentor.code for mentor in inputs.mentors], dtype=object)[:, None]
    return _equal(mentors, np.array(inputs.mentees, dtype=object)[None, :])


def _equal(ours: NDArray[np.object_], theirs: NDArray[np.object_]) -> BoolArray:
    return np.asarray(ours == theirs, dtype=np.bool_)


def marked(inputs: PairingInputs, pairs: set[Codes]) -> BoolArray:
    """Mentors x mentees: True for these pairs; pairs of unknown trusts are passed over."""
    table = np.zeros((len(inputs.mentors), len(inputs.mentees)), dtype=np.bool_)
    rows = {mentor.code: row for row, mentor in enumerate(inputs.mentors)}
    columns = {code: column for column, code in enumerate(inputs.mentees)}
    for mentor, mentee in pairs:
        if mentor in rows and mentee in columns:
            table[rows[mentor], columns[mentee]] = True
    return table


def gate_sentence(
    gate: Gate, inputs: PairingInputs, pair: Codes, coverage: float, shown: float
) -> str:
    """Why this gate keeps this pair apart, as a sentence with its particulars."""
    mentor, mentee = pair
    rules = inputs.rules
    if gate is Gate.SAME_TRUST:
        return "A trust cannot be its own buddy."
    if gate is Gate.SAME_ICB:
        return f"Both trusts belong to the integrated care board {inputs.facts[mentee].icb}."
    if gate is Gate.CONFLICT:
        stated = rules.conflicts.get((mentor, mentee)) or rules.conflicts.get((mentee, mentor))
        return f"A conflict of interest is declared: {stated}"
    if gate is Gate.DECLINED:
        return f"An earlier proposal of this pair was declined: {rules.declined[pair]}"
    if gate is Gate.FORBIDDEN:
        return f"The programme lead ruled this pair out: {rules.forbidden[pair]}"
    if gate is Gate.NO_PLACES:
        return f"{mentor} has no free place."
    if gate is Gate.NO_NEEDS:
        return f"{mentee} has no needs by this survey and has not yet chosen its themes."
    if gate is Gate.TOO_LITTLE_SHOWN:
        return (
            f"Only {shown:.0%} of the need lies in questions on which {mentor}'s results are "
            f"shown; the scheme asks for at least {rules.shown_floor:.0%}."
        )
    return (
        f"{mentor} covers {coverage:.0%} of the need; the scheme asks for at least "
        f"{rules.coverage_floor:.0%}."
    )
