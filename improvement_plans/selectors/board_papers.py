"""What a board paper is made from: the commitments of a trust, or everybody's, as at a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from improvement_plans.models import Commitment, Recommendation
from improvement_plans.selectors.commitments import (
    CommitmentAsAt,
    commitments_as_at,
    commitments_visible_to,
)
from improvement_plans.selectors.recommendations import recommendations_visible_to
from trusts.models import Trust

EVERYBODY = "all"


@dataclass(frozen=True)
class BoardPaper:
    """Everything a board paper says, as it stood at the end of a day."""

    whose: str
    on: datetime.date
    stood: list[CommitmentAsAt]
    recommendations: list[Recommendation]


def trusts_of_papers(access: Access) -> list[Trust]:
    """The trusts of which a person may have a board paper: the programme those with commitments."""
    if access.may_in_programme(Permission.SEE_PLANS):
        promised = Commitment.objects.exclude(trust=None).order_by()
        return list(Trust.objects.filter(pk__in=promised.values("trust")).order_by("name"))
    codes = access.trusts_where(Permission.SEE_PLANS)
    return list(Trust.objects.filter(ods_code__in=codes).order_by("name"))


def board_paper_of(access: Access, *, whose: str, on: datetime.date) -> BoardPaper:
    """The paper of one trust (by its code) or of everybody, as this person may have it."""
    commitments = commitments_visible_to(access)
    recommendations = (
        recommendations_visible_to(access).filter(made_on__lte=on).prefetch_related("answers")
    )
    if whose == EVERYBODY and access.may_in_programme(Permission.SEE_PLANS):
        name = "all trusts and the programme"
    else:
        trust = next((each for each in trusts_of_papers(access) if each.ods_code == whose), None)
        if trust is None:
            raise NotFound("There is no such board paper, or it is not one of yours.")
        name = trust.name
        commitments = commitments.filter(trust=trust)
        recommendations = recommendations.filter(alliance=trust.alliance or None)
    stood = commitments_as_at(commitments, on)
    return BoardPaper(name, on, stood, list(recommendations))
