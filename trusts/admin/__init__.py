"""The admin site of trusts, schemes and pairs. Importing registers."""

from trusts.admin.drafts import PairingDraftAdmin
from trusts.admin.pairs import BuddyPairAdmin
from trusts.admin.schemes import ParticipationAdmin, SchemeAdmin
from trusts.admin.surveys import (
    ComparabilityAdmin,
    QuestionAdmin,
    ScoreAdmin,
    SurveyAdmin,
    SurveyImportAdmin,
    SurveyYearAdmin,
)
from trusts.admin.trusts import TrustAdmin, TrustSuccessionAdmin

__all__ = [
    "BuddyPairAdmin",
    "ComparabilityAdmin",
    "PairingDraftAdmin",
    "ParticipationAdmin",
    "QuestionAdmin",
    "SchemeAdmin",
    "ScoreAdmin",
    "SurveyAdmin",
    "SurveyImportAdmin",
    "SurveyYearAdmin",
    "TrustAdmin",
    "TrustSuccessionAdmin",
]
