"""Everything the pairing of a scheme depends on, from the stored scores and applications.

Brings numpy and the pairing method with it: import it inside the function that needs it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trusts.matching import (
    Choices,
    Mentor,
    Pair,
    PairingInputs,
    Problem,
    Rules,
    ScoredPairs,
    Solution,
    Unmatched,
    Weights,
    score_pairs,
    suggest,
)
from trusts.matching.exchange import digest
from trusts.matching.gates import Gate
from trusts.matching.rematch import keeping_most
from trusts.models import (
    BuddyPair,
    PairingDraft,
    PairState,
    Participation,
    ParticipationState,
    Scheme,
    Trust,
)
from trusts.pair_gates import MENTEES, MENTORS
from trusts.pairing_choices import Codes, DraftChoices
from trusts.pairing_settings import FLOORS, WEIGHTS
from trusts.selectors.edition import survey_edition
from trusts.selectors.kept_scores import KeptScores, kept_scores
from trusts.selectors.pairing_facts import trust_facts
from trusts.selectors.standing_locks import is_open, with_standing_locks
from trusts.selectors.survey_tables import SurveyArrays, survey_arrays
from trusts.states import LIVE

# A pair that ran its course stands: its mentee is not paired a second time in the scheme.
TAKES_A_PLACE = (*LIVE, PairState.COMPLETED)

# State, mentor's and mentee's ODS code, reason.
FoundPair = tuple[str, str, str, str]


@dataclass(frozen=True, eq=False)
class SchemeScores:
    """The scored pairs of a scheme, with the names that its pages need."""

    scored: ScoredPairs
    arrays: SurveyArrays
    trusts: dict[str, Trust]
    participations: dict[str, Participation]


@dataclass(frozen=True, eq=False)
class WorkedOut:
    """A problem, its best set, and the digest that names the problem.

    `choices` are the decisions that it was worked out under: those whose locks can still stand.
    """

    scores: SchemeScores
    choices: DraftChoices
    problem: Problem
    solution: Solution
    digest: str


def scheme_scores(scheme: Scheme, choices: DraftChoices, *, open_only: bool = True) -> SchemeScores:
    """The score of every possible pair among the accepted trusts of a scheme.

    With `open_only`, mentees that have a live or completed pair are left out and mentors keep the
    places that such pairs leave. The scheme's baseline must be loaded. Three queries where the
    scores are kept (see kept_scores), nine where they are worked out.
    """
    edition = survey_edition()
    parts = {
        row.trust.ods_code: row
        for row in Participation.objects.filter(
            scheme=scheme, state=ParticipationState.ACCEPTED
        ).select_related("trust")
    }
    pairs = sorted(
        BuddyPair.objects.filter(scheme=scheme).values_list(
            "state", "mentor__ods_code", "mentee__ods_code", "reason"
        )
    )
    kept = kept_scores(
        edition and _named(edition, scheme, parts, pairs, open_only),
        lambda: _scored(scheme, parts, pairs, open_only=open_only),
    )
    return SchemeScores(
        scored=kept.scored.also_forbidding(choices.reasons),
        arrays=kept.arrays,
        trusts={code: part.trust for code, part in parts.items()},
        participations=parts,
    )


def _named(
    edition: str,
    scheme: Scheme,
    parts: dict[str, Participation],
    pairs: list[FoundPair],
    open_only: bool,
) -> str:
    """Everything the scores depend on besides the survey data and trusts, which `edition` names."""
    told = [
        (
            code,
            part.role,
            part.capacity,
            part.can_work_remotely,
            sorted(part.priorities.items()),
            [(conflict["ods_code"], conflict["reason"]) for conflict in part.conflicts],
        )
        for code, part in sorted(parts.items())
    ]
    settings = (sorted(scheme.pairing_weights.items()), scheme.pairing_weights_version)
    return repr((edition, scheme.baseline_id, settings, open_only, told, pairs))


def _scored(
    scheme: Scheme, parts: dict[str, Participation], pairs: list[FoundPair], *, open_only: bool
) -> KeptScores:
    """The scores before any pair of a draft is forbidden. Six queries."""
    live = [pair for pair in pairs if pair[0] in TAKES_A_PLACE] if open_only else []
    taken, paired = Counter(pair[1] for pair in live), {pair[2] for pair in live}
    arrays = survey_arrays(scheme.baseline, also=tuple(parts))
    inputs = PairingInputs(
        survey=arrays.table,
        facts=trust_facts(scheme, parts, arrays),
        mentors=tuple(
            Mentor(code, max(part.capacity - taken[code], 0))
            for code, part in sorted(parts.items())
            if part.role in MENTORS
        ),
        mentees=tuple(
            code
            for code, part in sorted(parts.items())
            if part.role in MENTEES and code not in paired
        ),
        choices=_choices(parts, arrays),
        weights=_weights(scheme),
        rules=Rules(
            **_floors(scheme),
            conflicts=_conflicts(parts),
            declined={
                (m, e): reason for state, m, e, reason in pairs if state == PairState.DECLINED
            },
            forbidden={},  # differs from draft to draft: see scheme_scores
        ),
    )
    return KeptScores(score_pairs(inputs), arrays)


def work_out(
    scheme: Scheme,
    choices: DraftChoices,
    *,
    previous: tuple[Codes, ...] = (),
    must_stand: tuple[Codes, ...] = (),
    scored: Callable[[], None] = lambda: None,
) -> WorkedOut:
    """The best set of pairs for what is still open, changing `previous` as little as possible.

    Where a pair of `previous` was declined since, this is the re-match: as many of its other pairs
    as possible stay, before anything else but the number of mentees matched. Locks that a rule
    rules out by now fall; those in `must_stand` raise a MatchingError instead. `scored` is called
    once every possible pair has its score.
    """
    scores = scheme_scores(scheme, choices)
    scored()
    choices = with_standing_locks(choices, scores.scored, must_stand=must_stand)
    known = _known(previous, scores.scored)
    problem = scores.scored.problem(locked=_known(choices.locked, scores.scored), previous=known)
    declined = declined_pairs(known, scores.scored)
    solution = keeping_most(problem, set(known) - set(declined)) if declined else suggest(problem)
    return WorkedOut(scores, choices, problem, solution, _digest(scores, choices))


def declined_pairs(pairs: tuple[Codes, ...], scored: ScoredPairs) -> tuple[Codes, ...]:
    """Those of the pairs that one of the two trusts declined, and whose mentee is open again."""
    return tuple(pair for pair in _known(pairs, scored) if Gate.DECLINED in scored.gates(*pair))


def as_solved(
    draft: PairingDraft, choices: DraftChoices, scores: SchemeScores
) -> tuple[Problem, Solution]:
    """The set of an up-to-date draft as the method knows it: no second search for what is kept."""
    locked = _standing(choices, scores)
    problem = scores.scored.problem(locked=locked)
    left = {mentor.code: mentor.capacity for mentor in problem.mentors}
    pairs = []
    for entry in draft.result["pairs"]:
        left[entry["mentor"]] -= 1
        codes = (entry["mentor"], entry["mentee"])
        pairs.append(Pair(*codes, entry["score"], locked=codes in locked))
    unmatched = tuple(Unmatched(e["mentee"], e["reason"]) for e in draft.result["unmatched"])
    return problem, Solution(tuple(pairs), unmatched, left)


def current_digest(scores: SchemeScores, choices: DraftChoices) -> str:
    """The digest of the problem as it is now, to hold against the one that a draft answers.

    A lock that has fallen makes another problem of it: the draft is out of date.
    """
    return _digest(scores, choices)


def _digest(scores: SchemeScores, choices: DraftChoices) -> str:
    return digest(scores.scored.problem(locked=_standing(choices, scores)))


def _standing(choices: DraftChoices, scores: SchemeScores) -> tuple[Codes, ...]:
    """The locks of open trusts that can still stand."""
    return _known(with_standing_locks(choices, scores.scored).locked, scores.scored)


def _known(pairs: tuple[Codes, ...], scored: ScoredPairs) -> tuple[Codes, ...]:
    """The pairs whose trusts are still open in this problem."""
    return tuple(pair for pair in pairs if is_open(pair, scored))


def _choices(parts: dict[str, Participation], arrays: SurveyArrays) -> dict[str, Choices]:
    """The priorities that mentees chose; for a trust without needs they name its themes."""
    found = {}
    for code, part in parts.items():
        priorities = {
            number: value for number, value in part.priorities.items() if number in arrays.questions
        }
        themes = tuple(sorted(number for number, value in priorities.items() if value))
        found[code] = Choices(priorities=priorities, themes=themes)
    return found


def _conflicts(parts: dict[str, Participation]) -> dict[Codes, str]:
    return {
        (code, conflict["ods_code"]): conflict["reason"]
        for code, part in parts.items()
        for conflict in part.conflicts
    }


def _weights(scheme: Scheme) -> Weights:
    """The scheme's own weights, or the usual ones."""
    own: dict[str, Any] = {
        name: float(value) for name, value in scheme.pairing_weights.items() if name in WEIGHTS
    }
    return Weights(**own, version=scheme.pairing_weights_version)


def _floors(scheme: Scheme) -> dict[str, float]:
    """The scheme's own floors; those it does not set are as usual."""
    return {
        name: float(scheme.pairing_weights[name])
        for name in FLOORS
        if name in scheme.pairing_weights
    }
