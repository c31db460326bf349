"""Everything the pairing of a scheme depends on, from the stored scores and applications.

Brings numpy and the pairing method with it: import it inside the function that needs it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from trusts.matching import (
    Choices,
    Mentor,
    Pair,
    PairingInputs,
    Problem,
    Rules,
    ScoredPairs,
    Solution,
    TrustFacts,
    Unmatched,
    Weights,
    score_pairs,
    suggest,
)
from trusts.matching.exchange import digest
from trusts.models import (
    BuddyPair,
    Level,
    PairingDraft,
    PairState,
    Participation,
    ParticipationState,
    Scheme,
    Score,
    Trust,
)
from trusts.pair_gates import MENTEES, MENTORS
from trusts.pairing_choices import Codes, DraftChoices
from trusts.pairing_settings import FLOORS, WEIGHTS
from trusts.selectors.survey_tables import SurveyArrays, survey_arrays
from trusts.states import LIVE

# A pair that ran its course stands: its mentee is not paired a second time in the scheme.
TAKES_A_PLACE = (*LIVE, PairState.COMPLETED)
TUMOUR_GROUPS = "tumour_group"


@dataclass(frozen=True, eq=False)
class SchemeScores:
    """The scored pairs of a scheme, with the names that its pages need."""

    scored: ScoredPairs
    arrays: SurveyArrays
    trusts: dict[str, Trust]
    participations: dict[str, Participation]


@dataclass(frozen=True, eq=False)
class WorkedOut:
    """A problem, its best set, and the digest that names the problem."""

    scores: SchemeScores
    problem: Problem
    solution: Solution
    digest: str


def scheme_scores(scheme: Scheme, choices: DraftChoices, *, open_only: bool = True) -> SchemeScores:
    """The score of every possible pair among the accepted trusts of a scheme. 7 queries.

    With `open_only`, mentees that have a live or completed pair are left out and mentors keep the
    places that such pairs leave. The scheme's baseline must be loaded.
    """
    parts = {
        row.trust.ods_code: row
        for row in Participation.objects.filter(
            scheme=scheme, state=ParticipationState.ACCEPTED
        ).select_related("trust")
    }
    pairs = list(
        BuddyPair.objects.filter(scheme=scheme).values_list(
            "state", "mentor__ods_code", "mentee__ods_code", "reason"
        )
    )
    live = [pair for pair in pairs if pair[0] in TAKES_A_PLACE] if open_only else []
    taken, paired = Counter(pair[1] for pair in live), {pair[2] for pair in live}
    arrays = survey_arrays(scheme.baseline, also=tuple(parts))
    inputs = PairingInputs(
        survey=arrays.table,
        facts=_facts(parts, arrays, scheme),
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
            forbidden=choices.reasons,
        ),
    )
    return SchemeScores(
        scored=score_pairs(inputs),
        arrays=arrays,
        trusts={code: part.trust for code, part in parts.items()},
        participations=parts,
    )


def work_out(
    scheme: Scheme,
    choices: DraftChoices,
    *,
    previous: tuple[Codes, ...] = (),
    scored: Callable[[], None] = lambda: None,
) -> WorkedOut:
    """The best set of pairs for what is still open, changing `previous` as little as possible.

    `scored` is called once every possible pair has its score. Raises a MatchingError where a lock
    contradicts a rule.
    """
    scores = scheme_scores(scheme, choices)
    scored()
    problem = scores.scored.problem(
        locked=_known(choices.locked, scores.scored), previous=_known(previous, scores.scored)
    )
    solution = suggest(problem)
    return WorkedOut(scores, problem, solution, _digest(scores, choices))


def as_solved(
    draft: PairingDraft, choices: DraftChoices, scores: SchemeScores
) -> tuple[Problem, Solution]:
    """The set of an up-to-date draft as the method knows it: no second search for what is kept."""
    locked = _known(choices.locked, scores.scored)
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
    """The digest of the problem as it is now, to hold against the one that a draft answers."""
    return _digest(scores, choices)


def _digest(scores: SchemeScores, choices: DraftChoices) -> str:
    return digest(scores.scored.problem(locked=_known(choices.locked, scores.scored)))


def _known(pairs: tuple[Codes, ...], scored: ScoredPairs) -> tuple[Codes, ...]:
    """The pairs whose trusts are still open in this problem."""
    return tuple(pair for pair in pairs if pair[0] in scored.rows and pair[1] in scored.columns)


def _facts(
    parts: dict[str, Participation], arrays: SurveyArrays, scheme: Scheme
) -> dict[str, TrustFacts]:
    mixes = _tumour_mixes(scheme, parts)
    return {
        code: TrustFacts(
            code=code,
            icb=part.trust.icb_code or None,
            size=_size(code, arrays),
            kinds=_kinds(part.trust),
            place=(part.trust.latitude, part.trust.longitude)
            if part.trust.latitude is not None and part.trust.longitude is not None
            else None,
            tumour_mix=mixes.get(code),
            remote=part.can_work_remotely,
        )
        for code, part in parts.items()
    }


def _size(code: str, arrays: SurveyArrays) -> float | None:
    """The most answers that any question of the trust has: how many patients took part."""
    answers = arrays.table.answers[arrays.table.row_of(code)]
    known = [float(value) for value in answers if value > 0]
    return max(known) if known else None


def _kinds(trust: Trust) -> frozenset[str]:
    held = {
        "foundation": trust.is_foundation,
        "teaching": trust.is_teaching,
        "specialist": trust.is_specialist,
    }
    return frozenset(kind for kind, is_held in held.items() if is_held)


def _tumour_mixes(scheme: Scheme, parts: dict[str, Participation]) -> dict[str, dict[str, float]]:
    """For each trust the answers of each tumour group, where the survey gives them."""
    rows = (
        Score.objects.filter(
            survey_year_id=scheme.baseline_id,
            level=Level.TRUST,
            group_kind=TUMOUR_GROUPS,
            org_code__in=parts,
            n__gt=0,
        )
        .order_by()
        .values_list("org_code", "group_name")
        .annotate(most=Max("n"))
    )
    mixes: dict[str, dict[str, float]] = {}
    for code, group, most in rows:
        mixes.setdefault(code, {})[group] = float(most)
    return mixes


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
