"""Why a pair has the score it has: the arithmetic, and where else its open needs are met."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from trusts import rules
from trusts.models import CERTAINTY, BuddyPair, PairingDraft, Scheme, Trust
from trusts.pairing_choices import DraftChoices
from trusts.refusals import NotFound

if TYPE_CHECKING:
    from trusts.matching import Explanation
    from trusts.selectors.pairing_inputs import SchemeScores


@dataclass(frozen=True)
class Why:
    """The arithmetic of one pair, and what its questions are called."""

    scheme: Scheme
    mentor: Trust
    mentee: Trust
    said: Explanation
    labels: dict[str, str]
    alternatives: dict[str, tuple[Trust, ...]]
    capacity: int
    sure: dict[str, Any] | None
    # The proposal whose weights were used; None where the pair has not been proposed.
    proposed: BuddyPair | None
    # The longest journey each would make, by ODS code, where it said so; can both meet by video?
    journeys: dict[str, int]
    both_remote: bool


def why(scheme: Scheme, mentor: str, mentee: str) -> Why:
    """Why this mentor for this mentee, from the results and applications as they are now.

    A pair that was proposed is explained with the weights that proposed it, whatever the scheme's
    weights have become since.
    """
    from trusts.matching import explain  # brings numpy
    from trusts.selectors.pairing_inputs import scheme_scores

    proposed = _proposed(scheme, mentor, mentee)
    weighed = _with_weights_of(proposed, scheme) if proposed else scheme
    scores = scheme_scores(weighed, DraftChoices(), open_only=False)
    scored = scores.scored
    if mentor not in scored.rows or mentee not in scored.columns:
        raise NotFound("One of the two trusts does not take part as mentor or mentee.")
    said = explain(scored, mentor, mentee)
    parts = {code: scores.participations[code] for code in (mentor, mentee)}
    return Why(
        scheme=scheme,
        mentor=scores.trusts[mentor],
        mentee=scores.trusts[mentee],
        said=said,
        labels={number: question.label for number, question in scores.arrays.questions.items()},
        alternatives=_strong_elsewhere(scores, said),
        capacity=scores.participations[mentor].capacity,
        sure=_sure(scheme, mentor, mentee),
        proposed=proposed,
        journeys={
            code: part.longest_journey_km
            for code, part in parts.items()
            if part.longest_journey_km is not None
        },
        both_remote=all(part.can_work_remotely for part in parts.values()),
    )


def _proposed(scheme: Scheme, mentor: str, mentee: str) -> BuddyPair | None:
    """The newest proposal of this pair that keeps what its score was made of."""
    return (
        BuddyPair.objects.filter(
            scheme=scheme,
            mentor__ods_code=mentor,
            mentee__ods_code=mentee,
            explanation__has_key="weights",
        )
        .order_by("-proposed_at", "-pk")
        .first()
    )


def _with_weights_of(pair: BuddyPair, scheme: Scheme) -> Scheme:
    """The scheme as it weighed pairs when this one was proposed; not for saving."""
    then = copy.copy(scheme)
    then.pairing_weights = {**scheme.pairing_weights, **pair.explanation["weights"]}
    then.pairing_weights_version = pair.explanation["weights_version"]
    return then


def _sure(scheme: Scheme, mentor: str, mentee: str) -> dict[str, Any] | None:
    """How often the pair stayed in the redraws of the newest draft that holds it, where known."""
    draft = (
        PairingDraft.objects.filter(
            scheme=scheme,
            result__has_key=CERTAINTY,
            result__pairs__contains=[{"mentor": mentor, "mentee": mentee}],
        )
        .order_by("-saved_at", "-pk")
        .first()
    )
    entries = draft.result[CERTAINTY] if draft else []
    return next((entry for entry in entries if entry["mentee"] == mentee), None)


def _strong_elsewhere(scores: SchemeScores, said: Explanation) -> dict[str, tuple[Trust, ...]]:
    """For each need that the mentor does not cover, other mentors that are strong in it."""
    scored, found = scores.scored, {}
    column_of = {q.code: place for place, q in enumerate(scored.inputs.survey.questions)}
    for line in said.questions:
        if line.strength:
            continue
        strengths = {
            mentor.code: float(
                scored.evidence.strength[
                    scored.inputs.survey.row_of(mentor.code), column_of[line.question]
                ]
            )
            for mentor in scored.inputs.mentors
            if mentor.code not in (said.mentor, said.mentee)
        }
        best = sorted((c for c in strengths if strengths[c] > 0), key=lambda c: -strengths[c])
        found[line.question] = tuple(scores.trusts[code] for code in best[:2])
    return found


def may_see_why(scheme: Scheme, mentor: str, mentee: str, access: Access) -> bool:
    """The programme always; the people of a trust once the pair has been proposed to it."""
    if rules.can_see_pairing.allows(access, None):
        return True
    own = access.trusts_where(Permission.SEE_SCHEMES)
    return BuddyPair.objects.filter(
        Q(mentor__ods_code__in=own) | Q(mentee__ods_code__in=own),
        scheme=scheme,
        mentor__ods_code=mentor,
        mentee__ods_code=mentee,
    ).exists()
