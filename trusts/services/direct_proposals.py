"""Proposing one pair that somebody chose, without a set worked out first."""

from __future__ import annotations

import datetime

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import BuddyPair, Scheme, Trust
from trusts.pairing_choices import DraftChoices
from trusts.services.kept_explanations import explanation_to_keep
from trusts.services.proposals import PairToPropose, propose_pairs


@transaction.atomic
def propose_pair(
    *,
    scheme: Scheme,
    mentor: Trust,
    mentee: Trust,
    answer_by: datetime.date,
    by: User,
    today: datetime.date,
) -> BuddyPair:
    """Propose a chosen pair with the score that the pairing gives it now, and why.

    A pair that a floor of the scheme speaks against has no score: the choice stands, and the pair
    says what speaks against it. The scheme's baseline must be loaded.
    """
    rules.can_pair.require(access_of(by, on=today), None)
    (made,) = propose_pairs(
        scheme=scheme,
        pairs=[_explained(scheme, mentor, mentee)],
        answer_by=answer_by,
        by=by,
        today=today,
    )
    return made


def _explained(scheme: Scheme, mentor: Trust, mentee: Trust) -> PairToPropose:
    """The pair as the pairing sees it; without a word where one of the two is not open to it."""
    from trusts.selectors.pairing_inputs import current_digest, scheme_scores  # brings numpy

    choices, pair = DraftChoices(), (mentor.ods_code, mentee.ods_code)
    scores = scheme_scores(scheme, choices)
    scored = scores.scored
    if pair[0] not in scored.rows or pair[1] not in scored.columns:
        return PairToPropose(mentor, mentee)
    score = int(scored.value[scored.rows[pair[0]], scored.columns[pair[1]]])
    return PairToPropose(
        mentor,
        mentee,
        score=None if score < 0 else score,
        explanation=explanation_to_keep(scored, pair, current_digest(scores, choices)),
    )
